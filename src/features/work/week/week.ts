import type { Activity } from '../../../domain/activities/activity.ts';
import { addDays, type CalendarDate, weekDates } from '../../../domain/calendar/calendar-date.ts';
import { goalProgress, type GoalProgress } from '../../../domain/goals/weekly-goals.ts';
import { countTasks, type TaskCounts } from '../../../domain/tasks/task.ts';
import { getLeadNames } from '../../../data/leads/leads.ts';
import type { CadenceDatabase } from '../../../store/database.ts';
import type { RowSource } from '../../../store/row-source.ts';
import { getActivities } from '../../../data/activities/activities.ts';
import { getWeeklyGoals } from '../../../data/goals/weekly-goals.ts';
import { getTasksBetween } from '../../../data/tasks/tasks.ts';
import { formatCount, plural } from '../../../ui/format.ts';

export interface WeekDay {
  date: CalendarDate;
  activities: Activity[];
  done: number;
  planned: number;
  cancelled: number;
  /** Of the day's Daily Focus. */
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
  /** Whether this device has read the person's work; before that, their targets are not known. */
  hasSynced: boolean;
}

export const getWeek = (db: CadenceDatabase, weekStart: CalendarDate): Promise<Week> =>
  db.read(['program_activities', 'program_weekly_goals', 'tasks', 'submissions', 'meta'], (source) =>
    readWeek(source, db, weekStart),
  );

const readWeek = async (source: RowSource, db: CadenceDatabase, weekStart: CalendarDate): Promise<Week> => {
  const [activities, targets, tasks] = await Promise.all([
    getActivities(source, weekStart),
    getWeeklyGoals(db, weekStart, source),
    getTasksBetween(source, weekStart, addDays(weekStart, 6)),
  ]);
  const days = weekDates(weekStart).map((date): WeekDay => {
    const activitiesOfDay = activities.filter((activity) => activity.date === date);
    return {
      date,
      activities: activitiesOfDay,
      done: countByStatus(activitiesOfDay, 'done'),
      planned: countByStatus(activitiesOfDay, 'planned'),
      cancelled: countByStatus(activitiesOfDay, 'cancelled'),
      tasks: countTasks(tasks.filter((task) => task.date === date)),
    };
  });
  return {
    weekStart,
    days,
    goals: goalProgress(targets, activities),
    done: countByStatus(activities, 'done'),
    planned: countByStatus(activities, 'planned'),
    tasks: countTasks(tasks),
    leadNames: await getLeadNames(source, activities),
    hasSynced: (await source.getMeta('lastSyncAt')) != null,
  };
};

const countByStatus = (activities: readonly Activity[], status: Activity['status']): number =>
  activities.filter((activity) => activity.status === status).length;

/** "3 of 5 tasks done"; empty where there are none. */
export const taskCountLabel = ({ done, total }: TaskCounts): string =>
  total === 0 ? '' : `${formatCount(done)} of ${plural(total, 'task')} done`;
