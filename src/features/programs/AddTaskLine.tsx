import { type SubmitEvent, useState } from 'react';
import { addTemplateTask } from '../../store/program-tasks.ts';
import { useStore } from '../../store/react.ts';
import { attempt } from '../../ui/attempt.ts';
import { IconPlus } from '../../ui/icons.ts';
import styles from './Board.module.css';
import { checkTaskTitle } from './checks.ts';

/** A title and Enter add a task to the end of a day; the next one can be written at once. */
export const AddTaskLine = ({ programId, day }: { programId: string; day: number }) => {
  const db = useStore();
  const [title, setTitle] = useState('');
  const checked = checkTaskTitle(title);
  const problem = 'problem' in checked && title.trim() !== '' ? checked.problem : null;
  const add = async (event: SubmitEvent) => {
    event.preventDefault();
    if ('problem' in checked) return;
    setTitle('');
    const added = await attempt(() =>
      addTemplateTask(db, { program_id: programId, day_index: day, title: checked.value }),
    );
    // What could not be stored is back in the line, unless something else is written there by now.
    if (!added) setTitle((now) => (now === '' ? title : now));
  };
  return (
    <form className={styles.add} onSubmit={(event) => void add(event)} noValidate>
      <IconPlus size={18} aria-hidden />
      <input
        className={styles.addInput}
        aria-label={`Add a task to day ${String(day)}`}
        placeholder="Add a task"
        autoComplete="off"
        enterKeyHint="done"
        value={title}
        aria-invalid={problem !== null}
        onChange={(event) => {
          setTitle(event.currentTarget.value);
        }}
      />
      {problem && (
        <span role="alert" className={styles.addProblem}>
          {problem}
        </span>
      )}
    </form>
  );
};
