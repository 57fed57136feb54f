import type { CalendarDate } from '../../domain/calendar.ts';
import {
  type DateRange,
  METRICS_DAYS_LIMIT,
  presetRange,
  type RangePreset,
  rangeProblem,
} from '../../domain/metrics.ts';
import { ChoiceField, DateField } from '../../ui/Fields.tsx';
import { formatCount } from '../../ui/format.ts';
import styles from './RangePicker.module.css';

export interface PickedRange {
  preset: RangePreset | 'custom';
  /** What was typed last for `custom`; either may be empty. */
  custom: DateRange;
}

const PRESETS: readonly { value: PickedRange['preset']; label: string }[] = [
  { value: 'this_week', label: 'This week' },
  { value: 'last_week', label: 'Last week' },
  { value: 'four_weeks', label: '4 weeks' },
  { value: 'twelve_weeks', label: '12 weeks' },
  { value: 'custom', label: 'Other dates' },
];

/** The range that is picked, or null while its dates make none. */
export const rangeOf = ({ preset, custom }: PickedRange, today: CalendarDate): DateRange | null =>
  preset !== 'custom' ? presetRange(preset, today) : problemOf(custom) === null ? custom : null;

const problemOf = (range: DateRange): string | null => {
  if (!range.from || !range.to) return 'Choose both dates.';
  switch (rangeProblem(range)) {
    case 'backwards':
      return 'The last date is before the first.';
    case 'too_long':
      return `At most ${formatCount(METRICS_DAYS_LIMIT)} days at once.`;
    case null:
      return null;
  }
};

interface RangePickerProps {
  picked: PickedRange;
  today: CalendarDate;
  onChange: (picked: PickedRange) => void;
}

export const RangePicker = ({ picked, today, onChange }: RangePickerProps) => {
  const setDate = (change: Partial<DateRange>) => {
    onChange({ preset: 'custom', custom: { ...picked.custom, ...change } });
  };
  return (
    <div className={styles.picker}>
      <ChoiceField
        label="Range"
        data={[...PRESETS]}
        value={picked.preset}
        onChange={(event) => {
          const preset = event.currentTarget.value as PickedRange['preset'];
          // Other dates begin with the ones that are shown.
          onChange({ preset, custom: rangeOf(picked, today) ?? picked.custom });
        }}
      />
      {picked.preset === 'custom' && (
        <>
          <DateField
            label="From"
            value={picked.custom.from}
            onChange={(event) => {
              setDate({ from: event.currentTarget.value });
            }}
          />
          <DateField
            label="To"
            value={picked.custom.to}
            error={problemOf(picked.custom)}
            onChange={(event) => {
              setDate({ to: event.currentTarget.value });
            }}
          />
        </>
      )}
    </div>
  );
};
