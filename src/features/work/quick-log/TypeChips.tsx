import { type ActivityType, activityTypeLabel, BUILT_IN_TYPES } from '../../../domain/activities/activity.ts';
import { useInitialQuery } from '../../../store/live-query.ts';
import { getActivityTypesByUsage } from '../../../data/activities/activity-types.ts';
import { ActivityTypeIcon } from '../../../shared/activities/ActivityTypeIcon.tsx';
import { ChoiceChips } from '../../../ui/ChoiceChips.tsx';

interface TypeChipsProps {
  value: string | null;
  onChange: (type: string) => void;
  missing: boolean;
}

/** The person's types, the most used first; their order does not change while the sheet is open. */
export const TypeChips = ({ value, onChange, missing }: TypeChipsProps) => {
  const types = useInitialQuery(getActivityTypesByUsage) ?? BUILT_IN_TYPES;
  return (
    <ChoiceChips
      label="Type"
      hideLabel
      autoFocus
      options={includeStoredType(types, value).map(({ key, label }) => ({
        value: key,
        label,
        icon: <ActivityTypeIcon type={key} />,
      }))}
      value={value}
      onChange={onChange}
      errorMessage={missing ? 'Choose a type or enter a title.' : null}
    />
  );
};

/** A draft may have a type that was removed meanwhile. */
const includeStoredType = (types: readonly ActivityType[], key: string | null): readonly ActivityType[] =>
  key === null || types.some((type) => type.key === key)
    ? types
    : [...types, { key, label: activityTypeLabel(key), goal: null }];
