import type { Activity } from '../../../domain/activities/activity.ts';
import { type CalendarDate, weekStartOf } from '../../../domain/calendar/calendar-date.ts';
import { goalProgress, type GoalProgress } from '../../../domain/goals/weekly-goals.ts';
import type { CadenceDatabase } from '../../../store/database.ts';
import { getFollowUpsDue, getOverdueFollowUps } from '../../../data/activities/follow-ups.ts';
import { getLeadNames } from '../../../data/leads/leads.ts';
import { getActivities, getLatestActivity } from '../../../data/activities/activities.ts';
import { getWeeklyGoals } from '../../../data/goals/weekly-goals.ts';

export interface Day {
  date: CalendarDate;
  /** By time of day. */
  planned: Activity[];
  done: Activity[];
  cancelled: Activity[];
  /** Activities of other days whose follow-up is due on this one. */
  followUps: Activity[];
  /** Overdue follow-ups; only for today. */
  missed: Activity[];
  leadNames: ReadonlyMap<string, string>;
  /** Of the week that the day is in. */
  goals: GoalProgress[];
  /** The activity that was created last; only for today. */
  latest: Activity | undefined;
  /** Whether this device has read the person's work; before that, their targets are not known. */
  hasSynced: boolean;
}

/** One transaction and one render: with several, each part would wait until the others are rendered. */
export const getDay = (db: CadenceDatabase, date: CalendarDate, today: CalendarDate): Promise<Day> =>
  db.read(['program_activities', 'program_weekly_goals', 'submissions', 'meta'], async (tables) => {
    const weekStart = weekStartOf(date);
    const [week, targets, followUps, missed, latest, lastSyncAt] = await Promise.all([
      getActivities(tables, weekStart),
      getWeeklyGoals(db, weekStart, tables),
      getFollowUpsDue(tables, date),
      date === today ? getOverdueFollowUps(tables, date) : [],
      date === today ? getLatestActivity(tables) : undefined,
      tables.getMeta('lastSyncAt'),
    ]);
    const activities = week.filter((activity) => activity.date === date);
    const withStatus = (status: Activity['status']) => activities.filter((activity) => activity.status === status);
    return {
      date,
      planned: withStatus('planned'),
      done: withStatus('done'),
      cancelled: withStatus('cancelled'),
      followUps,
      missed,
      goals: goalProgress(targets, week),
      latest,
      hasSynced: lastSyncAt != null,
      leadNames: await getLeadNames(tables, [...activities, ...followUps, ...missed]),
    };
  });
