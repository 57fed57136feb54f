import { addDays, type CalendarDate, weekdayOf } from './calendar.ts';
import type { DayCounting } from './program.ts';

/**
 * The date of a program's numbered day. Day 1 is the start date; where weekdays are counted, the first weekday on or
 * after it. The database's `private.date_for_day_index` computes the same value.
 *
 * @param dayIndex 1 and up.
 */
export const calculateDateForDayIndex = (
  startDate: CalendarDate,
  dayIndex: number,
  dayCounting: DayCounting,
): CalendarDate => {
  if (dayCounting === 'calendar') return addDays(startDate, dayIndex - 1);
  const weekday = weekdayOf(startDate);
  // A weekend counts as the Monday after it.
  const workdays = Math.min(weekday, 5) + dayIndex - 1;
  return addDays(startDate, Math.floor(workdays / 5) * 7 + (workdays % 5) - weekday);
};
