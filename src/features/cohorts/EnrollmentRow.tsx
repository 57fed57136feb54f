import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { type CoachedEnrollment, completeEnrollment, endEnrollment } from '../../remote/enrollments.ts';
import { syncTasks } from '../../remote/task-tools.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { plural } from '../../ui/format.ts';
import { IconCheck, IconTrash } from '../../ui/icons.ts';
import { RowMenu } from '../../ui/RowMenu.tsx';
import { Row, type RowProps } from '../../ui/Rows.tsx';
import { type StatusTone, StatusDot } from '../../ui/StatusDot.tsx';
import { showToast } from '../../ui/toast.tsx';
import styles from './EnrollmentRow.module.css';
import { useDeed } from './use-deed.ts';

interface EnrollmentRowProps extends Pick<RowProps, 'leading' | 'link'> {
  enrollment: Pick<CoachedEnrollment, 'id' | 'program_id' | 'status' | 'sync_state' | 'synced_days'> & {
    length_days: number;
  };
  /** Of whoever takes it. */
  name: string;
  /** What tells it from the other rows. */
  title: string;
  details: readonly string[];
  /** How to end it is asked for and told of. */
  ending: { label: string; question: string; consequences: ReactNode; told: string; kept: string };
  onChanged: () => Promise<unknown>;
}

/** One person in one program for its coach: how far the making of their tasks is, and what is to be done about it. */
export const EnrollmentRow = ({
  enrollment,
  name,
  title,
  details,
  ending,
  onChanged,
  ...place
}: EnrollmentRowProps) => {
  const { id, program_id, status, sync_state } = enrollment;
  const [isEnding, setEnding] = useState(false);
  const close = () => {
    setEnding(false);
  };
  const confirm = useDeed({
    work: () => completeEnrollment(id),
    kept: `${name} is not confirmed.`,
    done: () => {
      showToast(`${name} is confirmed. Their tasks are being made.`);
      return onChanged();
    },
  });
  const retry = useDeed({
    work: () => syncTasks({ programId: program_id, whom: { enrollmentId: id } }, false),
    kept: 'What has been made stays.',
    done: ({ count }) => {
      showToast(`${plural(count, 'task')} made for ${name}.`);
      return onChanged();
    },
  });
  const end = useDeed({
    work: () => endEnrollment(id),
    kept: ending.kept,
    done: () => {
      close();
      showToast(ending.told);
      return onChanged();
    },
  });
  const { tone, words } = progressOf(enrollment);
  return (
    <>
      <Row
        {...place}
        title={title}
        detail={
          <span className={styles.standing}>
            <StatusDot tone={tone}>{words}</StatusDot>
            {details.length > 0 && <span>{details.join(' · ')}</span>}
          </span>
        }
        muted={status === 'ended'}
        beside={
          status !== 'ended' && (
            <>
              {status === 'pending' && (
                <Button
                  variant="default"
                  size="sm"
                  aria-label={`Confirm ${title}`}
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
                  aria-label={`Retry for ${title}`}
                  loading={retry.isPending}
                  onClick={() => {
                    retry.mutate(undefined);
                  }}
                >
                  Retry
                </Button>
              )}
              <RowMenu
                about={title}
                items={[
                  {
                    label: ending.label,
                    icon: <IconTrash size={18} aria-hidden />,
                    onSelect: () => {
                      setEnding(true);
                    },
                    danger: true,
                  },
                ]}
              />
            </>
          )
        }
      />
      {isEnding && (
        <ConfirmDialog
          opened
          title={ending.question}
          confirmLabel={ending.label}
          danger
          busy={end.isPending}
          onClose={close}
          onConfirm={() => {
            end.mutate(undefined);
          }}
        >
          {ending.consequences}
        </ConfirmDialog>
      )}
    </>
  );
};

/** How far the making of somebody's tasks is. */
const progressOf = ({
  status,
  sync_state,
  synced_days,
  length_days,
}: EnrollmentRowProps['enrollment']): { tone: StatusTone; words: string } => {
  if (status === 'ended') return { tone: 'quiet', words: 'Has left' };
  if (status === 'pending') return { tone: 'warn', words: 'Not confirmed yet' };
  const days = `${String(synced_days)} of ${plural(length_days, 'day')}`;
  if (sync_state === 'done') return { tone: 'good', words: `All ${plural(length_days, 'day')} planned` };
  if (sync_state === 'failed') return { tone: 'bad', words: `Stopped: ${days} planned` };
  return { tone: 'busy', words: `${days} planned …` };
};
