import type { CalendarDate } from '../calendar/calendar-date.ts';
import type { Pause } from './pauses.ts';
import { type VisibleVersion, versionsNewestFirst } from '../programs/version.ts';

export type EnrollmentStatus = 'pending' | 'active' | 'ended';

/** One person in one version of a program, from `start_date` on; the fields are the columns of `enrollments`. */
export interface Enrollment {
  id: string;
  user_id: string;
  program_id: string;
  version_id: string;
  /** `user_id` where the person enrolled themselves. */
  coach_id: string;
  cohort_id: string | null;
  program_title: string;
  start_date: CalendarDate;
  parameters: Record<string, string>;
  /** `pending`: waits for payment or for the coach's confirmation. */
  status: EnrollmentStatus;
  /** `null` until it ends. */
  ended_by: 'person' | 'coach' | null;
  /** Days, from the first, whose tasks are materialized. */
  synced_days: number;
  sync_state: 'waiting' | 'running' | 'done' | 'failed';
  /** Ascending, without a date in two of them. Read by `pausesOf`. */
  pauses: readonly Pause[];
  created_at: string;
  updated_at: string;
}

/** Whether the server may still be materializing this enrollment's tasks, so that some may be missing. */
export const isMaterializing = ({ status, sync_state }: Pick<Enrollment, 'status' | 'sync_state'>): boolean =>
  status === 'active' && sync_state !== 'done';

/** Whether tasks of an enrollment may be missing on `day`. A device does not know the program's last day. */
export const mayLackTasksOn = (enrollment: Enrollment, day: CalendarDate): boolean =>
  isMaterializing(enrollment) && day >= enrollment.start_date;

/** Whether the person enrolled themselves, without a coach or a cohort, and the enrollment is active. */
export const isSelfEnrolled = ({ status, user_id, coach_id, cohort_id }: Enrollment): boolean =>
  status === 'active' && coach_id === user_id && cohort_id === null;

/**
 * The version that a person may move their own enrollment to: the newest, where it is newer than theirs and free.
 * `undefined` where there is none. The database's `move_enrollment` checks it again.
 */
export const availableNewerVersion = (
  enrollment: Enrollment,
  versions: readonly VisibleVersion[],
): VisibleVersion | undefined => {
  if (!isSelfEnrolled(enrollment)) return undefined;
  const own = versions.find(({ id }) => id === enrollment.version_id);
  const [newest] = versionsNewestFirst(versions, enrollment.program_id);
  return own && newest && newest.number > own.number && newest.price === null ? newest : undefined;
};

/** Materializing takes seconds: without progress for this long it has stopped. */
const STALLED_AFTER_MS = 2 * 60_000;

/** Whether materializing an enrollment's tasks has failed or stopped. `now`: milliseconds since 1970-01-01. */
export const isMaterializationStalled = (enrollment: Enrollment, now: number): boolean =>
  isMaterializing(enrollment) &&
  (enrollment.sync_state === 'failed' || now - Date.parse(enrollment.updated_at) > STALLED_AFTER_MS);
