import type { Activity, ActivityStatus } from '../activities/activity.ts';
import type { CalendarDate } from '../calendar/calendar-date.ts';

/** The number of activities by status. */
export interface ActivityCounts extends Record<ActivityStatus, number> {
  /** Of done activities. */
  minutes: number;
}

export interface ActivitySummary extends ActivityCounts {
  /** 0 to 1; `null` where there are no activities. */
  completion_rate: number | null;
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

/**
 * Done divided by all activities: 0 to 1, `null` where there are none. The database's `private.completion_rate`
 * computes the same value.
 */
export const completionRate = ({ done, planned, cancelled }: Record<ActivityStatus, number>): number | null => {
  const total = done + planned + cancelled;
  return total === 0 ? null : done / total;
};

/**
 * A share of 0 to 1 in whole percent, as every screen, file and comparison has it: rounded down, so that 100 means all and
 * 80 means at least 80.
 */
export const wholePercent = (share: number): number => Math.floor(share * 100 + ROUNDING_ERROR);

/** What a share that should be a whole percent may lack after floating-point arithmetic. */
const ROUNDING_ERROR = 1e-9;

export const countActivities = (activities: readonly Pick<Activity, 'status' | 'duration'>[]): ActivityCounts => {
  const counts: ActivityCounts = { planned: 0, done: 0, cancelled: 0, minutes: 0 };
  for (const { status, duration } of activities) {
    counts[status] += 1;
    if (status === 'done') counts.minutes += duration ?? 0;
  }
  return counts;
};
