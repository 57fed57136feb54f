import type { CalendarDate } from '../domain/calendar.ts';
import type { Enrollment } from '../domain/program.ts';
import type { CadenceDatabase } from './database.ts';

export interface EnrollmentWithTasks {
  enrollment: Enrollment;
  /** How many of its tasks are on this device, and how many of them are done. */
  tasks: number;
  done: number;
  /** The day of the last of them. */
  lastDay: CalendarDate | null;
}

const ORDER: Record<Enrollment['status'], number> = { active: 0, pending: 1, ended: 2 };

/** The person's own part in programs with how far they are, what has ended last, the newest start first. */
export const enrollmentsWithTasks = (db: CadenceDatabase): Promise<EnrollmentWithTasks[]> =>
  db.atomically('r', ['enrollments', 'tasks'], async (tables) => {
    const enrollments = (await tables.rows('enrollments').toArray()).filter(({ user_id }) => user_id === db.userId);
    enrollments.sort((a, b) => ORDER[a.status] - ORDER[b.status] || b.start_date.localeCompare(a.start_date));
    return Promise.all(
      enrollments.map(async (enrollment) => {
        const tasks = await tables.rows('tasks').where('enrollment_id').equals(enrollment.id).toArray();
        const lastDay = tasks.reduce<CalendarDate | null>(
          (last, { date }) => (last && last > date ? last : date),
          null,
        );
        return {
          enrollment,
          tasks: tasks.length,
          done: tasks.filter(({ status }) => status === 'done').length,
          lastDay,
        };
      }),
    );
  });

/** One of the person's enrollments. */
export const getEnrollment = (db: CadenceDatabase, id: string): Promise<Enrollment | undefined> =>
  db.rows('enrollments').get(id);

/** The person's part in a cohort, if any. */
export const enrollmentInCohort = async (db: CadenceDatabase, cohort: string): Promise<Enrollment | undefined> =>
  (await db.rows('enrollments').toArray()).find(
    ({ cohort_id, user_id }) => cohort_id === cohort && user_id === db.userId,
  );

/** The person's parts in a program that have not ended. */
export const enrollmentsInProgram = async (db: CadenceDatabase, program: string): Promise<Enrollment[]> =>
  (await db.rows('enrollments').toArray()).filter(
    ({ program_id, user_id, status }) => program_id === program && user_id === db.userId && status !== 'ended',
  );

/** Whether the person wrote a program. */
export const isOwnProgram = async (db: CadenceDatabase, program: string): Promise<boolean> =>
  (await db.rows('programs').get(program))?.user_id === db.userId;
