import type { DateRange } from '../../domain/metrics.ts';
import { getUserActivities, getUserActivityMetrics, getUserOverview } from '../../remote/tracking.ts';
import { useKeptQuery } from '../../remote/use-kept-query.ts';

/** One rep for an admin: who they are, what a range's figures are, and the work behind them. */
export const useRep = (userId: string, range: DateRange) => ({
  overview: useKeptQuery({ key: ['rep', userId], read: () => getUserOverview(userId) }),
  metrics: useKeptQuery({
    key: ['metrics', userId, range.from, range.to],
    read: () => getUserActivityMetrics(userId, range),
  }),
  activities: useKeptQuery({
    key: ['activities', userId, range.from, range.to],
    read: () => getUserActivities(userId, range),
  }),
});
