import type { CalendarDate } from '../../domain/calendar.ts';
import { formatDate } from '../../ui/format.ts';

/** "Starts Mon 2 Nov" */
export const startText = (start: CalendarDate, today: CalendarDate): string =>
  `${start > today ? 'Starts' : 'Started'} ${formatDate(start, today)}`;

/** "starts Mon 2 Nov": behind something else. */
export const thenStartText = (start: CalendarDate, today: CalendarDate): string =>
  startText(start, today).replace('S', 's');

/** What is known of the parts, in one line. */
export const factsLine = (parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join(' · ');
