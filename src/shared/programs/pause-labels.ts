import type { CalendarDate } from '../../domain/calendar/calendar-date.ts';
import type { Pause } from '../../domain/enrollments/pauses.ts';
import { formatDate } from '../../ui/format.ts';

/** "Paused until Mon, Dec 7"; "Paused from Mon, Dec 7 to Mon, Dec 14" of a pause ahead. */
export const pauseLabel = ({ first_date, last_date }: Pause, today: CalendarDate): string =>
  first_date <= today
    ? `Paused until ${formatDate(last_date, today)}`
    : `Paused from ${formatDate(first_date, today)} to ${formatDate(last_date, today)}`;
