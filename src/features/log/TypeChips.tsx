import { type ActivityType, BUILT_IN_TYPES } from '../../domain/activity.ts';
import { useOnce } from '../../store/react.ts';
import { getTypesByUse } from '../../store/types-by-use.ts';
import { ActivityTypeIcon } from '../../ui/ActivityTypeIcon.tsx';
import { ChoiceChips } from '../../ui/ChoiceChips.tsx';

interface TypeChipsProps {
  value: string | null;
  onChange: (type: string) => void;
  missing: boolean;
}

/** The person's types, the most used first. They keep their places while the sheet is open. */
export const TypeChips = ({ value, onChange, missing }: TypeChipsProps) => {
  const types = useOnce(getTypesByUse) ?? BUILT_IN_TYPES;
  return (
    <ChoiceChips
      label="Type"
      hideLabel
      autoFocus
      options={withType(types, value).map(({ key, label }) => ({
        value: key,
        label,
        icon: <ActivityTypeIcon type={key} />,
      }))}
      value={value}
      onChange={onChange}
      problem={missing ? 'Choose a type first, then log it.' : null}
    />
  );
};

/** A draft may have a type that was removed since. */
const withType = (types: readonly ActivityType[], key: string | null): readonly ActivityType[] =>
  key === null || types.some((type) => type.key === key) ? types : [...types, { key, label: key, goal: null }];
