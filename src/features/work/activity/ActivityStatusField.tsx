import { ACTIVITY_STATUSES, type ActivityStatus, activityStatusChange } from '../../../domain/activities/activity.ts';
import type { ActivityUpdates } from '../../../data/activities/activities.ts';
import { Segmented } from '../../../ui/Segmented.tsx';

const ACTIVITY_STATUS_LABELS: Record<ActivityStatus, string> = {
  planned: 'Planned',
  done: 'Done',
  cancelled: 'Cancelled',
};

const ACTIVITY_STATUS_OPTIONS = ACTIVITY_STATUSES.map((value) => ({ value, label: ACTIVITY_STATUS_LABELS[value] }));

export const ActivityStatusField = ({
  status,
  onSave,
}: {
  status: ActivityStatus;
  onSave: (fields: ActivityUpdates) => void;
}) => (
  <Segmented
    label="Status"
    fullWidth
    options={ACTIVITY_STATUS_OPTIONS}
    value={status}
    onChange={(newStatus) => {
      if (newStatus !== status) onSave(activityStatusChange(newStatus, new Date().toISOString()));
    }}
  />
);
