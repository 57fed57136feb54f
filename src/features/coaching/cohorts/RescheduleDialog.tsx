import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { isCalendarDate } from '../../../domain/calendar/calendar-date.ts';
import type { Cohort } from '../../../data/cohorts/cohorts.ts';
import { type RescheduleResult, rescheduleCohort } from '../../../data/cohorts/reschedule.ts';
import { useToday } from '../../../data/profile/local-clock.ts';
import { Dialog, DialogActions } from '../../../ui/ConfirmDialog.tsx';
import { DateField } from '../../../ui/DateFields.tsx';
import { formatDate, plural } from '../../../ui/format.ts';
import { ActionPreview, ActionPreviewRule } from '../../../shared/previews/ActionPreview.tsx';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { usePreview } from '../../../shared/previews/use-preview.ts';
import { previewErrorMessage, useCoachingMutation } from '../../../shared/coaching/use-coaching-mutation.ts';
import { useInvalidate } from '../../../shared/coaching/use-invalidate.ts';

interface RescheduleDialogProps {
  cohort: Cohort;
  opened: boolean;
  onClose: () => void;
  onDone: () => void;
}

/** Previews how another start date would move a cohort's tasks, and changes it. */
export const RescheduleDialog = ({ opened, ...props }: RescheduleDialogProps) => (
  <Dialog opened={opened} onClose={props.onClose} title="Change start date">
    <RescheduleForm {...props} />
  </Dialog>
);

const DATE_DEBOUNCE_MS = 350;

const RescheduleForm = ({ cohort, onClose, onDone }: Omit<RescheduleDialogProps, 'opened'>) => {
  const { id, name, start_date: savedDate } = cohort;
  const today = useToday();
  const invalidate = useInvalidate();
  const [date, setDate] = useState(savedDate);
  const [debouncedDate] = useDebouncedValue(date, DATE_DEBOUNCE_MS);
  const isDate = isCalendarDate(date);
  const hasChanged = isDate && date !== savedDate;
  const preview = usePreview({
    key: ['tool-preview', 'reschedule', id, date],
    read: () => rescheduleCohort(id, date, true),
    enabled: hasChanged && debouncedDate === date,
    errorMessageOf: previewErrorMessage,
  });
  const move = useCoachingMutation({
    mutate: (to: string) => rescheduleCohort(id, to, false),
    errorDetail: 'The start date was not changed.',
    onDone: ({ moved }, to) => {
      onDone();
      showToast(`${name} starts on ${formatDate(to, today)}: ${plural(moved, 'task')} moved.`);
      return invalidate();
    },
  });
  return (
    <>
      <DateField
        label="Start date"
        required
        data-autofocus
        value={date}
        error={isDate ? undefined : 'Choose a start date.'}
        onChange={(event) => {
          setDate(event.currentTarget.value);
        }}
      />
      <ActionPreview preview={preview}>
        {preview.data ? <p>{reschedulePreviewMessage(preview.data)}</p> : hasChanged && <SkeletonRows count={1} />}
        <ActionPreviewRule>
          Only upcoming, unchanged tasks move. Past, done, locked and edited tasks stay where they are. If tasks are
          missing on the new dates, sync them from the template afterwards.
        </ActionPreviewRule>
      </ActionPreview>
      <DialogActions>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button disabled={!hasChanged || !preview.data} loading={move.isPending} onClick={() => move.mutate(date)}>
          Change date
        </Button>
      </DialogActions>
    </>
  );
};

const reschedulePreviewMessage = ({ moved, stayed, members }: RescheduleResult): string =>
  [
    members === 0
      ? 'No one has started with the cohort, so no tasks would move.'
      : `${plural(moved, 'task')} for ${plural(members, 'member')} would move.`,
    stayed > 0 &&
      `${plural(stayed, 'task')} would no longer be upcoming, so ${stayed === 1 ? 'it keeps its date' : 'they keep their dates'}.`,
  ]
    .filter((part) => part !== false)
    .join(' ');
