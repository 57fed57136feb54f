import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { addDays, weekStartOf } from '../../domain/calendar.ts';
import { endConnection } from '../../remote/coaching.ts';
import { coachedEnrollments } from '../../remote/enrollments.ts';
import { useSession } from '../../remote/session.ts';
import { getUserActivities } from '../../remote/tracking.ts';
import { type Client, clientsAmong, useConnections } from '../../remote/use-connections.ts';
import { useKeptQuery } from '../../remote/use-kept-query.ts';
import { useToday } from '../../store/react.ts';
import { AnswerNotice } from '../../ui/AnswerNotice.tsx';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { EmptyState } from '../../ui/Messages.tsx';
import { Page, PageHeader, Section } from '../../ui/Page.tsx';
import { useRouteParam } from '../../ui/route.ts';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { showToast } from '../../ui/toast.tsx';
import { ClientEnrollments, ClientWeek } from './ClientLists.tsx';
import { useDeed } from './use-deed.ts';

const BACK = { to: '/clients', label: 'Clients' };

/** One client, as long as they have accepted the coach. */
export const ClientScreen = () => {
  const id = useRouteParam('id') ?? '';
  const connections = useConnections();
  const client = connections.data && clientsAmong(connections.data).find((one) => one.id === id);
  if (client) return <ClientPage key={id} client={client} onEnded={() => connections.refetch()} />;
  return (
    <Page>
      <PageHeader title="Client" back={BACK} />
      <AnswerNotice
        problem={connections.failure?.code ?? null}
        savedAt={connections.savedAt}
        onRetry={() => void connections.refetch()}
      />
      {connections.isLoading && <SkeletonRows />}
      {connections.data && (
        <EmptyState action={<ButtonLink to="/clients">Go to clients</ButtonLink>}>
          Nobody of this kind has you as their coach. The connection may have been ended.
        </EmptyState>
      )}
    </Page>
  );
};

const ClientPage = ({ client, onEnded }: { client: Client; onEnded: () => Promise<unknown> }) => {
  const { id, name, email } = client;
  const me = useSession((session) => session.person?.id ?? '');
  const today = useToday();
  const monday = weekStartOf(today);
  const enrollments = useKeptQuery({
    key: ['client-enrollments', id],
    read: () => coachedEnrollments(me, ['user_id', id]),
  });
  const activities = useKeptQuery({
    key: ['activities', id, monday, addDays(monday, 6)],
    read: () => getUserActivities(id, { from: monday, to: addDays(monday, 6) }),
  });
  const failing = [enrollments, activities].find(({ failure }) => failure !== null);
  return (
    <Page>
      <PageHeader title={name} back={BACK} {...(name !== email && { detail: email })} />
      <AnswerNotice
        problem={failing?.failure?.code ?? null}
        savedAt={failing?.savedAt ?? null}
        onRetry={() => void Promise.all([enrollments.refetch(), activities.refetch()])}
      />
      <Section title="Programs">
        {enrollments.isLoading && <SkeletonRows count={2} />}
        {enrollments.data && <ClientEnrollments enrollments={enrollments.data} name={name} today={today} />}
      </Section>
      <Section title="This week">
        {activities.isLoading && <SkeletonRows count={4} />}
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
