import type { Activity } from '../../domain/activity.ts';
import { type CalendarDate, datesOfWeek } from '../../domain/calendar.ts';
import { goalProgress, type GoalProgress } from '../../domain/goals.ts';
import type { CadenceDatabase } from '../../store/database.ts';
import { getLeadNames } from '../../store/lead-names.ts';
import { getActivities, getWeeklyGoals } from '../../store/program.ts';

export interface WeekDay {
  date: CalendarDate;
  activities: Activity[];
  done: number;
  planned: number;
}

export interface Week {
  weekStart: CalendarDate;
  days: WeekDay[];
  goals: GoalProgress[];
  done: number;
  planned: number;
  leadNames: ReadonlyMap<string, string>;
}

export const getWeek = async (db: CadenceDatabase, weekStart: CalendarDate): Promise<Week> => {
  const [activities, targets] = await Promise.all([getActivities(db, weekStart), getWeeklyGoals(db, weekStart)]);
  const days = datesOfWeek(weekStart).map((date): WeekDay => {
    const ofDay = activities.filter((activity) => activity.date === date);
    return { date, activities: ofDay, done: count(ofDay, 'done'), planned: count(ofDay, 'planned') };
  });
  return {
    weekStart,
    days,
    goals: goalProgress(targets, activities),
    done: count(activities, 'done'),
    planned: count(activities, 'planned'),
    leadNames: await getLeadNames(db, activities),
  };
};

const count = (activities: readonly Activity[], status: Activity['status']): number =>
  activities.filter((activity) => activity.status === status).length;
