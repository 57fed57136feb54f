import type { CalendarDate } from '../../domain/calendar/calendar-date.ts';
import { isMaterializing, type Enrollment } from '../../domain/enrollments/enrollment.ts';
import { type Pause, pausePhase } from '../../domain/enrollments/pauses.ts';
import type { ProgramOffer } from '../../domain/programs/version.ts';
import { weekLength } from '../../domain/programs/weeks.ts';
import { formatDate, formatDuration, joinDetails, plural } from '../../ui/format.ts';
import { PROGRAM_KIND_LABELS, programLengthLabel } from './program-labels.ts';

/* Labels of programs that are offered, and of enrollments in them. */

/** The minutes of an average week. */
export const minutesPerWeek = ({
  minutes,
  length_days,
  day_counting,
}: Pick<ProgramOffer, 'minutes' | 'length_days' | 'day_counting'>): number =>
  Math.round(minutes / Math.max(1, length_days / weekLength(day_counting)));

/** "28 days · 34 tasks · 1 h 15 min a week" */
export const offerSummary = (offer: ProgramOffer): string =>
  joinDetails(
    programLengthLabel(offer),
    plural(offer.task_count, 'task'),
    offer.minutes > 0 && `${formatDuration(minutesPerWeek(offer))} a week`,
  );

/** "1 enrollment", "3 enrollments"; empty for none. */
export const enrollmentCountLabel = (uses: number): string => (uses === 0 ? '' : plural(uses, 'enrollment'));

/** "By Ada · Individual · 3 enrollments" */
export const offerOriginLabel = ({ coach, kind, uses }: ProgramOffer): string =>
  joinDetails(coach && `By ${coach}`, PROGRAM_KIND_LABELS[kind], enrollmentCountLabel(uses));

export const WITHDRAWN_MESSAGE = 'This program is no longer available. People who already joined keep it.';
export const INVALID_LINK_MESSAGE =
  'This link no longer works. The coach withdrew it or created a new one; ask them for it.';
export const NOT_APPROVED_MESSAGE =
  'An admin hasn’t approved this program yet. You can preview it and come back later.';
export const PRICED_PROGRAM_MESSAGE =
  'This program has a price, so its coach enrolls people. Ask the coach to enroll you.';
export const ADMIN_CANNOT_ENROLL_MESSAGE = 'Admin accounts have no daily tasks, so they can’t join programs.';

export const enrollmentStatusLabel = (
  { status, ended_by, start_date }: Enrollment,
  lastDay: CalendarDate | null,
  today: CalendarDate,
): string => {
  if (status === 'pending') return 'Awaiting payment or your coach’s confirmation';
  if (status === 'ended') return ended_by === 'coach' ? 'Ended by your coach' : 'Ended by you';
  if (start_date > today) return `Starts on ${formatDate(start_date, today)}`;
  if (lastDay !== null && lastDay < today) return `Finished ${formatDate(lastDay, today)}`;
  return lastDay === null
    ? `Since ${formatDate(start_date, today)}`
    : `${formatDate(start_date, today)} – ${formatDate(lastDay, today)}`;
};

/** `null` where all tasks are materialized. */
export const materializeStatusLabel = (enrollment: Enrollment, isStalled: boolean): string | null => {
  if (!isMaterializing(enrollment)) return null;
  if (isStalled) return 'Creating tasks has stopped';
  return enrollment.synced_days === 0
    ? 'Tasks are being added'
    : `Tasks added for ${plural(enrollment.synced_days, 'day')} so far`;
};

/** "Paused until Mon, Dec 7", "Paused from Mon, Dec 7 to Mon, Dec 14" of a pause ahead, and "It was paused from …" of a past one. */
export const pauseLabel = (pause: Pause, today: CalendarDate): string => {
  const first = formatDate(pause.first_date, today);
  const last = formatDate(pause.last_date, today);
  return {
    past: `It was paused from ${first} to ${last}`,
    current: `Paused until ${last}`,
    upcoming: `Paused from ${first} to ${last}`,
  }[pausePhase(pause, today)];
};
