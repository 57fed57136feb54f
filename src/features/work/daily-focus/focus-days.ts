import { addDays, type CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import type { Enrollment } from '../../../domain/enrollments/enrollment.ts';
import type { Task } from '../../../domain/tasks/task.ts';
import type { CadenceDatabase } from '../../../store/database.ts';
import { getEnrollmentsById, getTask, getTasksBetween } from '../../../data/tasks/tasks.ts';

/** A day with the days before and after it, so that going to one of them waits for nothing. */
export interface FocusDays {
  from: CalendarDate;
  /** Included. */
  to: CalendarDate;
  tasks: Task[];
  enrollments: ReadonlyMap<string, Enrollment>;
}

/** One transaction, so that tasks and their enrollments are consistent. */
export const readFocusDays = (db: CadenceDatabase, date: CalendarDate): Promise<FocusDays> =>
  db.read(['tasks', 'enrollments'], async (tables) => {
    const [from, to] = [addDays(date, -1), addDays(date, 1)];
    const [tasks, enrollments] = await Promise.all([getTasksBetween(tables, from, to), getEnrollmentsById(tables)]);
    return { from, to, tasks, enrollments };
  });

export interface TaskWithEnrollment {
  task: Task;
  enrollment: Enrollment | undefined;
}

export const readTaskWithEnrollment = (db: CadenceDatabase, id: string): Promise<TaskWithEnrollment | undefined> =>
  db.read(['tasks', 'enrollments'], async (tables) => {
    const task = await getTask(tables, id);
    const enrollment = task?.enrollment_id ? await tables.getRow('enrollments', task.enrollment_id) : undefined;
    return task && { task, enrollment };
  });
