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

/** The targets of a person who has never set any. The database's view `default_targets` has the same. */
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

/** A week's targets, and which week they were set for. */
export interface WeekTargets {
  targets: GoalTargets;
  /** The Monday of the latest week up to this one that has a row; `null` where none has: then they are the defaults. */
  setFor: CalendarDate | null;
}

/** A stored row as a device has it: what the person has not set is missing until the server has filled it in. */
export type StoredTargets = Pick<WeeklyGoals, 'week_start'> & { [K in GoalKey]?: number | null | undefined };

/**
 * The targets of the week from `weekStart`: its own, else those of the latest earlier week that has a row, else the
 * defaults. A target that a row does not name is taken from the week before it in the same way, as the database does
 * when the row is inserted.
 *
 * @param newestFirst the person's rows, in descending order of their weeks; later weeks are ignored.
 */
export const targetsOfWeek = (newestFirst: Iterable<StoredTargets>, weekStart: CalendarDate): WeekTargets => {
  const targets: Partial<GoalTargets> = {};
  let setFor: CalendarDate | null = null;
  for (const row of newestFirst) {
    if (row.week_start > weekStart) continue;
    setFor ??= row.week_start;
    for (const key of GOAL_KEYS) {
      const target = row[key];
      if (targets[key] === undefined && typeof target === 'number') targets[key] = target;
    }
    if (GOAL_KEYS.every((key) => targets[key] !== undefined)) break;
  }
  return { targets: { ...DEFAULT_GOALS, ...targets }, setFor };
};

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
