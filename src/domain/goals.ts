import { type Activity, GOAL_KEYS, type GoalKey, goalOfType } from './activity.ts';
import type { CalendarDate } from './calendar.ts';

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

/** What a week asks for until its owner says otherwise; the columns' defaults are the same. */
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

/** A target is a whole number from 0 to this; the database holds it too. */
export const GOAL_LIMIT = 10_000;

export interface GoalProgress {
  key: GoalKey;
  target: number;
  done: number;
  /** Planned and not yet done. */
  planned: number;
  /** Done over target, 0 to 1; a target of 0 is reached from the start. */
  ratio: number;
}

/** Progress towards `targets`, counting those of `activities` that have a goal's type. */
export const goalProgress = (targets: GoalTargets, activities: readonly Activity[]): GoalProgress[] =>
  GOAL_KEYS.map((key) => {
    const counted = activities.filter((activity) => goalOfType(activity.type) === key);
    const done = counted.filter((activity) => activity.status === 'done').length;
    const planned = counted.filter((activity) => activity.status === 'planned').length;
    const target = targets[key];
    return { key, target, done, planned, ratio: target === 0 ? 1 : Math.min(1, done / target) };
  });
