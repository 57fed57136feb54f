import { useMemo } from 'react';
import type { CalendarDate } from '../../domain/calendar.ts';
import type { Task } from '../../domain/task.ts';
import type { CadenceDatabase } from '../../store/database.ts';
import { useStore, useToday } from '../../store/react.ts';
import {
  addTask,
  deleteTask,
  moveTask,
  moveTasks,
  placeTasks,
  reorderTask,
  restoreTask,
  setTaskDone,
  setTaskLocked,
} from '../../store/tasks.ts';
import { attempt } from '../../ui/attempt.ts';
import { formatDay, plural } from '../../ui/format.ts';
import { showToast, showUndo } from '../../ui/toast.tsx';

/** What a person does with tasks: each deed is on the device at once, or said not to be; most can be taken back. */
export const useTaskDeeds = () => {
  const db = useStore();
  const today = useToday();
  return useMemo(() => taskDeeds(db, today), [db, today]);
};

export type TaskDeeds = ReturnType<typeof taskDeeds>;

const taskDeeds = (db: CadenceDatabase, today: CalendarDate) => ({
  /** Resolves to whether it was added. */
  add: async (title: string, date: CalendarDate): Promise<boolean> =>
    (await attempt(() => addTask(db, { title, date }))) !== undefined,

  setDone: (task: Task, done: boolean) => attempt(() => setTaskDone(db, task.id, done)),

  setLocked: async (task: Task, locked: boolean): Promise<void> => {
    const isSet = await attempt(() => done(setTaskLocked(db, task.id, locked)));
    if (!isSet) return;
    showToast(
      locked
        ? `Locked “${task.title}”. Your coach’s changes leave it alone.`
        : `Unlocked “${task.title}”. Your coach may change it again.`,
    );
  },

  /** Resolves to whether it stands there now. */
  reorder: async (id: string, index: number): Promise<boolean> =>
    (await attempt(() => done(reorderTask(db, id, index)))) ?? false,

  move: async (task: Task, day: CalendarDate): Promise<void> => {
    const before = await attempt(() => moveTask(db, task.id, day));
    if (before) showUndo(`Moved “${task.title}” to ${dayName(day, today)}.`, putBack(db, [before]));
  },

  moveAll: async (tasks: readonly Task[], day: CalendarDate): Promise<void> => {
    const ids = tasks.map(({ id }) => id);
    const before = await attempt(() => moveTasks(db, ids, day));
    if (before) showUndo(`Moved ${plural(before.length, 'task')} to ${dayName(day, today)}.`, putBack(db, before));
  },

  /** Resolves to whether it was deleted. */
  remove: async (task: Task): Promise<boolean> => {
    const isDeleted = await attempt(() => done(deleteTask(db, task.id)));
    if (!isDeleted) return false;
    showUndo(`Deleted “${task.title}”.`, () => {
      void attempt(async () => {
        await restoreTask(db, task);
        showToast(`“${task.title}” is back.`);
      });
    });
    return true;
  },
});

const done = async (work: Promise<unknown>): Promise<true> => {
  await work;
  return true;
};

const putBack = (db: CadenceDatabase, before: readonly Task[]) => () => {
  void attempt(() => placeTasks(db, before));
};

/** "today", "tomorrow", "Tue 24 Nov": inside a sentence. */
const dayName = (day: CalendarDate, today: CalendarDate): string =>
  formatDay(day, today).replace(/^(Today|Tomorrow|Yesterday)$/, (name) => name.toLowerCase());
