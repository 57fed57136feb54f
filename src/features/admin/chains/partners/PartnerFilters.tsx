import { SelectField, TextField } from '../../../../ui/Fields.tsx';
import { IconSearch } from '../../../../ui/icons.ts';
import { PARTNER_FILTERS, type PartnerFilter, partnerFilterOf } from './partner-list.ts';
import styles from './Partners.module.css';

interface PartnerFiltersProps {
  text: string;
  filter: PartnerFilter;
  /** How many partners are shown. */
  count: string;
  onTextChange: (text: string) => void;
  onFilterChange: (filter: PartnerFilter) => void;
}

export const PartnerFilters = ({ text, filter, count, onTextChange, onFilterChange }: PartnerFiltersProps) => (
  <div className={styles.filters} role="search" aria-label="Partners">
    <div className={styles.text}>
      <TextField
        aria-label="Search by name, tier or manager"
        placeholder="Name, tier or manager"
        type="search"
        leftSection={<IconSearch size={18} aria-hidden />}
        value={text}
        onChange={(event) => {
          onTextChange(event.currentTarget.value);
        }}
      />
    </div>
    <SelectField
      aria-label="Show"
      data={PARTNER_FILTERS.map((option) => ({ ...option }))}
      value={filter}
      onChange={(event) => {
        onFilterChange(partnerFilterOf(event.currentTarget.value));
      }}
    />
    <span className={styles.count} aria-live="polite">
      {count}
    </span>
  </div>
);
