import type { CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import {
  type DateRange,
  METRICS_MAX_DAYS,
  presetRange,
  type RangePreset,
  dateRangeError,
} from '../../../domain/reporting/date-range.ts';
import { DateField } from '../../../ui/DateFields.tsx';
import { SelectField } from '../../../ui/Fields.tsx';
import { formatCount } from '../../../ui/format.ts';
import styles from './RangePicker.module.css';

export interface RangeSelection {
  preset: RangePreset | 'custom';
  /** What was typed last for `custom`; either date may be empty. */
  custom: DateRange;
}

const RANGE_PRESET_OPTIONS: readonly { value: RangeSelection['preset']; label: string }[] = [
  { value: 'this_week', label: 'This week' },
  { value: 'last_week', label: 'Last week' },
  { value: 'four_weeks', label: '4 weeks' },
  { value: 'twelve_weeks', label: '12 weeks' },
  { value: 'custom', label: 'Custom range' },
];

export const DEFAULT_RANGE = 'four_weeks';

/** The selection of an address; the default where it names none that there is. */
export const rangeSelectionOf = (
  { range, from = '', to = '' }: Partial<Record<'range' | 'from' | 'to', string>>,
  today: CalendarDate,
): RangeSelection => {
  const preset = RANGE_PRESET_OPTIONS.find(({ value }) => value === range)?.value ?? DEFAULT_RANGE;
  return { preset, custom: preset === 'custom' ? { from, to } : presetRange(preset, today) };
};

/** `null` while the typed dates are not a valid range. */
export const selectedRangeOf = ({ preset, custom }: RangeSelection, today: CalendarDate): DateRange | null =>
  preset !== 'custom' ? presetRange(preset, today) : customRangeError(custom) === null ? custom : null;

const customRangeError = (range: DateRange): string | null => {
  if (!range.from || !range.to) return 'Choose both dates.';
  switch (dateRangeError(range)) {
    case 'backwards':
      return 'The end date is before the start date.';
    case 'too_long':
      return `Choose at most ${formatCount(METRICS_MAX_DAYS)} days.`;
    case null:
      return null;
  }
};

interface RangePickerProps {
  selection: RangeSelection;
  today: CalendarDate;
  onChange: (selection: RangeSelection) => void;
}

export const RangePicker = ({ selection, today, onChange }: RangePickerProps) => {
  const setDate = (change: Partial<DateRange>) => {
    onChange({ preset: 'custom', custom: { ...selection.custom, ...change } });
  };
  return (
    <div className={styles.picker}>
      <SelectField
        label="Range"
        data={[...RANGE_PRESET_OPTIONS]}
        value={selection.preset}
        onChange={(event) => {
          const preset = event.currentTarget.value as RangeSelection['preset'];
          // A custom range starts from the one that is shown.
          onChange({ preset, custom: selectedRangeOf(selection, today) ?? selection.custom });
        }}
      />
      {selection.preset === 'custom' && (
        <>
          <DateField
            label="From"
            value={selection.custom.from}
            onChange={(event) => {
              setDate({ from: event.currentTarget.value });
            }}
          />
          <DateField
            label="To"
            value={selection.custom.to}
            error={customRangeError(selection.custom)}
            onChange={(event) => {
              setDate({ to: event.currentTarget.value });
            }}
          />
        </>
      )}
    </div>
  );
};
