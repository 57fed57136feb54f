import type { Activity } from '../../../domain/activities/activity.ts';
import { addDays, type CalendarDate, weekStartOf } from '../../../domain/calendar/calendar-date.ts';
import { goalProgress, type GoalProgress, targetsOfWeek } from '../../../domain/goals/weekly-goals.ts';
import type { CadenceDatabase } from '../../../store/database.ts';
import { getActivitiesBetween } from '../../../data/activities/activities.ts';
import { getStoredGoals, getWeeklyGoals, weeklyGoalsId } from '../../../data/goals/weekly-goals.ts';

export interface GoalWeek {
  /** The id of the row that its own targets are in, if it has any. */
  rowId: string;
  weekStart: CalendarDate;
  goals: GoalProgress[];
  /** The week that its targets were set for: itself, an earlier one, or `null` for the defaults. */
  targetsFrom: CalendarDate | null;
}

export const getGoalWeek = async (db: CadenceDatabase, weekStart: CalendarDate): Promise<GoalWeek> => {
  const [{ setFor, isSet: _, ...targets }, activities] = await Promise.all([
    getWeeklyGoals(db, weekStart),
    getActivitiesBetween(db, weekStart, addDays(weekStart, 6)),
  ]);
  return {
    rowId: weeklyGoalsId(db, weekStart),
    weekStart,
    goals: goalProgress(targets, activities),
    targetsFrom: setFor,
  };
};

/** Of the `count` weeks before `weekStart` those with activities or targets, newest first. */
export const getGoalHistory = async (
  db: CadenceDatabase,
  weekStart: CalendarDate,
  count: number,
): Promise<GoalWeek[]> => {
  const first = addDays(weekStart, -7 * count);
  const [activities, stored] = await Promise.all([
    getActivitiesBetween(db, first, addDays(weekStart, -1)),
    getStoredGoals(db),
  ]);
  const byWeek = new Map<CalendarDate, Activity[]>();
  for (const activity of activities) {
    const week = weekStartOf(activity.date);
    const activitiesOfWeek = byWeek.get(week);
    if (activitiesOfWeek) activitiesOfWeek.push(activity);
    else byWeek.set(week, [activity]);
  }
  const weeksWithTargets = new Set(stored.map((goals) => goals.week_start));
  return Array.from({ length: count }, (_, back) => addDays(weekStart, -7 * (back + 1)))
    .filter((week) => byWeek.has(week) || weeksWithTargets.has(week))
    .map((week) => {
      const { targets, setFor } = targetsOfWeek(stored, week);
      const goals = goalProgress(targets, byWeek.get(week) ?? []);
      return { rowId: weeklyGoalsId(db, week), weekStart: week, goals, targetsFrom: setFor };
    });
};
