import type { Activity } from '../../domain/activity.ts';
import { addDays, type CalendarDate, datesOfWeek } from '../../domain/calendar.ts';
import { goalProgress, type GoalProgress } from '../../domain/goals.ts';
import { countTasks, type TaskCounts } from '../../domain/tasks.ts';
import type { CadenceDatabase } from '../../store/database.ts';
import { getLeadNames } from '../../store/lead-names.ts';
import { getActivities, getWeeklyGoals } from '../../store/program.ts';
import { tasksBetween } from '../../store/tasks.ts';

export interface WeekDay {
  date: CalendarDate;
  activities: Activity[];
  done: number;
  planned: number;
  /** Those of the day's Daily Focus. */
  tasks: TaskCounts;
}

export interface Week {
  weekStart: CalendarDate;
  days: WeekDay[];
  goals: GoalProgress[];
  done: number;
  planned: number;
  tasks: TaskCounts;
  leadNames: ReadonlyMap<string, string>;
}

export const getWeek = async (db: CadenceDatabase, weekStart: CalendarDate): Promise<Week> => {
  const [activities, targets, tasks] = await Promise.all([
    getActivities(db, weekStart),
    getWeeklyGoals(db, weekStart),
    tasksBetween(db, weekStart, addDays(weekStart, 6)),
  ]);
  const days = datesOfWeek(weekStart).map((date): WeekDay => {
    const ofDay = activities.filter((activity) => activity.date === date);
    return {
      date,
      activities: ofDay,
      done: count(ofDay, 'done'),
      planned: count(ofDay, 'planned'),
      tasks: countTasks(tasks.filter((task) => task.date === date)),
    };
  });
  return {
    weekStart,
    days,
    goals: goalProgress(targets, activities),
    done: count(activities, 'done'),
    planned: count(activities, 'planned'),
    tasks: countTasks(tasks),
    leadNames: await getLeadNames(db, activities),
  };
};

const count = (activities: readonly Activity[], status: Activity['status']): number =>
  activities.filter((activity) => activity.status === status).length;
