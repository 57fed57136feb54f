import type { Activity } from '../../domain/activity.ts';
import { type CalendarDate, weekStartOf } from '../../domain/calendar.ts';
import { goalProgress, type GoalProgress } from '../../domain/goals.ts';
import type { CadenceDatabase } from '../../store/database.ts';
import { getFollowUpsMissed } from '../../store/follow-ups.ts';
import { getLeadNames } from '../../store/lead-names.ts';
import { getActivities, getActivitiesOn, getFollowUpsDue, getWeeklyGoals } from '../../store/program.ts';

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
}

/** Read in one transaction: a day of four would take four times as long to be there. */
export const getDay = (db: CadenceDatabase, date: CalendarDate, today: CalendarDate): Promise<Day> =>
  db.atomically('r', ['program_activities', 'submissions'], async (tables) => {
    const [activities, followUps, missed] = await Promise.all([
      getActivitiesOn(tables, date),
      getFollowUpsDue(tables, date),
      date === today ? getFollowUpsMissed(tables, date) : [],
    ]);
    const withStatus = (status: Activity['status']) => activities.filter((activity) => activity.status === status);
    return {
      date,
      planned: withStatus('planned'),
      done: withStatus('done'),
      cancelled: withStatus('cancelled'),
      followUps,
      missed,
      leadNames: await getLeadNames(tables, [...activities, ...followUps, ...missed]),
    };
  });

/** Progress in the week that holds `date`. */
export const getWeekGoals = async (db: CadenceDatabase, date: CalendarDate): Promise<GoalProgress[]> => {
  const weekStart = weekStartOf(date);
  const [targets, activities] = await Promise.all([getWeeklyGoals(db, weekStart), getActivities(db, weekStart)]);
  return goalProgress(targets, activities);
};
