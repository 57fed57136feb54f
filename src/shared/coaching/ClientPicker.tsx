import type { Client } from '../../data/coaching/use-connections.ts';
import { Button } from '../../ui/Button.tsx';
import { PersonPicker } from '../people/PersonPicker.tsx';
import styles from './EnrollForm.module.css';

interface ClientPickerProps {
  clients: readonly Client[];
  selectedIds: readonly string[];
  onChange: (ids: readonly string[]) => void;
  errorMessage: string | null;
}

/** Chooses any number of clients. */
export const ClientPicker = ({ clients, selectedIds, onChange, errorMessage }: ClientPickerProps) => (
  <PersonPicker
    label="Clients"
    noun="clients"
    people={clients}
    searchFrom={8}
    kind="checkbox"
    selectedIds={selectedIds}
    onChange={(id, isSelected) => {
      const others = selectedIds.filter((selected) => selected !== id);
      onChange(isSelected ? [...others, id] : others);
    }}
    header={(found, isSearching) => {
      const unselected = found.filter(({ id }) => !selectedIds.includes(id));
      return (
        clients.length > 1 && (
          <div className={styles.pickerLine}>
            <span aria-live="polite">{`${String(selectedIds.length)} chosen`}</span>
            <Button
              variant="subtle"
              size="compact-md"
              disabled={unselected.length === 0}
              onClick={() => {
                onChange([...selectedIds, ...unselected.map(({ id }) => id)]);
              }}
            >
              {isSearching ? 'Choose all found' : 'Choose all'}
            </Button>
          </div>
        )
      );
    }}
    errorMessage={errorMessage}
  />
);
