import { useId, useState } from 'react';
import { displayName, type Profile } from '../../domain/profiles/profile.ts';
import { matchesTerms, searchableText, searchTerms } from '../../domain/values/fold.ts';
import { TextField } from '../../ui/Fields.tsx';
import { formatName } from '../../ui/format-name.ts';
import { IconSearch } from '../../ui/icons.ts';
import styles from './Handover.module.css';

interface SuccessorPickerProps {
  coaches: readonly Profile[];
  selectedId: string | null;
  onChange: (id: string) => void;
}

/** From this many on, there is a search. */
const SEARCH_FROM = 6;

/** Chooses one of the coaches, by name or email. Who is chosen is shown whatever the search. */
export const SuccessorPicker = ({ coaches, selectedId, onChange }: SuccessorPickerProps) => {
  const name = useId();
  const [text, setText] = useState('');
  const terms = searchTerms(text);
  const shown = coaches.filter(
    (coach) => coach.id === selectedId || matchesTerms(searchableText(coach.display_name, coach.email), terms),
  );
  return (
    <fieldset className={styles.picker}>
      <legend className={styles.legend}>New coach</legend>
      {coaches.length >= SEARCH_FROM && (
        <TextField
          aria-label="Search coaches"
          placeholder="Name or email"
          type="search"
          leftSection={<IconSearch size={18} aria-hidden />}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
          }}
        />
      )}
      <div className={styles.coaches}>
        {shown.map((coach) => (
          <label key={coach.id} className={styles.coach}>
            <input
              type="radio"
              name={name}
              checked={coach.id === selectedId}
              onChange={() => {
                onChange(coach.id);
              }}
            />
            <span className={styles.coachText}>
              <span dir="auto">{formatName(displayName(coach))}</span>
              {displayName(coach) !== coach.email && <span className={styles.quiet}>{coach.email}</span>}
            </span>
          </label>
        ))}
        {shown.length === 0 && <p className={styles.quiet}>{`No results for “${text.trim()}”.`}</p>}
      </div>
    </fieldset>
  );
};
