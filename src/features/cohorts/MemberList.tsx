import { Button } from '@mantine/core';
import { useState } from 'react';
import type { CohortMember } from '../../remote/cohorts.ts';
import { completeEnrollment, endEnrollment } from '../../remote/enrollments.ts';
import { syncTasks } from '../../remote/task-tools.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { plural } from '../../ui/format.ts';
import { IconCheck, IconTrash, IconUsers } from '../../ui/icons.ts';
import { EmptyState } from '../../ui/Messages.tsx';
import { RowMenu } from '../../ui/RowMenu.tsx';
import { Row, Rows } from '../../ui/Rows.tsx';
import { type StatusTone, StatusDot } from '../../ui/StatusDot.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useDeed } from './use-deed.ts';

interface MemberListProps {
  members: readonly CohortMember[];
  programId: string;
  onAdd: () => void;
  onChanged: () => Promise<unknown>;
}

/** Who is in a cohort, and how far the making of their tasks is. */
export const MemberList = ({ members, programId, onAdd, onChanged }: MemberListProps) => {
  const [removing, setRemoving] = useState<CohortMember | null>(null);
  const close = () => {
    setRemoving(null);
  };
  const remove = useDeed({
    work: ({ enrollment_id }: CohortMember) => endEnrollment(enrollment_id),
    kept: 'They are still in the cohort.',
    done: (_, member) => {
      close();
      showToast(`${nameOf(member)} is out of the cohort.`);
      return onChanged();
    },
  });
  if (members.length === 0) {
    return (
      <EmptyState
        icon={<IconUsers size={24} aria-hidden />}
        action={
          <Button variant="default" onClick={onAdd}>
            Add a client
          </Button>
        }
      >
        Nobody has joined yet. Send the link, or add your clients.
      </EmptyState>
    );
  }
  // Who has left comes last.
  const inOrder = [...members].sort((a, b) => Number(a.status === 'ended') - Number(b.status === 'ended'));
  return (
    <>
      <Rows label="Members">
        {inOrder.map((member) => (
          <MemberRow
            key={member.enrollment_id}
            member={member}
            programId={programId}
            onRemove={() => {
              setRemoving(member);
            }}
            onChanged={onChanged}
          />
        ))}
      </Rows>
      {removing && (
        <ConfirmDialog
          opened
          title={`Take ${nameOf(removing)} out?`}
          confirmLabel="Take out"
          danger
          busy={remove.isPending}
          onClose={close}
          onConfirm={() => {
            remove.mutate(removing);
          }}
        >
          They get no more tasks, and cannot come back by the link. The tasks they have stay theirs: clear the future
          ones before, if they should not. You can add them again.
        </ConfirmDialog>
      )}
    </>
  );
};

interface MemberRowProps {
  member: CohortMember;
  programId: string;
  onRemove: () => void;
  onChanged: () => Promise<unknown>;
}

const MemberRow = ({ member, programId, onRemove, onChanged }: MemberRowProps) => {
  const { enrollment_id, email, status, sync_state } = member;
  const name = nameOf(member);
  const confirm = useDeed({
    work: () => completeEnrollment(enrollment_id),
    kept: `${name} is not confirmed.`,
    done: () => {
      showToast(`${name} is confirmed. Their tasks are being made.`);
      return onChanged();
    },
  });
  const retry = useDeed({
    work: () => syncTasks({ programId, whom: { enrollmentId: enrollment_id } }, false),
    kept: 'What has been made stays.',
    done: ({ count }) => {
      showToast(`${plural(count, 'task')} made for ${name}.`);
      return onChanged();
    },
  });
  const { tone, words } = progressOf(member);
  return (
    <Row
      title={name}
      detail={
        <>
          <StatusDot tone={tone}>{words}</StatusDot>
          {name !== email && ` · ${email}`}
        </>
      }
      muted={status === 'ended'}
      beside={
        <>
          {status === 'pending' && (
            <Button
              variant="default"
              size="sm"
              aria-label={`Confirm ${name}`}
              leftSection={<IconCheck size={16} aria-hidden />}
              loading={confirm.isPending}
              onClick={() => {
                confirm.mutate(undefined);
              }}
            >
              Confirm
            </Button>
          )}
          {status === 'active' && sync_state === 'failed' && (
            <Button
              variant="default"
              size="sm"
              aria-label={`Retry for ${name}`}
              loading={retry.isPending}
              onClick={() => {
                retry.mutate(undefined);
              }}
            >
              Retry
            </Button>
          )}
          {status !== 'ended' && (
            <RowMenu
              about={name}
              items={[
                {
                  label: 'Take out',
                  icon: <IconTrash size={18} aria-hidden />,
                  onSelect: onRemove,
                  danger: true,
                },
              ]}
            />
          )}
        </>
      }
    />
  );
};

const nameOf = ({ display_name, email }: CohortMember): string => (display_name.trim() ? display_name : email);

/** How far the making of a member's tasks is. */
const progressOf = ({
  status,
  sync_state,
  synced_days,
  length_days,
}: CohortMember): { tone: StatusTone; words: string } => {
  if (status === 'ended') return { tone: 'quiet', words: 'Has left' };
  if (status === 'pending') return { tone: 'warn', words: 'Waits for payment or your word' };
  const days = `${String(synced_days)} of ${plural(length_days, 'day')}`;
  if (sync_state === 'done') return { tone: 'good', words: `All ${plural(length_days, 'day')} planned` };
  if (sync_state === 'failed') return { tone: 'bad', words: `Stopped: ${days} planned` };
  return { tone: 'busy', words: `${days} planned …` };
};
