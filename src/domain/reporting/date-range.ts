import { addDays, type CalendarDate, daysBetween, weekStartOf } from '../calendar/calendar-date.ts';

export interface DateRange {
  from: CalendarDate;
  /** Included. */
  to: CalendarDate;
}

/** The longest range that the server accepts, in days. */
export const METRICS_MAX_DAYS = 731;

export type RangePreset = 'this_week' | 'last_week' | 'four_weeks' | 'twelve_weeks';

/** The dates of a preset, in whole weeks; all but `last_week` end with the current week. */
export const presetRange = (preset: RangePreset, today: CalendarDate): DateRange => {
  const monday = weekStartOf(today);
  const [back, weeks] = { this_week: [0, 1], last_week: [1, 1], four_weeks: [3, 4], twelve_weeks: [11, 12] }[
    preset
  ] as [number, number];
  const from = addDays(monday, -7 * back);
  return { from, to: addDays(from, 7 * weeks - 1) };
};

/** Why the server would refuse a range; `null` where it accepts it. */
export const dateRangeError = ({ from, to }: DateRange): 'backwards' | 'too_long' | null => {
  const days = daysBetween(from, to) + 1;
  return days < 1 ? 'backwards' : days > METRICS_MAX_DAYS ? 'too_long' : null;
};
