import { useTextDraft } from '../../../shared/drafts/use-form-draft.ts';
import { nextPosition } from '../../../domain/ordering/position.ts';
import { tasksOfDay } from '../../../domain/programs/task-order.ts';
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
      .edit(`Added “${value}”`, ({ tasks }) => ({
        added: [{ ...NEW_TASK, title: value, day_index: day, position: nextPosition(tasksOfDay(tasks, day)) }],
      }))
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

const NEW_TASK = { notes: null, minutes: null, type: 'task', is_required: true, level: 'program_day' } as const;
