import { addDays, type CalendarDate, daysBetween, weekdayOf } from '../calendar/calendar-date.ts';
import type { Pause } from '../enrollments/pauses.ts';
import type { DayCounting, TaskLevel } from './program.ts';
import { weekLength } from './weeks.ts';

/**
 * The date of a program day: of the dates from the start date on that count, the one with that number. With `weekdays` only
 * Monday to Friday count, and the dates of a pause that shifts count never. The database's `private.date_for_day_index`
 * computes the same value.
 *
 * @param dayIndex from 1.
 * @param pauses ascending, without a date in two of them.
 */
export const calculateDateForDayIndex = (
  startDate: CalendarDate,
  dayIndex: number,
  dayCounting: DayCounting,
  pauses: readonly Pause[] = [],
): CalendarDate => {
  let date = dateWithoutPauses(startDate, dayIndex, dayCounting);
  for (const { first_date, last_date, mode } of pauses) {
    if (mode !== 'shift' || last_date < startDate) continue;
    const from = first_date > startDate ? first_date : startDate;
    if (date < from) break;
    date = dateWithoutPauses(date, countingDates(from, last_date, dayCounting) + 1, dayCounting);
  }
  return date;
};

const dateWithoutPauses = (startDate: CalendarDate, dayIndex: number, dayCounting: DayCounting): CalendarDate => {
  if (dayCounting === 'calendar') return addDays(startDate, dayIndex - 1);
  const weekday = weekdayOf(startDate);
  // A start on a weekend counts as the Monday after it.
  const workdays = Math.min(weekday, 5) + dayIndex - 1;
  return addDays(startDate, Math.floor(workdays / 5) * 7 + (workdays % 5) - weekday);
};

/** How many dates from `first` to `last`, both included, count. */
const countingDates = (first: CalendarDate, last: CalendarDate, dayCounting: DayCounting): number => {
  const days = daysBetween(first, last) + 1;
  if (dayCounting === 'calendar') return days;
  const [weeks, rest] = [Math.floor(days / 7), days % 7];
  const weekday = weekdayOf(first);
  return weeks * 5 + Array.from({ length: rest }, (_, day) => (weekday + day) % 7).filter((day) => day < 5).length;
};

/**
 * The program day on which a task is due: its own, the first of its week, or day 1 for the whole program. The
 * database's `private.due_day` computes the same value.
 */
export const dueDayIndex = (level: TaskLevel, day: number, counting: DayCounting): number => {
  if (level === 'program') return 1;
  return level === 'program_week' ? day - ((day - 1) % weekLength(counting)) : day;
};
