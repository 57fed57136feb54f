import { addDays, type CalendarDate } from '../../domain/calendar.ts';
import type { Enrollment } from '../../domain/program.ts';
import type { Task } from '../../domain/task.ts';
import type { CadenceDatabase } from '../../store/database.ts';
import { getEnrollments, getTask, tasksBetween } from '../../store/tasks.ts';

/** A day with its neighbours, so that a step to one of them has nothing to wait for. */
export interface FocusDays {
  from: CalendarDate;
  /** Included. */
  to: CalendarDate;
  tasks: Task[];
  enrollments: ReadonlyMap<string, Enrollment>;
}

/** Read in one transaction: a task and the program that it comes from belong together. */
export const readFocusDays = (db: CadenceDatabase, date: CalendarDate): Promise<FocusDays> =>
  db.atomically('r', ['tasks', 'enrollments'], async (tables) => {
    const [from, to] = [addDays(date, -1), addDays(date, 1)];
    const [tasks, enrollments] = await Promise.all([tasksBetween(tables, from, to), getEnrollments(tables)]);
    return { from, to, tasks, enrollments };
  });

export interface OneTask {
  id: string;
  task: Task | undefined;
  enrollment: Enrollment | undefined;
}

export const readOneTask = (db: CadenceDatabase, id: string): Promise<OneTask> =>
  db.atomically('r', ['tasks', 'enrollments'], async (tables) => {
    const task = await getTask(tables, id);
    const enrollment = task?.enrollment_id ? await tables.rows('enrollments').get(task.enrollment_id) : undefined;
    return { id, task, enrollment };
  });
