import { type ReactNode, useId, useState } from 'react';
import { matchesTerms, searchableText, searchTerms } from '../../domain/values/fold.ts';
import { ChoiceRow } from '../../ui/ChoiceRow.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { IconSearch } from '../../ui/icons.ts';
import styles from './PersonPicker.module.css';

interface PickablePerson {
  id: string;
  /** The email where they have no name. */
  name: string;
  email: string;
}

interface PersonPickerProps<Person extends PickablePerson> {
  label: string;
  /** Whom one looks for, in the plural: "clients". */
  noun: string;
  people: readonly Person[];
  /** From this many on, there is a search. */
  searchFrom: number;
  /** Whether one of them is chosen, who is shown whatever the search, or any number. */
  kind: 'radio' | 'checkbox';
  selectedIds: readonly string[];
  onChange: (id: string, isSelected: boolean) => void;
  /** Above the list, about those whom the search finds. */
  header?: (found: readonly Person[], isSearching: boolean) => ReactNode;
  errorMessage?: string | null;
}

/** Chooses people, by name or email. Who is chosen stays chosen while a search hides them. */
export const PersonPicker = <Person extends PickablePerson>({
  label,
  noun,
  people,
  searchFrom,
  kind,
  selectedIds,
  onChange,
  header,
  errorMessage = null,
}: PersonPickerProps<Person>) => {
  const id = useId();
  const [text, setText] = useState('');
  const terms = searchTerms(text);
  const found = people.filter(
    (person) =>
      (kind === 'radio' && selectedIds.includes(person.id)) ||
      matchesTerms(searchableText(person.name, person.email), terms),
  );
  return (
    <fieldset className={styles.picker} aria-describedby={errorMessage ? `${id}-error` : undefined}>
      <legend className={styles.legend}>{label}</legend>
      {people.length >= searchFrom && (
        <TextField
          aria-label={`Search ${noun}`}
          placeholder="Name or email"
          type="search"
          leftSection={<IconSearch size={18} aria-hidden />}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
          }}
        />
      )}
      {header?.(found, terms.length > 0)}
      <div className={styles.people} data-kind={kind}>
        {found.map((person) => (
          <ChoiceRow
            key={person.id}
            kind={kind}
            group={kind === 'radio' ? id : undefined}
            title={person.name}
            detail={person.name === person.email ? '' : person.email}
            checked={selectedIds.includes(person.id)}
            onChange={(isSelected) => {
              onChange(person.id, isSelected);
            }}
          />
        ))}
        {found.length === 0 && <p className={styles.quiet}>{`No results for “${text.trim()}”.`}</p>}
      </div>
      {errorMessage && (
        <p id={`${id}-error`} role="alert" className={styles.error}>
          {errorMessage}
        </p>
      )}
    </fieldset>
  );
};
