import { addDays } from '../../../../domain/calendar/calendar-date.ts';
import { zoneLabel } from '../../../../domain/calendar/time-zones.ts';
import type { TimetableEntry } from '../../../../domain/chains/timetable.ts';
import { formatList, formatTime, formatWeekday, formatWeekdayName, joinDetails } from '../../../../ui/format.ts';
import { formatName } from '../../../../ui/format-name.ts';
import { chainTitle } from '../labels.ts';

/** Any Monday. */
const MONDAY = '2026-01-05';

/** @param weekday ISO: Monday is 1. */
export const weekdayLabel = (weekday: number): string => formatWeekday(addDays(MONDAY, weekday - 1));

const weekdaysLabel = (weekdays: readonly number[]): string => {
  if (weekdays.length === 7) return 'Every day';
  const [first = 1] = weekdays;
  return weekdays.length === 1
    ? `Every ${formatWeekdayName(addDays(MONDAY, first - 1))}`
    : formatList(weekdays.map(weekdayLabel));
};

/** "Every day at 06:00 and 18:00 · Berlin", "After each run of Recent enrollments", "Never by itself" */
export const scheduleLabel = (entry: TimetableEntry, timetable: readonly TimetableEntry[]): string => {
  if (entry.after_task !== null) {
    return `After each successful run of ${formatName(chainTitle(entry.after_task, timetable))}`;
  }
  if (entry.local_times.length === 0) return 'Never by itself';
  return joinDetails(
    `${weekdaysLabel(entry.weekdays)} at ${formatList(entry.local_times.map(formatTime))}`,
    zoneLabel(formatName(entry.time_zone)),
  );
};

/** "Next: tomorrow, 02:00", or why it does not run by itself. */
export const nextRunLabel = (
  entry: TimetableEntry,
  timetable: readonly TimetableEntry[],
  instantLabel: (at: string) => string,
): string => {
  if (!entry.enabled) return 'Off: does not run by itself';
  return entry.next_at === null ? scheduleLabel(entry, timetable) : `Next: ${instantLabel(entry.next_at)}`;
};
