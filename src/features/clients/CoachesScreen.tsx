import { Button } from '@mantine/core';
import { useState } from 'react';
import { answerCoach, type Connection, endConnection } from '../../remote/coaching.ts';
import { invitationsAmong, nameOf, useConnections } from '../../remote/use-connections.ts';
import { useProgramSync } from '../../sync/use-program-sync.ts';
import { AnswerState } from '../../ui/AnswerNotice.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { formatInstant } from '../../ui/format.ts';
import { IconUsers } from '../../ui/icons.ts';
import { IconTile } from '../../ui/IconTile.tsx';
import { EmptyState } from '../../ui/Messages.tsx';
import { Card, Page, PageHeader, Section } from '../../ui/Page.tsx';
import { Row, Rows } from '../../ui/Rows.tsx';
import { showToast } from '../../ui/toast.tsx';
import styles from './Clients.module.css';
import { useDeed } from './use-deed.ts';

/** Who coaches the person, and who would like to. */
export const CoachesScreen = () => {
  const connections = useConnections();
  const invitations = invitationsAmong(connections.data ?? []);
  const coaches = connections.data?.filter(({ role, state }) => role === 'client' && state === 'accepted') ?? [];
  const reload = () => connections.refetch();
  return (
    <Page>
      <PageHeader
        title="Coaches"
        detail="A coach sees your activities and goals, and plans tasks into your days. Nobody becomes one unless you accept."
        back={{ to: '/settings', label: 'Settings' }}
      />
      <AnswerState of={connections} rows={2} />
      {invitations.map((connection) => (
        <Invitation key={connection.id} connection={connection} onAnswered={reload} />
      ))}
      {connections.data && coaches.length === 0 && invitations.length === 0 && (
        <EmptyState icon={<IconUsers size={24} aria-hidden />}>
          Nobody coaches you. Who wants to invites your mail address, and you decide here.
        </EmptyState>
      )}
      {coaches.length > 0 && (
        <Section title="Your coaches">
          <Rows label="Your coaches">
            {coaches.map((connection) => (
              <CoachRow key={connection.id} connection={connection} onEnded={reload} />
            ))}
          </Rows>
        </Section>
      )}
    </Page>
  );
};

const Invitation = ({ connection, onAnswered }: { connection: Connection; onAnswered: () => Promise<unknown> }) => {
  const name = nameOf(connection);
  const answer = useDeed({
    work: (accept: boolean) => answerCoach(connection.id, accept),
    kept: 'The invitation waits for your answer.',
    done: (_, accept) => {
      showToast(accept ? `${name} is now your coach.` : `${name} is not your coach, and sees nothing of you.`);
      return onAnswered();
    },
  });
  const give = (accept: boolean) => {
    answer.mutate(accept);
  };
  return (
    <Section title={`${name} would like to coach you`} detail={connection.person.email}>
      <Card>
        <div className={styles.invitation}>
          <p>
            If you accept, {name} sees your activities and goals, and can enroll you in programs, whose tasks come into
            your days. You can end it at any moment.
          </p>
          <div className={styles.answers}>
            <Button
              variant="default"
              loading={answer.isPending && !answer.variables}
              disabled={answer.isPending}
              onClick={() => {
                give(false);
              }}
            >
              Decline
            </Button>
            <Button
              loading={answer.isPending && answer.variables}
              disabled={answer.isPending}
              onClick={() => {
                give(true);
              }}
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
  const name = nameOf(connection);
  const { syncNow } = useProgramSync();
  const [isAsking, setAsking] = useState(false);
  const end = useDeed({
    work: () => endConnection(connection.id),
    kept: `${name} is still your coach.`,
    done: async () => {
      setAsking(false);
      showToast(`${name} is not your coach any more.`);
      await onEnded();
      // The enrollments that ended with it are on this device too.
      await syncNow();
    },
  });
  return (
    <>
      <Row
        leading={<IconTile Icon={IconUsers} />}
        title={name}
        detail={
          connection.answered_at === null ? undefined : `Since ${formatInstant(Date.parse(connection.answered_at))}`
        }
        trailing={
          <Button
            variant="default"
            size="sm"
            aria-label={`End with ${name}`}
            onClick={() => {
              setAsking(true);
            }}
          >
            End
          </Button>
        }
      />
      <ConfirmDialog
        opened={isAsking}
        title={`End with ${name}?`}
        confirmLabel="End it"
        danger
        busy={end.isPending}
        onClose={() => {
          setAsking(false);
        }}
        onConfirm={() => {
          end.mutate(undefined);
        }}
      >
        {name} sees nothing of you any more, and you leave their programs. The tasks you have stay yours. To go on
        later, {name} invites you again.
      </ConfirmDialog>
    </>
  );
};
