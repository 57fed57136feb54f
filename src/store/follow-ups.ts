import type { Activity } from '../domain/activity.ts';
import { addDays, type CalendarDate } from '../domain/calendar.ts';
import type { RowSource } from './database.ts';

/** Follow-ups that were forgotten longer ago than this are no longer brought up. */
const MEMORY_DAYS = 30;

/** Activities whose follow-up was due in the days before `date` and has not been logged; the latest first. */
export const getFollowUpsMissed = async (source: RowSource, date: CalendarDate): Promise<Activity[]> => {
  const found = await source
    .rows('program_activities')
    .where('follow_up_date')
    .between(addDays(date, -MEMORY_DAYS), date, true, false)
    .toArray();
  return found
    .filter((activity) => activity.follow_up_required && activity.status !== 'cancelled')
    .sort((a, b) => (b.follow_up_date ?? '').localeCompare(a.follow_up_date ?? '') || (a.id < b.id ? -1 : 1));
};
