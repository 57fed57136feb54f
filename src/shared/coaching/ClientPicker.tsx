import { useId, useState } from 'react';
import type { Client } from '../../data/coaching/use-connections.ts';
import { matchesTerms, searchableText, searchTerms } from '../../domain/values/fold.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { formatName } from '../../ui/format-name.ts';
import { IconSearch } from '../../ui/icons.ts';
import styles from './EnrollForm.module.css';

interface ClientPickerProps {
  clients: readonly Client[];
  selectedIds: readonly string[];
  onChange: (ids: readonly string[]) => void;
  errorMessage: string | null;
}

/** From this many on, there is a search. */
const SEARCH_FROM = 8;

/** Chooses clients, by name or email. Who is chosen stays chosen while a search hides them. */
export const ClientPicker = ({ clients, selectedIds, onChange, errorMessage }: ClientPickerProps) => {
  const id = useId();
  const [text, setText] = useState('');
  const terms = searchTerms(text);
  const shown = clients.filter(({ name, email }) => matchesTerms(searchableText(name, email), terms));
  const unselected = shown.filter((client) => !selectedIds.includes(client.id));
  return (
    <fieldset className={styles.picker} aria-describedby={errorMessage ? `${id}-error` : undefined}>
      <legend className={styles.legend}>Clients</legend>
      {clients.length >= SEARCH_FROM && (
        <TextField
          aria-label="Search clients"
          placeholder="Name or email"
          type="search"
          leftSection={<IconSearch size={18} aria-hidden />}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
          }}
        />
      )}
      {clients.length > 1 && (
        <div className={styles.pickerLine}>
          <span aria-live="polite">{`${String(selectedIds.length)} chosen`}</span>
          <Button
            variant="subtle"
            size="compact-md"
            disabled={unselected.length === 0}
            onClick={() => {
              onChange([...selectedIds, ...unselected.map((client) => client.id)]);
            }}
          >
            {terms.length > 0 ? 'Choose all found' : 'Choose all'}
          </Button>
        </div>
      )}
      <div className={styles.clients}>
        {shown.map((client) => (
          <label key={client.id} className={styles.client}>
            <input
              type="checkbox"
              checked={selectedIds.includes(client.id)}
              onChange={(event) => {
                const others = selectedIds.filter((selected) => selected !== client.id);
                onChange(event.currentTarget.checked ? [...others, client.id] : others);
              }}
            />
            <span className={styles.clientText}>
              <span dir="auto">{formatName(client.name)}</span>
              {client.name !== client.email && <span className={styles.quiet}>{client.email}</span>}
            </span>
          </label>
        ))}
        {shown.length === 0 && <p className={styles.quiet}>{`No results for “${text.trim()}”.`}</p>}
      </div>
      {errorMessage && (
        <p id={`${id}-error`} role="alert" className={styles.error}>
          {errorMessage}
        </p>
      )}
    </fieldset>
  );
};
