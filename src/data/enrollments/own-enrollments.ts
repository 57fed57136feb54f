import { addDays, type CalendarDate, weekdayOf } from '../../domain/calendar/calendar-date.ts';
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

/** An enrollment that has not begun, and its first day. */
export interface UpcomingEnrollment {
  enrollment: Enrollment;
  startsOn: CalendarDate;
}

/**
 * The person's enrollments that begin after `today`, the first one first. A program that counts weekdays begins on the
 * Monday after a start date on a weekend: a device sees that by its tasks.
 */
export const getUpcomingEnrollments = (db: CadenceDatabase, today: CalendarDate): Promise<UpcomingEnrollment[]> =>
  db.read(['enrollments', 'tasks'], async (tables) => {
    const current = (await tables.getAllRows('enrollments')).filter(
      ({ user_id, status, start_date }) =>
        user_id === db.userId && status !== 'ended' && nextWeekday(start_date) > today,
    );
    const found = await Promise.all(
      current.map(async (enrollment) => {
        const { id, start_date } = enrollment;
        const monday = nextWeekday(start_date);
        const tasks = monday === start_date ? [] : await tables.getRowsWith('tasks', 'enrollment_id', id);
        const beginsOnMonday = tasks.length > 0 && tasks.every(({ date }) => date >= monday);
        return { enrollment, startsOn: beginsOnMonday ? monday : start_date };
      }),
    );
    return found
      .filter(({ startsOn }) => startsOn > today)
      .sort((a, b) => compareCodes(a.startsOn, b.startsOn) || compareCodes(a.enrollment.id, b.enrollment.id));
  });

/** The date itself, or the Monday after it where it is on a weekend. */
const nextWeekday = (date: CalendarDate): CalendarDate => {
  const weekday = weekdayOf(date);
  return weekday < 5 ? date : addDays(date, 7 - weekday);
};

/** Whether the person is the coach who wrote the program. */
export const isOwnProgram = async (db: CadenceDatabase, program: string): Promise<boolean> =>
  (await db.getRow('programs', program))?.user_id === db.userId;
