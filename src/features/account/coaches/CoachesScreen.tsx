import { useDisclosure } from '@mantine/hooks';
import { Button } from '../../../ui/Button.tsx';
import { respondToInvitation, type Connection, endConnection } from '../../../data/coaching/connections.ts';
import { pendingInvitations, connectionName, useConnections } from '../../../data/coaching/use-connections.ts';
import { useProgramSync } from '../../../sync/use-program-sync.ts';
import { QueryState } from '../../../shared/queries/QueryNotice.tsx';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { formatInstant } from '../../../ui/format.ts';
import { IconUsers } from '../../../ui/icons.ts';
import { IconTile } from '../../../ui/IconTile.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Card, Page, PageHeader, Section } from '../../../ui/Page.tsx';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';
import { showToast } from '../../../ui/toast.tsx';
import styles from './Coaches.module.css';
import { useConnectionMutation } from '../../../shared/coaching/use-connection-mutation.ts';

/** The person's coaches and the invitations of coaches. */
export const CoachesScreen = () => {
  const connections = useConnections();
  const invitations = pendingInvitations(connections.data ?? []);
  const coaches = connections.data?.filter(({ role, state }) => role === 'client' && state === 'accepted') ?? [];
  const reload = () => connections.refetch();
  return (
    <Page>
      <PageHeader
        title="Coaches"
        detail="A coach can see your activities with their notes, and your goals, and add tasks to your days. No one becomes your coach unless you accept. Admins can see all of your work."
        back={{ to: '/settings', label: 'Settings' }}
      />
      <QueryState query={connections} skeletonRows={2} />
      {invitations.map((connection) => (
        <CoachInvitationCard key={connection.id} connection={connection} onResponded={reload} />
      ))}
      {connections.data && coaches.length === 0 && invitations.length === 0 && (
        <EmptyState icon={<IconUsers size={24} aria-hidden />}>
          You don’t have a coach yet. A coach can invite you by your email address; you accept or decline here.
        </EmptyState>
      )}
      {coaches.length > 0 && (
        <Section title="Your coaches">
          <ListRows label="Your coaches">
            {coaches.map((connection) => (
              <CoachRow key={connection.id} connection={connection} onEnded={reload} />
            ))}
          </ListRows>
        </Section>
      )}
    </Page>
  );
};

const CoachInvitationCard = ({
  connection,
  onResponded,
}: {
  connection: Connection;
  onResponded: () => Promise<unknown>;
}) => {
  const name = connectionName(connection);
  const respond = useConnectionMutation({
    mutate: (accept: boolean) => respondToInvitation(connection.id, accept),
    errorDetail: 'The invitation is still open.',
    onDone: (_, accept) => {
      showToast(accept ? `${name} is now your coach.` : `Declined the invitation. ${name} can’t see your work.`);
      return onResponded();
    },
  });
  const sendResponse = (accept: boolean) => respond.mutate(accept);
  return (
    <Section title={`${name} would like to coach you`} detail={connection.person.email}>
      <Card>
        <div className={styles.invitation}>
          <p>
            If you accept, {name} can see your activities with their notes, and your goals, and enroll you in programs
            that add tasks to your days. You can end this at any time.
          </p>
          <div className={styles.actions}>
            <Button
              variant="default"
              loading={respond.isPending && !respond.variables}
              disabled={respond.isPending}
              onClick={() => sendResponse(false)}
            >
              Decline
            </Button>
            <Button
              loading={respond.isPending && respond.variables === true}
              disabled={respond.isPending}
              onClick={() => sendResponse(true)}
            >
              Accept
            </Button>
          </div>
        </div>
      </Card>
    </Section>
  );
};

const CoachRow = ({ connection, onEnded }: { connection: Connection; onEnded: () => Promise<unknown> }) => {
  const name = connectionName(connection);
  const { syncNow } = useProgramSync();
  const [isConfirming, { open, close }] = useDisclosure(false);
  const end = useConnectionMutation({
    mutate: () => endConnection(connection.id),
    errorDetail: `${name} is still your coach.`,
    onDone: async () => {
      close();
      showToast(`${name} is no longer your coach.`);
      await onEnded();
      // Enrollments end with the connection: pull them.
      await syncNow();
    },
  });
  return (
    <>
      <ListRow
        leading={<IconTile Icon={IconUsers} />}
        title={name}
        detail={
          connection.answered_at === null ? undefined : `Since ${formatInstant(Date.parse(connection.answered_at))}`
        }
        trailing={
          <Button variant="default" size="sm" aria-label={`End connection with ${name}`} onClick={open}>
            End
          </Button>
        }
      />
      <ConfirmDialog
        opened={isConfirming}
        title={`End connection with ${name}?`}
        confirmLabel="End connection"
        danger
        busy={end.isPending}
        onClose={close}
        onConfirm={() => end.mutate(undefined)}
      >
        {name} can no longer see your work, and you leave their programs. You keep the tasks you already have. To
        reconnect later, {name} has to invite you again.
      </ConfirmDialog>
    </>
  );
};
