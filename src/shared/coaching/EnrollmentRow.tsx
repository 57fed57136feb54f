import { useDisclosure } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { type CoachedEnrollment, endEnrollment } from '../../data/enrollments/coached-enrollments.ts';
import { syncTasks } from '../../data/enrollments/task-tools.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { joinDetails, plural } from '../../ui/format.ts';
import { formatName } from '../../ui/format-name.ts';
import { IconCalendarEvent, IconCheck, IconTrash } from '../../ui/icons.ts';
import { RowMenu } from '../../ui/RowMenu.tsx';
import { ListRow, type ListRowProps } from '../../ui/ListRows.tsx';
import { type StatusTone, StatusDot } from '../../ui/StatusDot.tsx';
import { showToast } from '../../ui/toast.tsx';
import { changeablePause, currentPause, pausesOf } from '../../domain/enrollments/pauses.ts';
import { useToday } from '../../data/profile/local-clock.ts';
import { PauseDialog } from '../programs/PauseDialog.tsx';
import { pauseLabel } from '../programs/offer-labels.ts';
import { pauseMenuItems } from '../programs/pause-menu.tsx';
import { ResumeDialog } from '../programs/ResumeDialog.tsx';
import { ConfirmPaymentSheet } from './ConfirmPaymentSheet.tsx';
import { RescheduleDialog } from './RescheduleDialog.tsx';
import { OpenTasksChoice } from './OpenTasksChoice.tsx';
import styles from './EnrollmentRow.module.css';
import { useCoachingMutation } from './use-coaching-mutation.ts';

interface EnrollmentRowProps extends Pick<ListRowProps, 'leading' | 'link'> {
  enrollment: Pick<
    CoachedEnrollment,
    'id' | 'program_id' | 'status' | 'start_date' | 'sync_state' | 'synced_days' | 'pauses'
  > & {
    length_days: number;
  };
  /** The enrollee's. */
  name: string;
  title: string;
  details: readonly string[];
  endAction: { label: string; dialogTitle: string; dialogText: ReactNode; successMessage: string; errorDetail: string };
  onChanged: () => Promise<unknown>;
}

/** One enrollment for its coach, with its status and its actions. */
export const EnrollmentRow = ({
  enrollment,
  name,
  title,
  details,
  endAction,
  onChanged,
  ...rowProps
}: EnrollmentRowProps) => {
  const { id, program_id, status, sync_state } = enrollment;
  const [isEnding, { open, close }] = useDisclosure(false);
  const [isConfirming, confirm] = useDisclosure(false);
  const [isChangingDate, date] = useDisclosure(false);
  const [isPausing, pausing] = useDisclosure(false);
  const [isResuming, resuming] = useDisclosure(false);
  const today = useToday();
  const pauses = pausesOf(enrollment);
  const pause = status === 'active' ? currentPause(pauses, today) : undefined;
  const changeable = changeablePause(pauses, today);
  const retry = useCoachingMutation({
    mutate: () => syncTasks({ programId: program_id, target: { enrollmentId: id } }, crypto.randomUUID()),
    errorDetail: 'Tasks created so far are kept.',
    onDone: ({ count }) => {
      showToast(`Created ${plural(count, 'task')} for ${name}.`);
      return onChanged();
    },
  });
  const [removesTasks, setRemovesTasks] = useState(false);
  const end = useCoachingMutation({
    mutate: () => endEnrollment(id, removesTasks),
    errorDetail: endAction.errorDetail,
    onDone: () => {
      close();
      showToast(endAction.successMessage);
      return onChanged();
    },
  });
  const { tone, label } = materializeProgress(enrollment);
  return (
    <>
      <ListRow
        {...rowProps}
        title={title}
        detail={
          <span className={styles.status}>
            <StatusDot tone={tone}>{label}</StatusDot>
            {details.length > 0 && <span>{joinDetails(...details)}</span>}
            {pause && <span>{pauseLabel(pause, today)}</span>}
          </span>
        }
        muted={status === 'ended'}
        action={
          status !== 'ended' && (
            <>
              {status === 'pending' && (
                <Button
                  variant="default"
                  size="sm"
                  aria-label={`Confirm payment: ${formatName(title)}`}
                  leftSection={<IconCheck size={16} aria-hidden />}
                  onClick={confirm.open}
                >
                  Confirm payment
                </Button>
              )}
              {status === 'active' && sync_state === 'failed' && (
                <Button
                  variant="default"
                  size="sm"
                  aria-label={`Try again: ${formatName(title)}`}
                  loading={retry.isPending}
                  onClick={() => retry.mutate(undefined)}
                >
                  Try again
                </Button>
              )}
              <RowMenu
                subject={title}
                items={[
                  {
                    label: 'Change start date',
                    icon: <IconCalendarEvent size={18} aria-hidden />,
                    onSelect: date.open,
                  },
                  ...(status === 'active' ? pauseMenuItems(pauses, today, pausing.open, resuming.open) : []),
                  {
                    label: endAction.label,
                    icon: <IconTrash size={18} aria-hidden />,
                    onSelect: open,
                    danger: true,
                  },
                ]}
              />
            </>
          )
        }
      />
      <RescheduleDialog
        opened={isChangingDate}
        target={{ enrollmentId: id }}
        name={name}
        startDate={enrollment.start_date}
        onClose={date.close}
        onDone={() => {
          date.close();
          void onChanged();
        }}
      />
      {isPausing && (
        <PauseDialog enrollmentId={id} subject={`${name}’s program`} onClose={pausing.close} onDone={onChanged} />
      )}
      {isResuming && changeable && (
        <ResumeDialog
          enrollmentId={id}
          subject={`${name}’s program`}
          pause={changeable}
          onClose={resuming.close}
          onDone={onChanged}
        />
      )}
      <ConfirmPaymentSheet
        opened={isConfirming}
        enrollmentId={id}
        name={name}
        onClose={confirm.close}
        onConfirmed={onChanged}
      />
      {isEnding && (
        <ConfirmDialog
          opened
          title={endAction.dialogTitle}
          confirmLabel={endAction.label}
          danger
          busy={end.isPending}
          onClose={close}
          onConfirm={() => end.mutate(undefined)}
        >
          {endAction.dialogText}
          <OpenTasksChoice removes={removesTasks} onChange={setRemovesTasks} />
        </ConfirmDialog>
      )}
    </>
  );
};

const materializeProgress = ({
  status,
  sync_state,
  synced_days,
  length_days,
}: EnrollmentRowProps['enrollment']): { tone: StatusTone; label: string } => {
  if (status === 'ended') return { tone: 'quiet', label: 'No longer enrolled' };
  if (status === 'pending') return { tone: 'warn', label: 'Awaiting payment' };
  const days = `${String(synced_days)} of ${plural(length_days, 'day')}`;
  if (sync_state === 'done') return { tone: 'good', label: `${plural(length_days, 'day')} planned` };
  if (sync_state === 'failed') return { tone: 'bad', label: `Stopped: ${days} planned` };
  return { tone: 'busy', label: `${days} planned …` };
};
