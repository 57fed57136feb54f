import { useDisclosure } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { addDays, weekStartOf } from '../../../domain/calendar/calendar-date.ts';
import { endConnection } from '../../../data/coaching/connections.ts';
import { getUserActivities } from '../../../data/admin/tracking.ts';
import { type Client, acceptedClients, useConnections } from '../../../data/coaching/use-connections.ts';
import { usePersistedQuery } from '../../../api/use-persisted-query.ts';
import { useToday } from '../../../data/profile/local-clock.ts';
import { QueryState } from '../../../shared/queries/QueryNotice.tsx';
import { ButtonLink } from '../../../ui/ButtonLink.tsx';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { IconCalendarWeek } from '../../../ui/icons.ts';
import { Page, PageHeader, Section } from '../../../ui/Page.tsx';
import { useRouteParam } from '../../../ui/use-route-param.ts';
import { showToast } from '../../../ui/toast.tsx';
import { ClientWeek } from './ClientWeek.tsx';
import { useConnectionMutation } from '../../../shared/coaching/use-connection-mutation.ts';

const CLIENTS_LINK = { to: '/clients', label: 'Clients' };

interface ClientScreenProps {
  /** The client's enrollments in the coach's programs. */
  programs: (client: Client) => ReactNode;
  /** What they have done so far. */
  progress: (client: Client) => ReactNode;
}

/** One client who has accepted the coach. */
export const ClientScreen = ({ programs, progress }: ClientScreenProps) => {
  const id = useRouteParam('id') ?? '';
  const connections = useConnections();
  const client = connections.data && acceptedClients(connections.data).find((one) => one.id === id);
  if (client) {
    return (
      <ClientPage key={id} client={client} onEnded={() => connections.refetch()}>
        {programs(client)}
        {progress(client)}
      </ClientPage>
    );
  }
  return (
    <Page>
      <PageHeader title="Client" back={CLIENTS_LINK} />
      <QueryState audience="coach" query={connections} skeletonRows={4} />
      {connections.data && (
        <EmptyState action={<ButtonLink to="/clients">Go to clients</ButtonLink>}>
          Client not found. The connection may have ended.
        </EmptyState>
      )}
    </Page>
  );
};

interface ClientPageProps {
  client: Client;
  onEnded: () => Promise<unknown>;
  children: ReactNode;
}

const ClientPage = ({ client, onEnded, children }: ClientPageProps) => {
  const { id, name, email } = client;
  const today = useToday();
  const monday = weekStartOf(today);
  const activities = usePersistedQuery({
    key: ['activities', id, monday, addDays(monday, 6)],
    read: () => getUserActivities(id, { from: monday, to: addDays(monday, 6) }),
  });
  return (
    <Page>
      <PageHeader
        title={name}
        back={CLIENTS_LINK}
        {...(name !== email && { detail: email })}
        actions={
          <ButtonLink
            to="/clients/$id/days"
            params={{ id }}
            variant="default"
            leftSection={<IconCalendarWeek size={18} aria-hidden />}
          >
            Days
          </ButtonLink>
        }
      />
      {children}
      <Section title="This week">
        <QueryState audience="coach" query={activities} skeletonRows={4} />
        {activities.data && <ClientWeek activities={activities.data} name={name} today={today} />}
      </Section>
      <EndConnection client={client} onEnded={onEnded} />
    </Page>
  );
};

const EndConnection = ({
  client: { connection, name },
  onEnded,
}: {
  client: Client;
  onEnded: () => Promise<unknown>;
}) => {
  const navigate = useNavigate();
  const [isConfirming, { open, close }] = useDisclosure(false);
  const end = useConnectionMutation({
    mutate: () => endConnection(connection),
    errorDetail: `You still coach ${name}.`,
    onDone: async () => {
      showToast(`You no longer coach ${name}.`);
      await navigate({ to: '/clients' });
      await onEnded();
    },
  });
  return (
    <Section title="Connection" detail={`${name} can also end it at any time.`}>
      <div>
        <Button variant="default" onClick={open}>
          End connection
        </Button>
      </div>
      <ConfirmDialog
        opened={isConfirming}
        title={`Stop coaching ${name}?`}
        confirmLabel="End connection"
        danger
        busy={end.isPending}
        onClose={close}
        onConfirm={() => end.mutate(undefined)}
      >
        You can no longer see {name}’s work, and they leave your programs and cohorts. They keep the tasks they already
        have. To coach them again later, invite and enroll them again.
      </ConfirmDialog>
    </Section>
  );
};
