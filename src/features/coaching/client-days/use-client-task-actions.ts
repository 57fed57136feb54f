import { changeClientTask, type ClientTask } from '../../../data/coaching/client-days.ts';
import type { CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import { useClientTaskMutation } from '../../../shared/coaching/use-client-task-mutation.ts';
import { useInvalidate } from '../../../shared/coaching/use-invalidate.ts';
import { formatInlineDay } from '../../../ui/format.ts';
import { showToast } from '../../../ui/toast.tsx';
import { changedMessage } from './labels.ts';

/**
 * Runs `request`; where it fails, reads everything again: the reason is what the client has done meanwhile, and what the
 * coach sees is to show it.
 */
export const useReadAgainOnFailure = (): (<Result>(request: Promise<Result>) => Promise<Result>) => {
  const invalidate = useInvalidate();
  return async (request) => {
    try {
      return await request;
    } catch (error) {
      void invalidate();
      throw error;
    }
  };
};

interface Move {
  task: ClientTask;
  date: CalendarDate;
  everyone: boolean;
}

/** Moves a task to the end of another day, for its client or for everyone in its cohort. */
export const useMoveClientTask = (name: string, today: CalendarDate, onDone?: () => void) => {
  const invalidate = useInvalidate();
  const readAgainOnFailure = useReadAgainOnFailure();
  return useClientTaskMutation({
    mutate: ({ task, date, everyone }: Move) => readAgainOnFailure(changeClientTask(task.id, { date }, everyone)),
    errorDetail: 'The task was not moved.',
    onDone: async (counts, { task: { title }, date, everyone }) => {
      onDone?.();
      showToast(
        everyone ? changedMessage(title, counts) : `Moved “${title}” to ${formatInlineDay(date, today)} for ${name}.`,
      );
      await invalidate();
    },
  });
};
