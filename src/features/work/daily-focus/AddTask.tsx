import { useRef } from 'react';
import { useTextDraft } from '../../../shared/drafts/use-form-draft.ts';
import { Form } from '../../../ui/Form.tsx';
import { Button } from '../../../ui/Button.tsx';
import type { CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import { TASK_LIMITS } from '../../../domain/tasks/task.ts';
import { formatDate } from '../../../ui/format.ts';
import { IconPlus } from '../../../ui/icons.ts';
import { validateTaskTitle } from './validation.ts';
import styles from './DailyFocus.module.css';

interface AddTaskProps {
  date: CalendarDate;
  today: CalendarDate;
  /** Resolves to whether the task was added. */
  onAdd: (title: string, date: CalendarDate) => Promise<boolean>;
}

/** One line that adds a task and is then empty for the next. */
export const AddTask = ({ date, today, onAdd }: AddTaskProps) => {
  const [text, setText] = useTextDraft(`task.${date}`);
  const field = useRef<HTMLInputElement>(null);
  const result = validateTaskTitle(text);
  const error = 'error' in result && text.trim() !== '' ? result.error : null;
  // The emptied field cannot be submitted again; the next title is not to wait until this one is stored.
  const add = (): void => {
    if ('error' in result) return;
    setText('');
    field.current?.focus();
    // A title that could not be stored is restored, unless something else was typed meanwhile.
    void onAdd(result.value, date).then((isAdded) => {
      if (!isAdded) setText((now) => (now === '' ? text : now));
    });
  };
  const name = date === today ? 'Add a task' : `Add a task for ${formatDate(date, today)}`;
  return (
    <li>
      <Form className={styles.add} onSubmit={add}>
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
          aria-invalid={error !== null}
          onChange={(event) => {
            setText(event.currentTarget.value);
          }}
        />
        {'value' in result && (
          <Button type="submit" variant="subtle">
            Add
          </Button>
        )}
        {error && (
          <span role="alert" className={styles.addError}>
            {error}
          </span>
        )}
      </Form>
    </li>
  );
};
