import { useMemo } from 'react';
import type { Activity, ActivityStatus } from '../domain/activity.ts';
import { repeatActivity, setActivityStatus } from './activity-actions.ts';
import { deleteActivity, restoreRow } from './program.ts';
import { useStore, useTimeZone } from './react.ts';

/** The one-tap deeds of a list of activities, bound to the person's database. */
export const useActivityActions = () => {
  const db = useStore();
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
