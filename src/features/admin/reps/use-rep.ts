import type { DateRange } from '../../../domain/reporting/date-range.ts';
import { getUserActivities, getUserActivityMetrics, getUserOverview } from '../../../data/admin/tracking.ts';
import { usePersistedQuery } from '../../../api/use-persisted-query.ts';

/** One rep for an admin: profile and devices, and the metrics and activities of a range. */
export const useRep = (userId: string, range: DateRange) => ({
  overview: usePersistedQuery({ key: ['rep', userId], read: () => getUserOverview(userId) }),
  metrics: usePersistedQuery({
    key: ['metrics', userId, range.from, range.to],
    read: () => getUserActivityMetrics(userId, range),
  }),
  activities: usePersistedQuery({
    key: ['activities', userId, range.from, range.to],
    read: () => getUserActivities(userId, range),
  }),
});
