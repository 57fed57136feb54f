import { TextField } from '../../ui/Fields.tsx';
import { IconSearch } from '../../ui/icons.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { SwitchField } from '../../ui/SwitchField.tsx';
import type { PaceFilter, RepFilter } from './rep-list.ts';
import styles from './RepFilters.module.css';

const PACES: readonly { value: PaceFilter; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'behind', label: 'Behind' },
  { value: 'on_track', label: 'On track' },
];

interface RepFiltersProps {
  filter: RepFilter;
  onChange: (change: Partial<RepFilter>) => void;
}

export const RepFilters = ({ filter, onChange }: RepFiltersProps) => (
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
      options={PACES}
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
  </div>
);
