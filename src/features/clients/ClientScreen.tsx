import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { addDays, weekStartOf } from '../../domain/calendar.ts';
import { endConnection } from '../../remote/coaching.ts';
import { getUserActivities } from '../../remote/tracking.ts';
import { type Client, clientsAmong, useConnections } from '../../remote/use-connections.ts';
import { useKeptQuery } from '../../remote/use-kept-query.ts';
import { useToday } from '../../store/react.ts';
import { AnswerState } from '../../ui/AnswerNotice.tsx';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { EmptyState } from '../../ui/Messages.tsx';
import { Page, PageHeader, Section } from '../../ui/Page.tsx';
import { useRouteParam } from '../../ui/route.ts';
import { showToast } from '../../ui/toast.tsx';
import { ClientWeek } from './ClientWeek.tsx';
import { useDeed } from './use-deed.ts';

const BACK = { to: '/clients', label: 'Clients' };

interface ClientScreenProps {
  /** What they take of the coach. */
  programs: (client: Client) => ReactNode;
}

/** One client, as long as they have accepted the coach. */
export const ClientScreen = ({ programs }: ClientScreenProps) => {
  const id = useRouteParam('id') ?? '';
  const connections = useConnections();
  const client = connections.data && clientsAmong(connections.data).find((one) => one.id === id);
  if (client) {
    return (
      <ClientPage key={id} client={client} onEnded={() => connections.refetch()}>
        {programs(client)}
      </ClientPage>
    );
  }
  return (
    <Page>
      <PageHeader title="Client" back={BACK} />
      <AnswerState of={connections} rows={4} />
      {connections.data && (
        <EmptyState action={<ButtonLink to="/clients">Go to clients</ButtonLink>}>
          Nobody of this kind has you as their coach. The connection may have been ended.
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
  const activities = useKeptQuery({
    key: ['activities', id, monday, addDays(monday, 6)],
    read: () => getUserActivities(id, { from: monday, to: addDays(monday, 6) }),
  });
  return (
    <Page>
      <PageHeader title={name} back={BACK} {...(name !== email && { detail: email })} />
      {children}
      <Section title="This week">
        <AnswerState of={activities} rows={4} />
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
  const [isAsking, setAsking] = useState(false);
  const close = () => {
    setAsking(false);
  };
  const end = useDeed({
    work: () => endConnection(connection),
    kept: `You still coach ${name}.`,
    done: async () => {
      showToast(`You do not coach ${name} any more.`);
      await navigate({ to: '/clients' });
      await onEnded();
    },
  });
  return (
    <Section title="Connection" detail={`${name} can end it too, at any moment.`}>
      <div>
        <Button
          variant="default"
          onClick={() => {
            setAsking(true);
          }}
        >
          End the connection
        </Button>
      </div>
      <ConfirmDialog
        opened={isAsking}
        title={`Stop coaching ${name}?`}
        confirmLabel="End the connection"
        danger
        busy={end.isPending}
        onClose={close}
        onConfirm={() => {
          end.mutate(undefined);
        }}
      >
        You see nothing of {name} any more, and they leave your programs and cohorts. The tasks they have stay theirs.
        To go on later you invite them again, and enroll them again.
      </ConfirmDialog>
    </Section>
  );
};
