import { ACTIVITY_STATUSES, type ActivityStatus, statusChange } from '../../domain/activity.ts';
import type { ActivityUpdates } from '../../store/program.ts';
import { Segmented } from '../../ui/Segmented.tsx';

const LABELS: Record<ActivityStatus, string> = { planned: 'Planned', done: 'Done', cancelled: 'Cancelled' };

const OPTIONS = ACTIVITY_STATUSES.map((value) => ({ value, label: LABELS[value] }));

export const StatusField = ({
  status,
  onSave,
}: {
  status: ActivityStatus;
  onSave: (fields: ActivityUpdates) => void;
}) => (
  <Segmented
    label="Status"
    fullWidth
    options={OPTIONS}
    value={status}
    onChange={(chosen) => {
      if (chosen !== status) onSave(statusChange(chosen, new Date().toISOString()));
    }}
  />
);
