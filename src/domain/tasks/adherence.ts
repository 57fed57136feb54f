import type { CalendarDate } from '../calendar/calendar-date.ts';
import type { Task } from './task.ts';

/* What was due and what was missed; supabase/schemas/tasks/adherence.sql has the same rules. Optional tasks are neither. */

/** Whether a task was due: it is required, and its day is over. `today` is that of the task's person. */
export const isDue = ({ is_required, date }: Pick<Task, 'is_required' | 'date'>, today: CalendarDate): boolean =>
  is_required && date < today;

export const isMissed = (task: Pick<Task, 'is_required' | 'date' | 'status'>, today: CalendarDate): boolean =>
  isDue(task, today) && task.status !== 'done';
