import { useTextDraft } from '../../../shared/drafts/use-form-draft.ts';
import { addTask } from '../../../domain/programs/new-task.ts';
import { Form } from '../../../ui/Form.tsx';
import { IconPlus } from '../../../ui/icons.ts';
import { useDraftEditor } from './draft-editor.ts';
import styles from './WeekBoard.module.css';
import { validateTemplateTaskTitle } from './validation.ts';

/** One line that adds a task to the end of a day and is then empty for the next. */
export const AddTemplateTask = ({ day }: { day: number }) => {
  const editor = useDraftEditor();
  const [title, setTitle] = useTextDraft(`template-task.${editor.programId}.${String(day)}`);
  const result = validateTemplateTaskTitle(title);
  const errorMessage = 'error' in result && title.trim() !== '' ? result.error : null;
  // The emptied field cannot be submitted again; the next title is not to wait until this one is stored.
  const add = (): void => {
    if ('error' in result) return;
    const { value } = result;
    setTitle('');
    void editor
      .edit(`Added “${value}”`, (draft) => addTask(draft, day, value))
      .then((done) => {
        // A title that could not be stored is restored, unless something else was typed meanwhile.
        if (!done) setTitle((now) => (now === '' ? title : now));
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
