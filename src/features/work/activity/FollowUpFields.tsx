import type { Activity } from '../../../domain/activities/activity.ts';
import { addDays } from '../../../domain/calendar/calendar-date.ts';
import type { ActivityUpdates } from '../../../data/activities/activities.ts';
import { SwitchField } from '../../../ui/SwitchField.tsx';
import { validateFollowUpDate } from './validation.ts';
import { SavedDateField } from '../../../shared/fields/SavedFields.tsx';

interface FollowUpFieldsProps {
  activity: Activity;
  onChange: (fields: ActivityUpdates) => void;
  save: (fields: ActivityUpdates) => Promise<void>;
}

/** Whether to follow up, and when. */
export const FollowUpFields = ({ activity, onChange, save }: FollowUpFieldsProps) => (
  <>
    <SwitchField
      label="Follow up"
      checked={activity.follow_up_required}
      onChange={(event) =>
        onChange(
          event.currentTarget.checked
            ? {
                follow_up_required: true,
                ...(activity.follow_up_date === null && { follow_up_date: addDays(activity.date, 1) }),
              }
            : { follow_up_required: false },
        )
      }
    />
    {activity.follow_up_required && (
      <SavedDateField
        label="Follow up on"
        stored={activity.follow_up_date}
        validate={validateFollowUpDate}
        save={(follow_up_date) => save({ follow_up_date })}
      />
    )}
  </>
);
