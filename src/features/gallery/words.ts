import { TransportFailure } from '../../contract/failure.ts';
import type { CalendarDate } from '../../domain/calendar.ts';
import { isBeingMade } from '../../domain/enrollment.ts';
import type { Enrollment } from '../../domain/program.ts';
import type { ProgramOffer } from '../../domain/program-version.ts';
import { daysInWeek } from '../../domain/program-weeks.ts';
import { formatDate, formatDuration, plural } from '../../ui/format.ts';
import { whyNotSaved } from '../../ui/why-not.ts';

/* How programs read for those who take them. */

/** "28 days", "20 weekdays" */
export const lengthText = ({ length_days, day_counting }: Pick<ProgramOffer, 'length_days' | 'day_counting'>): string =>
  plural(length_days, day_counting === 'weekdays' ? 'weekday' : 'day');

/** The minutes of an average week. */
export const minutesAWeek = ({
  minutes,
  length_days,
  day_counting,
}: Pick<ProgramOffer, 'minutes' | 'length_days' | 'day_counting'>): number =>
  Math.round(minutes / Math.max(1, length_days / daysInWeek(day_counting)));

/** "28 days · 34 tasks · 1 h 15 min a week" */
export const offerFacts = (offer: ProgramOffer): string =>
  [
    lengthText(offer),
    plural(offer.task_count, 'task'),
    offer.minutes > 0 && `${formatDuration(minutesAWeek(offer))} a week`,
  ]
    .filter(Boolean)
    .join(' · ');

/** "taken once", "taken 3 times"; nothing where nobody has. */
export const usesText = (uses: number): string =>
  uses === 0 ? '' : uses === 1 ? 'taken once' : `taken ${plural(uses, 'time')}`;

export const WITHDRAWN = 'This program has been withdrawn. Whoever has it already keeps it.';
export const DEAD_LINK = 'This link opens nothing any more. Its coach has withdrawn it or made a new one: ask them.';
export const NOT_APPROVED =
  'An admin has not let people take this program yet. You can look at it; come back to it later.';
export const COACH_ENROLLS = 'This program has a price, so its coach enrolls people in it. Ask them for a way in.';
export const FOR_WORKERS = 'Admins have no days of their own, so there is nowhere for its tasks to go.';

const REFUSALS: Record<string, string> = {
  not_found: 'It has been withdrawn, or its link made anew.',
  not_approved: 'An admin has not let people take this program yet.',
  has_a_price: 'It has a price, and its coach enrolls people in it.',
  missing_parameter: 'It asks for something that is not filled in.',
  unknown_option: 'It does not offer that choice any more. Reload to see what it asks for.',
  cohort_closed: 'This cohort takes nobody more.',
  too_many_programs: 'You take part in 100 programs already. End one first.',
  removed: 'The coach has taken you out of this cohort.',
};

/** Why a program was not taken, joined or ended, in a sentence that ends with `kept`. */
export const whyNotTaken = (reason: unknown, kept: string): string => {
  const failure = reason instanceof TransportFailure ? reason : null;
  return whyNotSaved(failure?.code ?? null, kept, REFUSALS[failure?.message ?? '']);
};

/** How somebody's part in a program stands, in a line. */
export const standingText = (
  { status, ended_by, start_date }: Enrollment,
  lastDay: CalendarDate | null,
  today: CalendarDate,
): string => {
  if (status === 'pending') return 'Waits to be paid for, or for your coach to confirm it';
  if (status === 'ended') return ended_by === 'coach' ? 'Ended by your coach' : 'Ended by you';
  if (start_date > today) return `Starts on ${formatDate(start_date, today)}`;
  if (lastDay !== null && lastDay < today) return `Over since ${formatDate(lastDay, today)}`;
  return lastDay === null
    ? `Since ${formatDate(start_date, today)}`
    : `${formatDate(start_date, today)} – ${formatDate(lastDay, today)}`;
};

/** How far the making of its tasks is; null where there is nothing to wait for. */
export const makingText = (enrollment: Enrollment, isStopped: boolean): string | null => {
  if (!isBeingMade(enrollment)) return null;
  if (isStopped) return 'The making of its tasks has stopped';
  return enrollment.synced_days === 0
    ? 'Its tasks are on their way'
    : `Tasks of ${plural(enrollment.synced_days, 'day')} are there, the others are on their way`;
};
