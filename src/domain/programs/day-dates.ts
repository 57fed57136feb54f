import { addDays, type CalendarDate, weekdayOf } from '../calendar/calendar-date.ts';
import type { DayCounting, TaskLevel } from './program.ts';
import { weekLength } from './weeks.ts';

/**
 * The date of a program day. Day 1 is the start date, or with `weekdays` the first weekday on or after it. The
 * database's `private.date_for_day_index` computes the same value.
 *
 * @param dayIndex from 1.
 */
export const calculateDateForDayIndex = (
  startDate: CalendarDate,
  dayIndex: number,
  dayCounting: DayCounting,
): CalendarDate => {
  if (dayCounting === 'calendar') return addDays(startDate, dayIndex - 1);
  const weekday = weekdayOf(startDate);
  // A start on a weekend counts as the Monday after it.
  const workdays = Math.min(weekday, 5) + dayIndex - 1;
  return addDays(startDate, Math.floor(workdays / 5) * 7 + (workdays % 5) - weekday);
};

/**
 * The program day on which a task is due: its own, the first of its week, or day 1 for the whole program. The
 * database's `private.due_day` computes the same value.
 */
export const dueDayIndex = (level: TaskLevel, day: number, counting: DayCounting): number => {
  if (level === 'program') return 1;
  return level === 'program_week' ? day - ((day - 1) % weekLength(counting)) : day;
};
