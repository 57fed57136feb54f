import { type Activity, type ActivityStatus, GOAL_KEYS } from '../activities/activity.ts';
import { addDays, type CalendarDate, daysBetween, weekStartOf } from '../calendar/calendar-date.ts';
import { goalProgress, type GoalTargets } from '../goals/weekly-goals.ts';
import type { Profile, Role } from '../profiles/profile.ts';

/** The number of activities by status. */
export interface ActivityCounts extends Record<ActivityStatus, number> {
  /** Of done activities. */
  minutes: number;
}

export interface ActivitySummary extends ActivityCounts {
  /** 0 to 1; `null` where there are no activities. */
  completion_rate: number | null;
}

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

export interface DateRange {
  from: CalendarDate;
  /** Included. */
  to: CalendarDate;
}

/** One person's activities in a range, compared with the range of the same length before it. */
export interface ActivityMetrics {
  user_id: string;
  from_date: CalendarDate;
  to_date: CalendarDate;
  totals: ActivitySummary;
  previous: ActivitySummary;
  by_type: (ActivityCounts & { type: string })[];
  /** One entry for every day of the range. */
  by_day: (ActivityCounts & { date: CalendarDate })[];
  /** Periods of seven days from `from_date`, each with the same days of the range before; the last may be shorter. */
  by_week: { from_date: CalendarDate; to_date: CalendarDate; this: ActivitySummary; before: ActivitySummary }[];
}

/** What the database's `system_overview` returns. */
export interface SystemOverview {
  /** Age in seconds of the oldest open transaction, which holds the horizon back. */
  horizon_lag_seconds: number;
  people: Record<Role, number>;
  devices: number;
  /** Devices that sent a request in the last 24 hours. */
  devices_seen_today: number;
  pending: number;
  rejected: number;
  /** Reps and coaches who have never synced. */
  never_synced: number;
  oldest_sync_at: string | null;
  versions: { app_version: string; devices: number; last_seen_at: string }[];
}

/** The longest range that the server accepts, in days. */
export const METRICS_MAX_DAYS = 731;

/**
 * Done divided by all activities: 0 to 1, `null` where there are none. The database's `private.completion_rate`
 * computes the same value.
 */
export const completionRate = ({ done, planned, cancelled }: Record<ActivityStatus, number>): number | null => {
  const total = done + planned + cancelled;
  return total === 0 ? null : done / total;
};

const countActivities = (activities: readonly Pick<Activity, 'status' | 'duration'>[]): ActivityCounts => {
  const counts: ActivityCounts = { planned: 0, done: 0, cancelled: 0, minutes: 0 };
  for (const { status, duration } of activities) {
    counts[status] += 1;
    if (status === 'done') counts.minutes += duration ?? 0;
  }
  return counts;
};

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

export const paceOf = (
  row: Pick<RepWeek, 'goals' | 'done'>,
  weekStart: CalendarDate,
  today: CalendarDate,
): PaceStatus => (goalAttainment(row) >= ON_TRACK_RATIO * expectedAttainment(weekStart, today) ? 'on_track' : 'behind');

const STALE_AFTER_MS = 72 * 3_600_000;

/** Whether a person's devices have not synced for 72 hours, or never. `now`: milliseconds since 1970-01-01. */
export const isSyncStale = ({ last_sync_at }: Pick<RepWeek, 'last_sync_at'>, now: number): boolean =>
  last_sync_at === null || now - Date.parse(last_sync_at) > STALE_AFTER_MS;

export type RangePreset = 'this_week' | 'last_week' | 'four_weeks' | 'twelve_weeks';

/** The dates of a preset, in whole weeks; all but `last_week` end with the current week. */
export const presetRange = (preset: RangePreset, today: CalendarDate): DateRange => {
  const monday = weekStartOf(today);
  const [back, weeks] = { this_week: [0, 1], last_week: [1, 1], four_weeks: [3, 4], twelve_weeks: [11, 12] }[
    preset
  ] as [number, number];
  const from = addDays(monday, -7 * back);
  return { from, to: addDays(from, 7 * weeks - 1) };
};

/** Why the server would refuse a range; `null` where it accepts it. */
export const dateRangeError = ({ from, to }: DateRange): 'backwards' | 'too_long' | null => {
  const days = daysBetween(from, to) + 1;
  return days < 1 ? 'backwards' : days > METRICS_MAX_DAYS ? 'too_long' : null;
};
