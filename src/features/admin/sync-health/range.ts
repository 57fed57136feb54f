import { addDays, startOfDay, startOfHour } from 'date-fns';

/** The ranges of sync health. They end with the current hour or day. */
export type HealthRange = 'day' | 'week' | 'month';

export const HEALTH_RANGES: readonly { value: HealthRange; label: string }[] = [
  { value: 'day', label: '24 hours' },
  { value: 'week', label: '7 days' },
  { value: 'month', label: '30 days' },
];

const HOUR_MS = 3_600_000;
const RANGE_DAYS: Record<Exclude<HealthRange, 'day'>, number> = { week: 7, month: 30 };

/** @param now in milliseconds. */
export const rangeBounds = (range: HealthRange, now: number): { since: Date; until: Date } => {
  if (range === 'day') {
    const until = startOfHour(now).getTime() + HOUR_MS;
    return { since: new Date(until - 24 * HOUR_MS), until: new Date(until) };
  }
  const until = startOfDay(addDays(now, 1));
  return { since: addDays(until, -RANGE_DAYS[range]), until };
};
