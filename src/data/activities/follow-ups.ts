import { type Activity, compareByTimeOfDay } from '../../domain/activities/activity.ts';
import { addDays, type CalendarDate } from '../../domain/calendar/calendar-date.ts';
import type { RowSource } from '../../store/row-source.ts';
import { compareCodes } from '../../domain/ordering/compare-codes.ts';

/** Follow-ups that are overdue for longer are not shown any more. */
const OVERDUE_WINDOW_DAYS = 30;

/** Activities of other days whose follow-up is due on `date`. */
export const getFollowUpsDue = async (source: RowSource, date: CalendarDate): Promise<Activity[]> => {
  const found = await source.getRowsWith('program_activities', 'follow_up_date', date);
  return found
    .filter((activity) => activity.follow_up_required && activity.status !== 'cancelled' && activity.date !== date)
    .sort(compareByTimeOfDay);
};

/** Activities whose follow-up was due in the days before `date` and has not been logged; the latest first. */
export const getOverdueFollowUps = async (source: RowSource, date: CalendarDate): Promise<Activity[]> => {
  const from = addDays(date, -OVERDUE_WINDOW_DAYS);
  const found = await source.getRowsBetween('program_activities', 'follow_up_date', from, addDays(date, -1));
  return found
    .filter((activity) => activity.follow_up_required && activity.status !== 'cancelled')
    .sort((a, b) => compareCodes(b.follow_up_date ?? '', a.follow_up_date ?? '') || (a.id < b.id ? -1 : 1));
};
