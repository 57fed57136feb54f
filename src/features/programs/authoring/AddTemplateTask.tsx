import { useTextDraft } from '../../../shared/drafts/use-form-draft.ts';
import { Form } from '../../../ui/Form.tsx';
import { addTemplateTask } from '../../../data/programs/template-tasks.ts';
import { useDatabase } from '../../../store/live-query.ts';
import { withSaveErrorToast } from '../../../shared/errors/with-save-error-toast.ts';
import { IconPlus } from '../../../ui/icons.ts';
import styles from './WeekBoard.module.css';
import { validateTemplateTaskTitle } from './validation.ts';

/** One line that adds a task to the end of a day and is then empty for the next. */
export const AddTemplateTask = ({ programId, day }: { programId: string; day: number }) => {
  const db = useDatabase();
  const [title, setTitle] = useTextDraft(`template-task.${programId}.${String(day)}`);
  const result = validateTemplateTaskTitle(title);
  const errorMessage = 'error' in result && title.trim() !== '' ? result.error : null;
  // The emptied field cannot be submitted again; the next title is not to wait until this one is stored.
  const add = (): void => {
    if ('error' in result) return;
    setTitle('');
    void withSaveErrorToast(() =>
      addTemplateTask(db, { program_id: programId, day_index: day, title: result.value }),
    ).then((added) => {
      // A title that could not be stored is restored, unless something else was typed meanwhile.
      if (!added) setTitle((now) => (now === '' ? title : now));
    });
  };
  return (
    <Form className={styles.add} onSubmit={add}>
      <IconPlus size={18} aria-hidden />
      <input
        className={styles.addInput}
        aria-label={`Add a task to day ${String(day)}`}
        placeholder="Add a task"
        autoComplete="off"
        enterKeyHint="done"
        value={title}
        aria-invalid={errorMessage !== null}
        onChange={(event) => {
          setTitle(event.currentTarget.value);
        }}
      />
      {errorMessage && (
        <span role="alert" className={styles.addProblem}>
          {errorMessage}
        </span>
      )}
    </Form>
  );
};
