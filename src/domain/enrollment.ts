import type { CalendarDate } from './calendar.ts';
import type { Enrollment } from './program.ts';
import { type OpenVersion, versionsOfProgram } from './program-version.ts';

/** Whether tasks of an enrollment are still being made, so that some may be missing. */
export const isBeingMade = ({ status, sync_state }: Pick<Enrollment, 'status' | 'sync_state'>): boolean =>
  status === 'active' && sync_state !== 'done';

/** Whether tasks of an enrollment may be missing on `day`. Where its program ends, the cloud knows. */
export const mayMissTasksOn = (enrollment: Enrollment, day: CalendarDate): boolean =>
  isBeingMade(enrollment) && day >= enrollment.start_date;

/** Whether somebody has taken a program for themselves, and is still at it: nobody else plans their tasks. */
export const isOwnPlan = ({ status, user_id, coach_id, cohort_id }: Enrollment): boolean =>
  status === 'active' && coach_id === user_id && cohort_id === null;

/** The version that the person may move an enrollment to by themselves: a newer one that costs nothing, in their own plan. */
export const newerVersionFor = (enrollment: Enrollment, versions: readonly OpenVersion[]): OpenVersion | undefined => {
  if (!isOwnPlan(enrollment)) return undefined;
  const own = versions.find(({ id }) => id === enrollment.version_id);
  const [newest] = versionsOfProgram(versions, enrollment.program_id);
  return own && newest && newest.number > own.number && newest.price === null ? newest : undefined;
};

/** The making of tasks takes seconds; what has told nothing new for this long has stopped. */
const STUCK_MS = 2 * 60_000;

/** Whether the making of an enrollment's tasks has failed or stopped. `now` in milliseconds. */
export const isStuck = (enrollment: Enrollment, now: number): boolean =>
  isBeingMade(enrollment) && (enrollment.sync_state === 'failed' || now - Date.parse(enrollment.updated_at) > STUCK_MS);
