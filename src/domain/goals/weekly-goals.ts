import { type Activity, GOAL_KEYS, type GoalKey, goalKeyOfType } from '../activities/activity.ts';
import type { CalendarDate } from '../calendar/calendar-date.ts';

export type GoalTargets = Record<GoalKey, number>;

/** One person's targets for one week; the fields are the columns of `program_weekly_goals`. */
export interface WeeklyGoals extends GoalTargets {
  id: string;
  user_id: string;
  /** A Monday. */
  week_start: CalendarDate;
  created_at: string;
  updated_at: string;
}

/** The targets of a week that has no row yet. The columns' defaults are the same. */
export const DEFAULT_GOALS: GoalTargets = {
  calls: 50,
  meetings: 10,
  proposals: 5,
  follow_ups: 30,
  new_contacts: 20,
};

export const GOAL_LABELS: Record<GoalKey, string> = {
  calls: 'Calls',
  meetings: 'Meetings',
  proposals: 'Proposals',
  follow_ups: 'Follow-ups',
  new_contacts: 'New contacts',
};

/** A target is a whole number from 0 to this. The database's CHECK constraints have the same limit. */
export const GOAL_TARGET_MAX = 10_000;

export interface GoalProgress {
  key: GoalKey;
  target: number;
  done: number;
  /** Planned and not yet done. */
  planned: number;
  /** Done divided by target, 0 to 1; 1 where the target is 0. */
  ratio: number;
}

/** Progress towards each target, in the order of GOAL_KEYS. Custom types count towards none. */
export const goalProgress = (targets: GoalTargets, activities: readonly Activity[]): GoalProgress[] =>
  GOAL_KEYS.map((key) => {
    const counted = activities.filter((activity) => goalKeyOfType(activity.type) === key);
    const done = counted.filter((activity) => activity.status === 'done').length;
    const planned = counted.filter((activity) => activity.status === 'planned').length;
    const target = targets[key];
    return { key, target, done, planned, ratio: target === 0 ? 1 : Math.min(1, done / target) };
  });
