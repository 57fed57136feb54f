import { useId, useState } from 'react';
import { Form } from '../../../ui/Form.tsx';
import { ActionIcon, Button } from '../../../ui/Button.tsx';
import { usePeople } from '../../../data/admin/use-people.ts';
import { TextField } from '../../../ui/Fields.tsx';
import { IconX } from '../../../ui/icons.ts';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';
import styles from './Flags.module.css';
import { nameKey } from '../../../domain/values/fold.ts';

interface NamedPeopleProps {
  ids: readonly string[];
  isFull: boolean;
  onChange: (ids: string[]) => void;
  /** What is typed and not added yet. */
  email: string;
  onEmailChange: (email: string) => void;
  /** The sheet was to be saved with such an email. */
  isAddMissing: boolean;
}

/** The people for whom a flag is on individually, added by their e-mail address. */
export const NamedPeople = ({ ids, isFull, onChange, email, onEmailChange, isAddMissing }: NamedPeopleProps) => {
  const listId = useId();
  const { data } = usePeople();
  const people = data ?? [];
  const [errorMessage, setErrorMessage] = useState<string | null>(null);
  const emailOf = new Map(people.map((person) => [person.id, person.email]));

  const add = () => {
    const searched = nameKey(email);
    const person = people.find((candidate) => nameKey(candidate.email) === searched);
    if (!person) {
      setErrorMessage(data ? 'No account has this email.' : 'The list of people hasn’t loaded yet.');
      return;
    }
    if (!ids.includes(person.id)) onChange([...ids, person.id]);
    onEmailChange('');
  };

  return (
    <div className={styles.people}>
      <Form className={styles.addForm} onSubmit={add}>
        <TextField
          label="Named people"
          placeholder="Email"
          type="email"
          autoComplete="off"
          list={listId}
          value={email}
          error={
            isFull
              ? 'The limit is reached. Use a role or a percentage instead.'
              : (errorMessage ?? (isAddMissing && 'Add this person, or clear the field.'))
          }
          onChange={(event) => {
            onEmailChange(event.currentTarget.value);
            setErrorMessage(null);
          }}
        />
        <datalist id={listId}>
          {people
            .filter(({ id }) => !ids.includes(id))
            .map((person) => (
              <option key={person.id} value={person.email} dir="auto">
                {person.display_name}
              </option>
            ))}
        </datalist>
        <Button type="submit" variant="default" disabled={isFull || email.trim() === ''}>
          Add
        </Button>
      </Form>
      {ids.length > 0 && (
        <ListRows label="Named people">
          {ids.map((id) => {
            const address = emailOf.get(id) ?? (data ? 'Deleted account' : 'Not loaded yet');
            return (
              <ListRow
                key={id}
                title={address}
                trailing={
                  <ActionIcon
                    aria-label={`Remove ${address}`}
                    onClick={() => {
                      onChange(ids.filter((other) => other !== id));
                    }}
                  >
                    <IconX size={18} aria-hidden />
                  </ActionIcon>
                }
              />
            );
          })}
        </ListRows>
      )}
    </div>
  );
};
