import { useMemo } from 'react';
import type { Activity, ActivityStatus } from '../../domain/activities/activity.ts';
import { repeatActivity, setActivityStatus } from './activity-actions.ts';
import { deleteActivity } from './activities.ts';
import { restoreRow } from '../../store/write.ts';
import { useDatabase } from '../../store/live-query.ts';
import { useTimeZone } from '../profile/local-clock.ts';

/** The one-tap actions on activities, bound to the person's database. */
export const useActivityActions = () => {
  const db = useDatabase();
  const timeZone = useTimeZone();
  return useMemo(
    () => ({
      setStatus: (activity: Activity, status: ActivityStatus) => setActivityStatus(db, activity.id, status),
      repeat: (activity: Activity) => repeatActivity(db, timeZone, activity),
      remove: (activity: Activity) => deleteActivity(db, activity.id),
      restore: (activity: Activity) => restoreRow(db, 'program_activities', activity),
    }),
    [db, timeZone],
  );
};
