import type { CalendarDate } from '../../domain/calendar/calendar-date.ts';
import { formatDate } from '../../ui/format.ts';

/** "Starts Mon 2 Nov" */
export const startDateLabel = (start: CalendarDate, today: CalendarDate): string =>
  `${start > today ? 'Starts' : 'Started'} ${formatDate(start, today)}`;

/** "starts Mon 2 Nov" */
export const inlineStartDateLabel = (start: CalendarDate, today: CalendarDate): string =>
  startDateLabel(start, today).replace('S', 's');
