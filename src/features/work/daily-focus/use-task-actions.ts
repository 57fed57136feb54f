import { useMemo } from 'react';
import type { CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import type { Task } from '../../../domain/tasks/task.ts';
import type { CadenceDatabase } from '../../../store/database.ts';
import { useDatabase } from '../../../store/live-query.ts';
import { useToday } from '../../../data/profile/local-clock.ts';
import {
  addTask,
  deleteTask,
  moveTaskToDate,
  moveTasksToDate,
  restoreTaskPositions,
  reorderTask,
  restoreTask,
  setTaskDone,
  setTaskLocked,
} from '../../../data/tasks/tasks.ts';
import { trySave, withSaveErrorToast } from '../../../shared/errors/with-save-error-toast.ts';
import { formatInlineDay, plural } from '../../../ui/format.ts';
import { showToast, showUndoToast } from '../../../ui/toast.tsx';

/** Actions on tasks: each is stored on the device, or a toast says that it is not; most can be undone. */
export const useTaskActions = () => {
  const db = useDatabase();
  const today = useToday();
  return useMemo(() => createTaskActions(db, today), [db, today]);
};

export type TaskActions = ReturnType<typeof createTaskActions>;

const createTaskActions = (db: CadenceDatabase, today: CalendarDate) => ({
  /** Resolves to whether it was added. */
  add: (title: string, date: CalendarDate): Promise<boolean> => trySave(() => addTask(db, { title, date })),

  setDone: (task: Task, done: boolean) => withSaveErrorToast(() => setTaskDone(db, task.id, done)),

  setLocked: async (task: Task, locked: boolean): Promise<void> => {
    const isSet = await trySave(() => setTaskLocked(db, task.id, locked));
    if (!isSet) return;
    showToast(
      locked
        ? `Locked “${task.title}”. Changes to its program don’t affect it.`
        : `Unlocked “${task.title}”. Changes to its program can affect it again.`,
    );
  },

  /** Resolves to whether it was stored. */
  reorder: (id: string, index: number): Promise<boolean> => trySave(() => reorderTask(db, id, index)),

  move: async (task: Task, day: CalendarDate): Promise<void> => {
    const before = await withSaveErrorToast(() => moveTaskToDate(db, task.id, day));
    if (before) showUndoToast(`Moved “${task.title}” to ${formatInlineDay(day, today)}.`, undoMove(db, [before]));
  },

  moveAll: async (tasks: readonly Task[], day: CalendarDate): Promise<void> => {
    const ids = tasks.map(({ id }) => id);
    const before = await withSaveErrorToast(() => moveTasksToDate(db, ids, day));
    if (before && before.length > 0)
      showUndoToast(`Moved ${plural(before.length, 'task')} to ${formatInlineDay(day, today)}.`, undoMove(db, before));
  },

  /** Resolves to whether it was deleted. */
  remove: async (task: Task): Promise<boolean> => {
    const isDeleted = await trySave(() => deleteTask(db, task.id));
    if (!isDeleted) return false;
    showUndoToast(`Deleted “${task.title}”.`, () => {
      void withSaveErrorToast(async () => {
        await restoreTask(db, task);
        showToast(`Restored “${task.title}”.`);
      });
    });
    return true;
  },
});

const undoMove = (db: CadenceDatabase, before: readonly Task[]) => () => {
  void withSaveErrorToast(() => restoreTaskPositions(db, before));
};
