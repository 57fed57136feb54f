import { addDays, type CalendarDate, daysBetween, weekStartOf } from '../calendar/calendar-date.ts';

export interface DateRange {
  from: CalendarDate;
  /** Included. */
  to: CalendarDate;
}

/** The longest range that the server accepts, in days. */
export const METRICS_MAX_DAYS = 731;

export type RangePreset = 'this_week' | 'last_week' | 'four_weeks' | 'twelve_weeks';

/**
 * The dates of a preset. Weeks are whole ones from Monday on; four and twelve weeks end today, so that what is planned for
 * days to come does not count as not done, and days that have passed are compared with as many.
 */
export const presetRange = (preset: RangePreset, today: CalendarDate): DateRange => {
  const monday = weekStartOf(today);
  switch (preset) {
    case 'this_week':
      return { from: monday, to: addDays(monday, 6) };
    case 'last_week':
      return { from: addDays(monday, -7), to: addDays(monday, -1) };
    case 'four_weeks':
      return { from: addDays(today, 1 - 4 * 7), to: today };
    case 'twelve_weeks':
      return { from: addDays(today, 1 - 12 * 7), to: today };
  }
};

/** Why the server would refuse a range; `null` where it accepts it. */
export const dateRangeError = ({ from, to }: DateRange): 'backwards' | 'too_long' | null => {
  const days = daysBetween(from, to) + 1;
  return days < 1 ? 'backwards' : days > METRICS_MAX_DAYS ? 'too_long' : null;
};
