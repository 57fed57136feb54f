import type { CalendarDate } from '../../domain/calendar/calendar-date.ts';
import type { EnrollmentStatus } from '../../domain/enrollments/enrollment.ts';
import { formatDate } from '../../ui/format.ts';

/** "Starts Mon 2 Nov" */
export const startDateLabel = (start: CalendarDate, today: CalendarDate): string =>
  `${start > today ? 'Starts' : 'Started'} ${formatDate(start, today)}`;

/**
 * As `startDateLabel`, of an enrollment: one that awaits payment has not started, whatever its start date, and gets its
 * tasks from the day on which it is paid for.
 */
export const enrollmentStartLabel = (
  { status, start_date }: { status: EnrollmentStatus; start_date: CalendarDate },
  today: CalendarDate,
): string =>
  status === 'pending' && start_date <= today
    ? `Start date ${formatDate(start_date, today)}`
    : startDateLabel(start_date, today);

/** "starts Mon 2 Nov" */
export const inlineStartDateLabel = (start: CalendarDate, today: CalendarDate): string =>
  startDateLabel(start, today).replace('S', 's');
