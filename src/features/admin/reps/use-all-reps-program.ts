import type { CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import { repWeek, type RepWeek } from '../../../domain/reporting/rep-week.ts';
import { useSession } from '../../../api/session.ts';
import { getAllUsersActivities } from '../../../data/admin/tracking.ts';
import { type PersistedQuery, usePersistedQuery } from '../../../api/use-persisted-query.ts';
import type { CadenceDatabase } from '../../../store/database.ts';
import { countPending, countRejected } from '../../../store/outbox.ts';
import { getProfile } from '../../../data/profile/profile.ts';
import { getActivities } from '../../../data/activities/activities.ts';
import { getWeeklyGoals } from '../../../data/goals/weekly-goals.ts';
import { useLiveQuery } from '../../../store/live-query.ts';

/**
 * The week from `weekStart` (a Monday): for admins that of every rep and coach, from the server; for everybody else
 * their own, from this device.
 */
export const useAllRepsProgram = (weekStart: CalendarDate): PersistedQuery<RepWeek[]> => {
  const isAdmin = useSession((session) => session.person?.role === 'admin');
  const allReps = usePersistedQuery({
    key: ['week', weekStart],
    read: () => getAllUsersActivities(weekStart),
    enabled: isAdmin,
  });
  const own = useLiveQuery((db) => (isAdmin ? Promise.resolve(null) : getOwnWeek(db, weekStart)), [isAdmin, weekStart]);
  if (isAdmin) return allReps;
  return {
    data: own ? [own] : undefined,
    savedAt: null,
    isLoading: !own,
    isFetching: false,
    failure: null,
    refetch: () => Promise.resolve(),
  };
};

const getOwnWeek = async (db: CadenceDatabase, weekStart: CalendarDate): Promise<RepWeek> => {
  // Sequential: async functions that read at once break the zone of Dexie's live query.
  const profile = await getProfile(db);
  const goals = await getWeeklyGoals(db, weekStart);
  const activities = await getActivities(db, weekStart);
  const lastSyncAt = await db.getMeta('lastSyncAt');
  const pending = await countPending(db);
  const rejected = await countRejected(db);
  const latest = await db
    .rows('program_activities')
    .orderBy('date')
    .reverse()
    .filter((activity) => activity.status === 'done')
    .first();
  return repWeek(profile ?? placeholderProfile(db.userId), goals, activities, {
    last_sync_at: lastSyncAt ? new Date(lastSyncAt).toISOString() : null,
    sync_status: rejected > 0 ? 'error' : pending > 0 ? 'pending' : 'synced',
    pending,
    rejected,
    last_activity_on: latest?.date ?? null,
  });
};

/** Used until the first sync brings the profile. */
const placeholderProfile = (id: string): Parameters<typeof repWeek>[0] => ({
  id,
  email: '',
  display_name: 'You',
  role: 'rep',
  time_zone: 'UTC',
  created_at: '',
  updated_at: '',
});
