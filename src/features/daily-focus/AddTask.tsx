import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import type { CalendarDate } from '../../domain/calendar.ts';
import { TASK_LIMITS } from '../../domain/tasks.ts';
import { formatDate } from '../../ui/format.ts';
import { IconPlus } from '../../ui/icons.ts';
import styles from './DailyFocus.module.css';

interface AddTaskProps {
  date: CalendarDate;
  today: CalendarDate;
  /** Resolves to whether it was added. */
  onAdd: (title: string, date: CalendarDate) => Promise<boolean>;
}

/** One line adds a task, and is ready for the next. */
export const AddTask = ({ date, today, onAdd }: AddTaskProps) => {
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const title = text.trim();
  const add = async () => {
    if (title === '') return;
    setText('');
    field.current?.focus();
    // What could not be stored is back in the line, unless something else is written there by now.
    if (!(await onAdd(title, date))) setText((now) => (now === '' ? text : now));
  };
  const name = date === today ? 'Add a task' : `Add a task for ${formatDate(date, today)}`;
  return (
    <li>
      <form
        className={styles.add}
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <IconPlus size={20} className={styles.addIcon} aria-hidden />
        <input
          ref={field}
          className={styles.addField}
          aria-label={name}
          placeholder={name}
          maxLength={TASK_LIMITS.title}
          autoComplete="off"
          enterKeyHint="done"
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
          }}
        />
        {title !== '' && (
          <Button type="submit" variant="subtle">
            Add
          </Button>
        )}
      </form>
    </li>
  );
};
