import type { CalendarDate } from '../calendar/calendar-date.ts';
import { compareByPosition } from '../ordering/position.ts';
import type { TaskLevel } from '../programs/program.ts';
import { compareCodes } from '../ordering/compare-codes.ts';

/** One dated piece of work in a person's Daily Focus; the fields are the columns of `tasks`. */
export interface Task {
  id: string;
  user_id: string;
  date: CalendarDate;
  /** Order within the day; see `ordering/position.ts`. */
  position: number;
  title: string;
  /** Whoever assigned the task wrote them; of a person's own task, the person. */
  notes: string | null;
  /** What the person wrote about a task that was assigned to them. */
  client_notes: string | null;
  minutes: number | null;
  type: string;
  status: 'open' | 'done';
  done_at: string | null;
  is_required: boolean;
  /** Where it comes from: the person, their coach, or a program's template task. */
  source_type: 'self' | 'coach' | TaskLevel;
  /** Locked: the coach's changes leave it alone. */
  client_locked: boolean;
  enrollment_id: string | null;
  template_task_id: string | null;
  program_day: number | null;
  /** When a coach last added or changed it by itself; only the server writes it. */
  coach_edited_at: string | null;
  /** The `coach_edited_at` that the person has seen. */
  coach_edit_seen_at: string | null;
  created_at: string;
  updated_at: string;
}

/** Longest texts, in characters. The database's CHECK constraints have the same limits. */
export const TASK_LIMITS = {
  title: 255,
  /** One day. */
  minutes: 1_440,
} as const;

/** How many days a clear can be undone; the database's `private.undo_period` is the same. */
export const CLEAR_UNDO_DAYS = 30;

/** Total order: by date, then by position within the day. */
export const compareTasks = (a: Task, b: Task): number => compareCodes(a.date, b.date) || compareByPosition(a, b);

/** Whether a task comes from a coach or a program: its notes are theirs, and the person has notes of their own. */
export const isAssigned = ({ source_type }: Pick<Task, 'source_type'>): boolean => source_type !== 'self';

/** Whether a coach has added or changed the task since its person last saw it. */
export const hasUnseenCoachEdit = ({
  coach_edited_at,
  coach_edit_seen_at,
}: Pick<Task, 'coach_edited_at' | 'coach_edit_seen_at'>): boolean =>
  // A row from before these fields has neither.
  (coach_edited_at ?? null) !== null && coach_edited_at !== coach_edit_seen_at;

export interface TaskCounts {
  done: number;
  total: number;
  /** The estimates of open tasks; a task without one counts 0. */
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

/** The fields that change when a task is done at `at` (ISO instant), or reopened. */
export const taskStatusChange = (done: boolean, at: string): Pick<Task, 'status' | 'done_at'> => ({
  status: done ? 'done' : 'open',
  done_at: done ? at : null,
});
