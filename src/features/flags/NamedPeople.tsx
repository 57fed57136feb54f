import { ActionIcon, Button } from '@mantine/core';
import { useId, useState } from 'react';
import { TextField } from '../../ui/Fields.tsx';
import { IconX } from '../../ui/icons.ts';
import { Row, Rows } from '../../ui/Rows.tsx';
import styles from './Flags.module.css';
import { useEverybody } from './use-flags.ts';

interface NamedPeopleProps {
  ids: readonly string[];
  isFull: boolean;
  onChange: (ids: string[]) => void;
}

/** People who have a flag by name, picked by their e-mail address. */
export const NamedPeople = ({ ids, isFull, onChange }: NamedPeopleProps) => {
  const listId = useId();
  const { data } = useEverybody();
  const everybody = data ?? [];
  const [email, setEmail] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const emailOf = new Map(everybody.map((person) => [person.id, person.email]));

  const add = () => {
    const wanted = email.trim().toLowerCase();
    const person = everybody.find((one) => one.email.toLowerCase() === wanted);
    if (!person) {
      setProblem(data ? 'Nobody here has this address.' : 'The list of people has not been loaded yet.');
      return;
    }
    if (!ids.includes(person.id)) onChange([...ids, person.id]);
    setEmail('');
  };

  return (
    <div className={styles.people}>
      <form
        className={styles.adder}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <TextField
          label="Named people"
          placeholder="Email"
          type="email"
          autoComplete="off"
          list={listId}
          value={email}
          error={isFull ? 'No more people fit: use a role or a percentage.' : problem}
          onChange={(event) => {
            setEmail(event.currentTarget.value);
            setProblem(null);
          }}
        />
        <datalist id={listId}>
          {everybody
            .filter(({ id }) => !ids.includes(id))
            .map((person) => (
              <option key={person.id} value={person.email}>
                {person.display_name}
              </option>
            ))}
        </datalist>
        <Button type="submit" variant="default" disabled={isFull || email.trim() === ''}>
          Add
        </Button>
      </form>
      {ids.length > 0 && (
        <Rows label="Named people">
          {ids.map((id) => {
            const address = emailOf.get(id) ?? (data ? 'Somebody whose account is gone' : 'Not loaded yet');
            return (
              <Row
                key={id}
                title={address}
                trailing={
                  <ActionIcon
                    aria-label={`Remove ${address}`}
                    onClick={() => {
                      onChange(ids.filter((one) => one !== id));
                    }}
                  >
                    <IconX size={18} aria-hidden />
                  </ActionIcon>
                }
              />
            );
          })}
        </Rows>
      )}
    </div>
  );
};
