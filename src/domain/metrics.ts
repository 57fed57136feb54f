import { type Activity, type ActivityStatus, GOAL_KEYS } from './activity.ts';
import { addDays, type CalendarDate, daysBetween, weekStartOf } from './calendar.ts';
import { goalProgress, type GoalTargets } from './goals.ts';
import type { Profile, Role } from './profile.ts';

/** How many activities are in each state, and the minutes of those that are done. */
export interface WorkCounts extends Record<ActivityStatus, number> {
  minutes: number;
}

/** Counts with their completion rate: 0 to 1, null where nothing was meant to be done. */
export interface WorkSummary extends WorkCounts {
  completion_rate: number | null;
}

/** One person's week as an admin sees it. */
export interface RepWeek {
  user_id: string;
  email: string;
  display_name: string;
  role: Role;
  time_zone: string;
  goals: GoalTargets;
  /** Done activities, by the goal that they count towards. */
  done: GoalTargets;
  /** Done activities of any type, custom ones included. */
  done_total: number;
  planned: number;
  cancelled: number;
  /** Minutes of done activities. */
  minutes: number;
  /** ISO instant; null until the first sync. */
  last_sync_at: string | null;
  sync_status: string;
  /** Changes that the person's devices have not sent yet, as they last told. */
  pending: number;
  rejected: number;
  /** The latest date with something done, in any week. */
  last_activity_on: CalendarDate | null;
}

export interface DateRange {
  from: CalendarDate;
  /** Included. */
  to: CalendarDate;
}

/** What one person did in a range, beside the range of the same length before it. */
export interface ActivityMetrics {
  user_id: string;
  from_date: CalendarDate;
  to_date: CalendarDate;
  totals: WorkSummary;
  previous: WorkSummary;
  by_type: (WorkCounts & { type: string })[];
  /** Every day of the range. */
  by_day: (WorkCounts & { date: CalendarDate })[];
  /** Sevens of days from `from_date`, each beside the same days of the range before; the last may be shorter. */
  by_week: { from_date: CalendarDate; to_date: CalendarDate; this: WorkSummary; before: WorkSummary }[];
}

/** The state of the whole system. */
export interface SystemOverview {
  /** Seconds for which the oldest open write has held back what devices may read. */
  horizon_lag_seconds: number;
  people: Record<Role, number>;
  devices: number;
  /** Devices that were heard of in the last 24 hours. */
  devices_seen_today: number;
  pending: number;
  rejected: number;
  /** Reps and coaches without any sync. */
  never_synced: number;
  oldest_sync_at: string | null;
  versions: { app_version: string; devices: number; last_seen_at: string }[];
}

/** The longest range that the server answers for. */
export const METRICS_DAYS_LIMIT = 731;

/** Done over everything that was meant: 0 to 1, null where nothing was. The database says the same. */
export const completionRate = ({ done, planned, cancelled }: Record<ActivityStatus, number>): number | null => {
  const meant = done + planned + cancelled;
  return meant === 0 ? null : done / meant;
};

const countWork = (activities: readonly Pick<Activity, 'status' | 'duration'>[]): WorkCounts => {
  const counts: WorkCounts = { planned: 0, done: 0, cancelled: 0, minutes: 0 };
  for (const { status, duration } of activities) {
    counts[status] += 1;
    if (status === 'done') counts.minutes += duration ?? 0;
  }
  return counts;
};

/** What a device knows of its own person's sync. */
export type SyncReport = Pick<RepWeek, 'last_sync_at' | 'sync_status' | 'pending' | 'rejected' | 'last_activity_on'>;

/** A person's week, worked out from the week's own rows as the database works it out for admins. */
export const repWeek = (
  person: Profile,
  goals: GoalTargets,
  activities: readonly Activity[],
  sync: SyncReport,
): RepWeek => {
  const counts = countWork(activities);
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

/** How much of the week's targets is reached: 0 to 1. More than asked for in one goal does not stand in for another. */
export const attainment = ({ goals, done }: Pick<RepWeek, 'goals' | 'done'>): number => {
  const asked = GOAL_KEYS.reduce((sum, key) => sum + goals[key], 0);
  const reached = GOAL_KEYS.reduce((sum, key) => sum + Math.min(goals[key], done[key]), 0);
  return asked === 0 ? 1 : reached / asked;
};

/**
 * The share of a week's targets that is due on `today`: what its finished working days (Monday to Friday)
 * carry. 0 on its Monday and before, 1 from its Saturday on.
 */
export const dueShare = (weekStart: CalendarDate, today: CalendarDate): number =>
  Math.min(5, Math.max(0, daysBetween(weekStart, today))) / 5;

export type Pace = 'on_track' | 'behind';

/** Whoever has at least this part of what is due is on track. */
const ON_TRACK_PART = 0.8;

export const paceOf = (row: Pick<RepWeek, 'goals' | 'done'>, weekStart: CalendarDate, today: CalendarDate): Pace =>
  attainment(row) >= ON_TRACK_PART * dueShare(weekStart, today) ? 'on_track' : 'behind';

const STALE_MS = 72 * 3_600_000;

/** True for a person whose devices have not synced for 72 hours, or never. `now` in milliseconds. */
export const isStale = ({ last_sync_at }: Pick<RepWeek, 'last_sync_at'>, now: number): boolean =>
  last_sync_at === null || now - Date.parse(last_sync_at) > STALE_MS;

export type RangePreset = 'this_week' | 'last_week' | 'four_weeks' | 'twelve_weeks';

/** The dates of a preset; longer ones end with the running week. */
export const presetRange = (preset: RangePreset, today: CalendarDate): DateRange => {
  const monday = weekStartOf(today);
  const [back, weeks] = { this_week: [0, 1], last_week: [1, 1], four_weeks: [3, 4], twelve_weeks: [11, 12] }[
    preset
  ] as [number, number];
  const from = addDays(monday, -7 * back);
  return { from, to: addDays(from, 7 * weeks - 1) };
};

/** Why a range cannot be asked for, or null where it can. */
export const rangeProblem = ({ from, to }: DateRange): 'backwards' | 'too_long' | null => {
  const days = daysBetween(from, to) + 1;
  return days < 1 ? 'backwards' : days > METRICS_DAYS_LIMIT ? 'too_long' : null;
};
