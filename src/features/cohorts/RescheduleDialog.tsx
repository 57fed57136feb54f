import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { isCalendarDate } from '../../domain/calendar.ts';
import type { Cohort } from '../../remote/cohorts.ts';
import { type Rescheduled, rescheduleCohort } from '../../remote/rescheduling.ts';
import { useAskedAnew } from '../../remote/use-asked-anew.ts';
import { useToday } from '../../store/react.ts';
import { Dialog, DialogActions } from '../../ui/ConfirmDialog.tsx';
import { DateField } from '../../ui/Fields.tsx';
import { formatDate, plural } from '../../ui/format.ts';
import { Preview, PreviewRule } from '../../ui/Preview.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useDeed, whyNot } from './use-deed.ts';
import { useOutdating } from './use-tools.ts';

interface RescheduleDialogProps {
  cohort: Cohort;
  opened: boolean;
  onClose: () => void;
  onDone: () => void;
}

/** Says which tasks another start date of a cohort would move, and moves them. */
export const RescheduleDialog = ({ opened, ...about }: RescheduleDialogProps) => (
  <Dialog opened={opened} onClose={about.onClose} title="Change the start date">
    <RescheduleForm {...about} />
  </Dialog>
);

/** Milliseconds without a key before a date that was typed is counted with. */
const TYPING_MS = 350;

const RescheduleForm = ({ cohort, onClose, onDone }: Omit<RescheduleDialogProps, 'opened'>) => {
  const { id, name, start_date: saved } = cohort;
  const today = useToday();
  const outdate = useOutdating();
  const [date, setDate] = useState(saved);
  const [settled] = useDebouncedValue(date, TYPING_MS);
  const isDate = isCalendarDate(date) && date >= '1970-01-01' && date <= '2999-12-31';
  const isOther = isDate && date !== saved;
  const preview = useAskedAnew({
    key: ['tool-preview', 'reschedule', id, date],
    read: () => rescheduleCohort(id, date, true),
    enabled: isOther && settled === date,
  });
  const move = useDeed({
    work: (to: string) => rescheduleCohort(id, to, false),
    kept: 'It starts when it did.',
    done: ({ moved }, to) => {
      onDone();
      showToast(`${name} starts on ${formatDate(to, today)}: ${plural(moved, 'task')} moved.`);
      return outdate();
    },
  });
  const counts = preview.isFetching ? undefined : preview.data;
  return (
    <>
      <DateField
        label="Starts on"
        required
        data-autofocus
        value={date}
        error={isDate ? undefined : 'Choose the day it starts on.'}
        onChange={(event) => {
          setDate(event.currentTarget.value);
        }}
      />
      <Preview
        problem={preview.error && !preview.isFetching ? whyNot(preview.error, '') : null}
        onRetry={() => void preview.refetch()}
      >
        {counts ? <p>{previewText(counts)}</p> : isOther && <SkeletonRows count={1} />}
        {!preview.error && (
          <PreviewRule>
            Only tasks after today that nobody has touched move. What is over, done, locked or edited stays where it is.
            If the new days lack tasks, sync them from the template afterwards.
          </PreviewRule>
        )}
      </Preview>
      <DialogActions>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          disabled={!isOther || !counts}
          loading={move.isPending}
          onClick={() => {
            move.mutate(date);
          }}
        >
          Change it
        </Button>
      </DialogActions>
    </>
  );
};

const previewText = ({ moved, stayed, members }: Rescheduled): string =>
  [
    members === 0
      ? 'Nobody has started with the cohort, so no task would move.'
      : `${plural(moved, 'task')} of ${plural(members, 'member')} would move.`,
    stayed > 0 &&
      `${plural(stayed, 'task')} would not be ahead any more: ${stayed === 1 ? 'it stays' : 'they stay'} on the day planned so far.`,
  ]
    .filter((part) => part !== false)
    .join(' ');
