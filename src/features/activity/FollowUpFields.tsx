import type { Activity } from '../../domain/activity.ts';
import { addDays } from '../../domain/calendar.ts';
import type { ActivityUpdates } from '../../store/program.ts';
import { SwitchField } from '../../ui/SwitchField.tsx';
import { checkFollowUpDate } from './checks.ts';
import { DateSavedField } from './fields.tsx';

interface FollowUpFieldsProps {
  activity: Activity;
  onChoose: (fields: ActivityUpdates) => void;
  save: (fields: ActivityUpdates) => Promise<void>;
}

/** Whether to follow up, and when: it shows up on that day. */
export const FollowUpFields = ({ activity, onChoose, save }: FollowUpFieldsProps) => (
  <>
    <SwitchField
      label="Follow up"
      checked={activity.follow_up_required}
      onChange={(event) =>
        onChoose(
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
      <DateSavedField
        label="Follow up on"
        stored={activity.follow_up_date}
        check={checkFollowUpDate}
        save={(follow_up_date) => save({ follow_up_date })}
      />
    )}
  </>
);
