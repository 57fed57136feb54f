import { TextField } from '../../../ui/Fields.tsx';
import { formatCount } from '../../../ui/format.ts';
import { IconSearch } from '../../../ui/icons.ts';
import { Segmented } from '../../../ui/Segmented.tsx';
import { SwitchField } from '../../../ui/SwitchField.tsx';
import { type ListedRep, type PaceFilter, repCountLabel, type RepFilter } from './rep-list.ts';
import styles from './RepFilters.module.css';

const PACE_OPTIONS: readonly { value: PaceFilter; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'behind', label: 'Behind' },
  { value: 'on_track', label: 'On track' },
];

interface RepFiltersProps {
  filter: RepFilter;
  onChange: (change: Partial<RepFilter>) => void;
  /** Those who pass the filter, of `all`. */
  shown: readonly ListedRep[];
  all: readonly ListedRep[];
}

export const RepFilters = ({ filter, onChange, shown, all }: RepFiltersProps) => (
  <div className={styles.filters} role="search" aria-label="Reps">
    <div className={styles.text}>
      <TextField
        aria-label="Search by name or email"
        placeholder="Name or email"
        type="search"
        leftSection={<IconSearch size={18} aria-hidden />}
        value={filter.text}
        onChange={(event) => {
          onChange({ text: event.currentTarget.value });
        }}
      />
    </div>
    <Segmented
      label="Pace"
      value={filter.pace}
      options={PACE_OPTIONS}
      onChange={(pace) => {
        onChange({ pace });
      }}
    />
    <SwitchField
      label="Stale only"
      checked={filter.staleOnly}
      onChange={(event) => {
        onChange({ staleOnly: event.currentTarget.checked });
      }}
    />
    <span className={styles.count} aria-live="polite">
      {shown.length === all.length ? repCountLabel(all) : `${formatCount(shown.length)} of ${repCountLabel(all)}`}
    </span>
  </div>
);
