import type { Activity } from '../../domain/activity.ts';
import { type CalendarDate, weekStartOf } from '../../domain/calendar.ts';
import { goalProgress, type GoalProgress } from '../../domain/goals.ts';
import type { CadenceDatabase } from '../../store/database.ts';
import { getFollowUpsMissed } from '../../store/follow-ups.ts';
import { getLeadNames } from '../../store/lead-names.ts';
import { getActivities, getFollowUpsDue, getLatestActivity, getWeeklyGoals } from '../../store/program.ts';

export interface Day {
  date: CalendarDate;
  /** In the order of the day. */
  planned: Activity[];
  done: Activity[];
  cancelled: Activity[];
  /** Activities of other days whose follow-up is due on this one. */
  followUps: Activity[];
  /** Those that were due before and never logged; only told of today. */
  missed: Activity[];
  leadNames: ReadonlyMap<string, string>;
  /** Of the week that the day is in. */
  goals: GoalProgress[];
  /** The activity that was made last; only told of today. */
  latest: Activity | undefined;
}

/** Read in one transaction and drawn in one go: in several, each part would wait for the drawing of the others. */
export const getDay = (db: CadenceDatabase, date: CalendarDate, today: CalendarDate): Promise<Day> =>
  db.atomically('r', ['program_activities', 'program_weekly_goals', 'submissions'], async (tables) => {
    const weekStart = weekStartOf(date);
    const [week, targets, followUps, missed, latest] = await Promise.all([
      getActivities(tables, weekStart),
      getWeeklyGoals(db, weekStart, tables),
      getFollowUpsDue(tables, date),
      date === today ? getFollowUpsMissed(tables, date) : [],
      date === today ? getLatestActivity(tables) : undefined,
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
      leadNames: await getLeadNames(tables, [...activities, ...followUps, ...missed]),
    };
  });
