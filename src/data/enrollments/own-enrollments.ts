import type { CalendarDate } from '../../domain/calendar/calendar-date.ts';
import type { Enrollment } from '../../domain/enrollments/enrollment.ts';
import type { CadenceDatabase } from '../../store/database.ts';
import { compareCodes } from '../../domain/ordering/compare-codes.ts';

export interface EnrollmentWithTasks {
  enrollment: Enrollment;
  /** How many of its tasks are on this device, and how many of them are done. */
  tasks: number;
  done: number;
  /** The date of the last of them. */
  lastDay: CalendarDate | null;
}

const STATUS_ORDER: Record<Enrollment['status'], number> = { active: 0, pending: 1, ended: 2 };

/** The person's enrollments with their progress: ended ones last, then by newest start. */
export const getEnrollmentsWithTasks = (db: CadenceDatabase): Promise<EnrollmentWithTasks[]> =>
  db.read(['enrollments', 'tasks'], async (tables) => {
    const enrollments = (await tables.getAllRows('enrollments')).filter(({ user_id }) => user_id === db.userId);
    enrollments.sort(
      (a, b) => STATUS_ORDER[a.status] - STATUS_ORDER[b.status] || compareCodes(b.start_date, a.start_date),
    );
    return Promise.all(
      enrollments.map(async (enrollment) => {
        const tasks = await tables.getRowsWith('tasks', 'enrollment_id', enrollment.id);
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

export const getEnrollment = (db: CadenceDatabase, id: string): Promise<Enrollment | undefined> =>
  db.getRow('enrollments', id);

/** The person's own enrollment in a cohort. */
export const getEnrollmentInCohort = async (db: CadenceDatabase, cohort: string): Promise<Enrollment | undefined> =>
  (await db.getAllRows('enrollments')).find(({ cohort_id, user_id }) => cohort_id === cohort && user_id === db.userId);

/** The person's own enrollments in a program that have not ended. */
export const getEnrollmentsInProgram = async (db: CadenceDatabase, program: string): Promise<Enrollment[]> =>
  (await db.getAllRows('enrollments')).filter(
    ({ program_id, user_id, status }) => program_id === program && user_id === db.userId && status !== 'ended',
  );

/** Whether the person is the coach who wrote the program. */
export const isOwnProgram = async (db: CadenceDatabase, program: string): Promise<boolean> =>
  (await db.getRow('programs', program))?.user_id === db.userId;
