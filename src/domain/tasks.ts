import { byPosition } from './order.ts';
import type { Task } from './task.ts';

/** Limits that the database's CHECK constraints hold too. */
export const TASK_LIMITS = {
  title: 255,
  notes: 20_000,
  /** Minutes: one day. */
  minutes: 1_440,
} as const;

/** The order of days, and of tasks within a day. */
export const byDay = (a: Task, b: Task): number => a.date.localeCompare(b.date) || byPosition(a, b);

export interface TaskCounts {
  done: number;
  total: number;
  /** What the open ones take, as far as they say so. */
  minutes_left: number;
}

export const countTasks = (tasks: readonly Pick<Task, 'status' | 'minutes'>[]): TaskCounts => {
  const open = tasks.filter(({ status }) => status === 'open');
  return {
    done: tasks.length - open.length,
    total: tasks.length,
    minutes_left: open.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0),
  };
};

/** The fields that change when a task is done at `at` (ISO instant), or open again. */
export const doneChange = (done: boolean, at: string): Pick<Task, 'status' | 'done_at'> => ({
  status: done ? 'done' : 'open',
  done_at: done ? at : null,
});
