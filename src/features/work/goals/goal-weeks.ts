import type { Activity } from '../../../domain/activities/activity.ts';
import { addDays, type CalendarDate, weekStartOf } from '../../../domain/calendar/calendar-date.ts';
import { DEFAULT_GOALS, goalProgress, type GoalProgress } from '../../../domain/goals/weekly-goals.ts';
import type { CadenceDatabase } from '../../../store/database.ts';
import { getActivitiesBetween } from '../../../data/activities/activities.ts';
import { getAllGoals, getWeeklyGoals } from '../../../data/goals/weekly-goals.ts';

export interface GoalWeek {
  weekStart: CalendarDate;
  goals: GoalProgress[];
  /** Whether its targets were set; otherwise they are the defaults. */
  isSet: boolean;
}

export const getGoalWeek = async (db: CadenceDatabase, weekStart: CalendarDate): Promise<GoalWeek> => {
  const [{ isSet, ...targets }, activities] = await Promise.all([
    getWeeklyGoals(db, weekStart),
    getActivitiesBetween(db, weekStart, addDays(weekStart, 6)),
  ]);
  return { weekStart, goals: goalProgress(targets, activities), isSet };
};

/** Of the `count` weeks before `weekStart` those with activities or targets, newest first. */
export const getGoalHistory = async (
  db: CadenceDatabase,
  weekStart: CalendarDate,
  count: number,
): Promise<GoalWeek[]> => {
  const first = addDays(weekStart, -7 * count);
  const [activities, allGoals] = await Promise.all([
    getActivitiesBetween(db, first, addDays(weekStart, -1)),
    getAllGoals(db),
  ]);
  const byWeek = new Map<CalendarDate, Activity[]>();
  for (const activity of activities) {
    const week = weekStartOf(activity.date);
    const activitiesOfWeek = byWeek.get(week);
    if (activitiesOfWeek) activitiesOfWeek.push(activity);
    else byWeek.set(week, [activity]);
  }
  const targets = new Map(allGoals.map((goals) => [goals.week_start, goals]));
  return Array.from({ length: count }, (_, back) => addDays(weekStart, -7 * (back + 1)))
    .filter((week) => byWeek.has(week) || targets.has(week))
    .map((week) => ({
      weekStart: week,
      goals: goalProgress(targets.get(week) ?? DEFAULT_GOALS, byWeek.get(week) ?? []),
      isSet: targets.has(week),
    }));
};
