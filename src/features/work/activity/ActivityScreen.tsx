import { getActivity } from '../../../data/activities/activities.ts';
import { getActivityTypes } from '../../../data/activities/activity-types.ts';
import { getLeads } from '../../../data/leads/leads.ts';
import { RowScreen } from '../../../shared/rows/RowScreen.tsx';
import type { CadenceDatabase } from '../../../store/database.ts';
import { ActivityForm } from './ActivityForm.tsx';

/** One activity, each field saved by itself. */
export const ActivityScreen = () => (
  <RowScreen title="Activity" back={{ to: '/today', label: 'Today' }} read={readActivity}>
    {(row) => <ActivityForm {...row} />}
  </RowScreen>
);

const readActivity = async (db: CadenceDatabase, id: string) => {
  const [activity, leads, types] = await Promise.all([getActivity(db, id), getLeads(db), getActivityTypes(db)]);
  return activity && { activity, leads, types };
};
