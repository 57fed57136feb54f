import type { Schedule, TimetableEntry } from '../../../../domain/chains/timetable.ts';
import { useForgetDraft, useInputDraft } from '../../../../shared/drafts/use-input-draft.ts';

const draftName = (task: string): string => `schedule.${task}`;

/** What is put into a schedule's sheet, kept over a reload. */
export const useScheduleInput = ({
  name,
  local_times,
  weekdays,
  time_zone,
  enabled,
}: TimetableEntry): [Schedule, (input: Schedule) => void] =>
  useInputDraft<Schedule>(draftName(name), { local_times, weekdays, time_zone, enabled });

/** Deletes it, once the schedule is saved or its sheet closed. */
export const useForgetScheduleInput = (): ((task: string) => void) => {
  const forget = useForgetDraft();
  return (task) => {
    forget(draftName(task));
  };
};
