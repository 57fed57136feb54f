import { addDays, type CalendarDate, weekdayOf } from '../../domain/calendar/calendar-date.ts';
import { nextDateWithoutPause, type Pause, pauseOn, pausesOf } from '../../domain/enrollments/pauses.ts';
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

/** An enrollment in which there is nothing to do today. */
export interface PausedEnrollment {
  enrollment: Enrollment;
  pause: Pause;
}

/** The person's active enrollments that are paused on `today`, the first one to go on first. */
export const getPausedEnrollments = async (db: CadenceDatabase, today: CalendarDate): Promise<PausedEnrollment[]> =>
  (await db.getAllRows('enrollments'))
    .flatMap((enrollment) => {
      const pause = pauseOn(pausesOf(enrollment), today);
      return pause && enrollment.user_id === db.userId && enrollment.status === 'active' ? [{ enrollment, pause }] : [];
    })
    .sort(
      (a, b) => compareCodes(a.pause.last_date, b.pause.last_date) || compareCodes(a.enrollment.id, b.enrollment.id),
    );

/**
 * The person's enrollments that begin after `today`, the first one first, and are not paused today. A program that counts
 * weekdays begins on the Monday after a start date on a weekend: a device sees that by its tasks.
 */
export const getUpcomingEnrollments = (db: CadenceDatabase, today: CalendarDate): Promise<UpcomingEnrollment[]> =>
  db.read(['enrollments', 'tasks'], async (tables) => {
    const current = (await tables.getAllRows('enrollments')).filter(
      (enrollment) =>
        enrollment.user_id === db.userId &&
        enrollment.status !== 'ended' &&
        nextWeekday(enrollment.start_date) > today &&
        !pauseOn(pausesOf(enrollment), today),
    );
    const found = await Promise.all(
      current.map(async (enrollment) => {
        const { id, start_date } = enrollment;
        const monday = nextWeekday(start_date);
        const tasks = monday === start_date ? [] : await tables.getRowsWith('tasks', 'enrollment_id', id);
        const beginsOnMonday = tasks.length > 0 && tasks.every(({ date }) => date >= monday);
        const startsOn = nextDateWithoutPause(beginsOnMonday ? monday : start_date, pausesOf(enrollment));
        return { enrollment, startsOn };
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
