import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { addDays, isCalendarDate } from '../../domain/calendar/calendar-date.ts';
import type { Pause } from '../../domain/enrollments/pauses.ts';
import { pauseEnrollment, previewPause } from '../../data/enrollments/pauses.ts';
import { useToday } from '../../data/profile/local-clock.ts';
import { Button } from '../../ui/Button.tsx';
import { ChoiceChips } from '../../ui/ChoiceChips.tsx';
import { Dialog, DialogActions } from '../../ui/ConfirmDialog.tsx';
import { DateField } from '../../ui/DateFields.tsx';
import { formatInlineDay } from '../../ui/format.ts';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { showToast } from '../../ui/toast.tsx';
import { ActionPreview, ActionPreviewRule } from '../previews/ActionPreview.tsx';
import { ScheduleChangePreview } from '../previews/ScheduleChangePreview.tsx';
import { usePreview } from '../previews/use-preview.ts';
import { useRequestId } from '../previews/use-request-id.ts';
import { pausePreviewErrorMessage, usePauseMutation } from './use-pause-mutation.ts';

export interface PauseDialogProps {
  enrollmentId: string;
  /** What is paused, as in the title and the message: the program, or whose it is. */
  subject: string;
  onClose: () => void;
  onDone: () => unknown;
}

const INPUT_DEBOUNCE_MS = 350;
const DEFAULT_DAYS = 7;

/** Pauses an enrollment on some dates, and shows before what becomes of its tasks. */
export const PauseDialog = ({ enrollmentId, subject, onClose, onDone }: PauseDialogProps) => {
  const today = useToday();
  const [pause, setPause] = useState<Pause>({
    first_date: today,
    last_date: addDays(today, DEFAULT_DAYS - 1),
    mode: 'shift',
  });
  const [settled] = useDebouncedValue(pause, INPUT_DEBOUNCE_MS);
  const { first_date, last_date, mode } = pause;
  const areDates = isCalendarDate(first_date) && isCalendarDate(last_date);
  const isInOrder = first_date <= last_date;
  const preview = usePreview({
    key: ['pause-preview', enrollmentId, pause],
    read: () => previewPause(enrollmentId, pause),
    enabled: areDates && isInOrder && settled === pause,
    errorMessageOf: pausePreviewErrorMessage,
  });
  const requestId = useRequestId([enrollmentId, pause]);
  const save = usePauseMutation({
    mutate: () => pauseEnrollment(enrollmentId, pause, requestId),
    errorDetail: 'It was not paused.',
    onDone: () => {
      onClose();
      showToast(
        last_date < today
          ? `Added a pause of ${subject} that ended ${formatInlineDay(last_date, today)}.`
          : `Paused ${subject} until ${formatInlineDay(last_date, today)}.`,
      );
      return onDone();
    },
  });
  const change = (changed: Partial<Pause>) => {
    setPause({ ...pause, ...changed });
  };
  return (
    <Dialog opened title={`Pause ${subject}`} onClose={onClose}>
      <DateField
        label="First day"
        required
        value={first_date}
        error={isCalendarDate(first_date) ? undefined : 'Choose a day.'}
        onChange={(event) => {
          change({ first_date: event.currentTarget.value });
        }}
      />
      <DateField
        label="Last day"
        required
        data-autofocus
        value={last_date}
        error={
          !isCalendarDate(last_date) ? 'Choose a day.' : isInOrder ? undefined : 'The last day is before the first one.'
        }
        onChange={(event) => {
          change({ last_date: event.currentTarget.value });
        }}
      />
      <ChoiceChips
        label="The program’s days in the pause"
        options={[
          { value: 'shift', label: 'Come after it' },
          { value: 'skip', label: 'Are left out' },
        ]}
        value={mode}
        onChange={(chosen) => {
          change({ mode: chosen });
        }}
      />
      <ActionPreview preview={preview}>
        {preview.data ? (
          <ScheduleChangePreview result={preview.data} />
        ) : (
          areDates && isInOrder && <SkeletonRows count={1} />
        )}
        <ActionPreviewRule>
          {mode === 'shift'
            ? 'All later days move as well. Tasks that are done, locked or edited stay where they are.'
            : 'Later days keep their dates. Tasks that are done, locked, edited or noted stay.'}
        </ActionPreviewRule>
      </ActionPreview>
      <DialogActions>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button disabled={!preview.data} loading={save.isPending} onClick={() => save.mutate(undefined)}>
          Pause
        </Button>
      </DialogActions>
    </Dialog>
  );
};
