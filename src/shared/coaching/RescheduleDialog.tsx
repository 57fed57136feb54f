import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { type CalendarDate, isCalendarDate } from '../../domain/calendar/calendar-date.ts';
import { previewReschedule, reschedule, type RescheduleResult } from '../../data/enrollments/reschedule.ts';
import type { TaskToolRequest } from '../../data/enrollments/task-tools.ts';
import { useToday } from '../../data/profile/local-clock.ts';
import { Dialog, DialogActions } from '../../ui/ConfirmDialog.tsx';
import { DateField } from '../../ui/DateFields.tsx';
import { formatDate, plural } from '../../ui/format.ts';
import { ActionPreview, ActionPreviewRule } from '../previews/ActionPreview.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { showToast } from '../../ui/toast.tsx';
import { stayedMessage } from '../previews/ScheduleChangePreview.tsx';
import { usePreview } from '../previews/use-preview.ts';
import { useRequestId } from '../previews/use-request-id.ts';
import { previewErrorMessage, useCoachingMutation } from './use-coaching-mutation.ts';
import { useInvalidate } from './use-invalidate.ts';

interface RescheduleDialogProps {
  target: TaskToolRequest['target'];
  /** Of the cohort or the enrollee. */
  name: string;
  startDate: CalendarDate;
  opened: boolean;
  onClose: () => void;
  onDone: () => void;
}

/** Previews how another start date would move the tasks of an enrollment or a cohort, and changes it. */
export const RescheduleDialog = ({ opened, ...props }: RescheduleDialogProps) => (
  <Dialog opened={opened} onClose={props.onClose} title="Change start date">
    <RescheduleForm {...props} />
  </Dialog>
);

const DATE_DEBOUNCE_MS = 350;

const RescheduleForm = ({
  target,
  name,
  startDate: savedDate,
  onClose,
  onDone,
}: Omit<RescheduleDialogProps, 'opened'>) => {
  const today = useToday();
  const invalidate = useInvalidate();
  const [date, setDate] = useState(savedDate);
  const [debouncedDate] = useDebouncedValue(date, DATE_DEBOUNCE_MS);
  const isDate = isCalendarDate(date);
  const hasChanged = isDate && date !== savedDate;
  const preview = usePreview({
    key: ['tool-preview', 'reschedule', target, date],
    read: () => previewReschedule(target, date),
    enabled: hasChanged && debouncedDate === date,
    errorMessageOf: previewErrorMessage,
  });
  const requestId = useRequestId([target, date]);
  const move = useCoachingMutation({
    mutate: (to: CalendarDate) => reschedule(target, to, requestId),
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
        {preview.data ? <ReschedulePreview result={preview.data} /> : hasChanged && <SkeletonRows count={1} />}
        <ActionPreviewRule>
          Open tasks that nobody changed move, also missed ones, as long as their new date isn’t in the past.
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

const ReschedulePreview = ({ result: { moved, removed, created, members, stayed } }: { result: RescheduleResult }) => {
  const stayedDetail = stayedMessage(stayed);
  return (
    <>
      <p>
        {members === 0
          ? 'No one has started with the cohort, so no tasks would move.'
          : `${plural(moved, 'task')} for ${plural(members, 'person', 'people')} would move.`}
        {created > 0 && ` ${plural(created, 'task')} of days that had none would be added.`}
        {removed > 0 && ` ${plural(removed, 'task')} would fall in a pause and be left out.`}
      </p>
      {stayedDetail !== null && <p>{stayedDetail}</p>}
    </>
  );
};
