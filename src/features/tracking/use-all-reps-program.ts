import type { CalendarDate } from '../../domain/calendar.ts';
import { repWeek, type RepWeek } from '../../domain/metrics.ts';
import { useSession } from '../../remote/session.ts';
import { getAllUsersActivities } from '../../remote/tracking.ts';
import { type KeptQuery, useKeptQuery } from '../../remote/use-kept-query.ts';
import type { CadenceDatabase } from '../../store/database.ts';
import { countPending, countRejected } from '../../store/outbox.ts';
import { getProfile } from '../../store/profile.ts';
import { getActivities, getWeeklyGoals } from '../../store/program.ts';
import { useLive } from '../../store/react.ts';

/**
 * The week from `weekStart` (a Monday): of every rep and coach for an admin, who asks the cloud; of
 * themselves for everybody else, from their own device.
 */
export const useAllRepsProgram = (weekStart: CalendarDate): KeptQuery<RepWeek[]> => {
  const isAdmin = useSession((session) => session.person?.role === 'admin');
  const everybody = useKeptQuery({
    key: ['week', weekStart],
    read: () => getAllUsersActivities(weekStart),
    enabled: isAdmin,
  });
  const own = useLive((db) => (isAdmin ? Promise.resolve(null) : ownWeek(db, weekStart)), [isAdmin, weekStart]);
  if (isAdmin) return everybody;
  return {
    data: own ? [own] : undefined,
    savedAt: null,
    isLoading: !own,
    isFetching: false,
    failure: null,
    refetch: () => Promise.resolve(),
  };
};

const ownWeek = async (db: CadenceDatabase, weekStart: CalendarDate): Promise<RepWeek> => {
  // One after the other: Dexie loses its place where several async functions read at once in a live query.
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
  return repWeek(profile ?? unknownYet(db.userId), goals, activities, {
    last_sync_at: lastSyncAt ? new Date(lastSyncAt).toISOString() : null,
    sync_status: rejected > 0 ? 'error' : pending > 0 ? 'pending' : 'synced',
    pending,
    rejected,
    last_activity_on: latest?.date ?? null,
  });
};

/** Stands in until the first sync has brought the profile. */
const unknownYet = (id: string): Parameters<typeof repWeek>[0] => ({
  id,
  email: '',
  display_name: 'You',
  role: 'rep',
  time_zone: 'UTC',
  created_at: '',
  updated_at: '',
});
