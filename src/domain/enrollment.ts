import type { CalendarDate } from './calendar.ts';
import type { Enrollment } from './program.ts';

/** Whether tasks of an enrollment are still being made, so that some may be missing. */
export const isBeingMade = ({ status, sync_state }: Pick<Enrollment, 'status' | 'sync_state'>): boolean =>
  status === 'active' && sync_state !== 'done';

/** Whether tasks of an enrollment may be missing on `day`. Where its program ends, the cloud knows. */
export const mayMissTasksOn = (enrollment: Enrollment, day: CalendarDate): boolean =>
  isBeingMade(enrollment) && day >= enrollment.start_date;

/** The making of tasks takes seconds; what has told nothing new for this long has stopped. */
const STUCK_MS = 2 * 60_000;

/** Whether the making of an enrollment's tasks has failed or stopped. `now` in milliseconds. */
export const isStuck = (enrollment: Enrollment, now: number): boolean =>
  isBeingMade(enrollment) && (enrollment.sync_state === 'failed' || now - Date.parse(enrollment.updated_at) > STUCK_MS);
