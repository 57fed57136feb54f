import { type Activity, GOAL_KEYS } from '../activities/activity.ts';
import { type CalendarDate, daysBetween } from '../calendar/calendar-date.ts';
import { goalProgress, type GoalTargets } from '../goals/weekly-goals.ts';
import type { Profile, Role } from '../profiles/profile.ts';
import { countActivities, wholePercent } from './metrics.ts';

/** One person's week as an admin sees it: what the database's `admin_week` returns. */
export interface RepWeek {
  user_id: string;
  email: string;
  display_name: string;
  role: Role;
  time_zone: string;
  goals: GoalTargets;
  /** Done activities by weekly goal. */
  done: GoalTargets;
  /** Done activities of any type, custom ones included. */
  done_total: number;
  planned: number;
  cancelled: number;
  /** Minutes of done activities. */
  minutes: number;
  /** ISO instant; `null` until the first sync. */
  last_sync_at: string | null;
  sync_status: string;
  /** Pending changes on the person's devices, as last reported. */
  pending: number;
  rejected: number;
  /** The latest date with a done activity, in any week. */
  last_activity_on: CalendarDate | null;
}

/** The sync fields of a RepWeek. */
export type OwnSyncState = Pick<RepWeek, 'last_sync_at' | 'sync_status' | 'pending' | 'rejected' | 'last_activity_on'>;

/** A person's week, computed from the week's rows as the database's `admin_week` does. */
export const repWeek = (
  person: Profile,
  goals: GoalTargets,
  activities: readonly Activity[],
  sync: OwnSyncState,
): RepWeek => {
  const counts = countActivities(activities);
  const targets = Object.fromEntries(GOAL_KEYS.map((key) => [key, goals[key]])) as GoalTargets;
  const done = Object.fromEntries(goalProgress(goals, activities).map((goal) => [goal.key, goal.done])) as GoalTargets;
  return {
    user_id: person.id,
    email: person.email,
    display_name: person.display_name,
    role: person.role,
    time_zone: person.time_zone,
    goals: targets,
    done,
    done_total: counts.done,
    planned: counts.planned,
    cancelled: counts.cancelled,
    minutes: counts.minutes,
    ...sync,
  };
};

/** The reached share of the week's targets, 0 to 1. More than the target of one goal does not make up for another. */
export const goalAttainment = ({ goals, done }: Pick<RepWeek, 'goals' | 'done'>): number => {
  const target = GOAL_KEYS.reduce((sum, key) => sum + goals[key], 0);
  const reached = GOAL_KEYS.reduce((sum, key) => sum + Math.min(goals[key], done[key]), 0);
  return target === 0 ? 1 : reached / target;
};

/**
 * The share of a week's targets that is due on `today`: one fifth for each finished working day (Monday to Friday).
 * 0 up to its Monday, 1 from its Saturday.
 */
export const expectedAttainment = (weekStart: CalendarDate, today: CalendarDate): number =>
  Math.min(5, Math.max(0, daysBetween(weekStart, today))) / 5;

export type PaceStatus = 'on_track' | 'behind';

/** The least share of the expected attainment that counts as on track. */
const ON_TRACK_RATIO = 0.8;

/** Compares whole percents, which are what people see. */
export const paceOf = (
  row: Pick<RepWeek, 'goals' | 'done'>,
  weekStart: CalendarDate,
  today: CalendarDate,
): PaceStatus =>
  wholePercent(goalAttainment(row)) >= wholePercent(ON_TRACK_RATIO * expectedAttainment(weekStart, today))
    ? 'on_track'
    : 'behind';

const STALE_AFTER_MS = 72 * 3_600_000;

/** Whether a person's devices have not synced for 72 hours, or never. `now`: milliseconds since 1970-01-01. */
export const isSyncStale = ({ last_sync_at }: Pick<RepWeek, 'last_sync_at'>, now: number): boolean =>
  last_sync_at === null || now - Date.parse(last_sync_at) > STALE_AFTER_MS;
