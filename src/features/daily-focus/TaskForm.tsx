import type { Enrollment } from '../../domain/program.ts';
import type { Task } from '../../domain/task.ts';
import { useStore } from '../../store/react.ts';
import { moveTask, setTaskLocked, type TaskUpdates, updateTask } from '../../store/tasks.ts';
import { useConflicts } from '../../store/use-conflicts.ts';
import { ConflictCards } from '../../ui/ConflictCard.tsx';
import { DateField, LongTextField, NumberField } from '../../ui/Fields.tsx';
import { QuietLink } from '../../ui/QuietLink.tsx';
import { SavedNote, useSaving } from '../../ui/SavedNote.tsx';
import { SwitchField } from '../../ui/SwitchField.tsx';
import { useSavedField } from '../../ui/use-saved-field.ts';
import { checkDate, checkMinutes, checkNotes, checkTitle } from './checks.ts';
import styles from './DailyFocus.module.css';
import { isGiven, sourceSentence } from './task-words.ts';

interface TaskFormProps {
  task: Task;
  enrollment: Enrollment | undefined;
}

const asText = (value: string | number | null): string => (value === null ? '' : String(value));

/** Everything about one task, each field saved by itself. */
export const TaskForm = ({ task, enrollment }: TaskFormProps) => {
  const db = useStore();
  const conflicts = useConflicts(task.id);
  const { isSaved, saving } = useSaving();
  const { id } = task;
  // Only the fields that changed: another device's edits of the others stand.
  const save = (fields: TaskUpdates) => saving(() => updateTask(db, id, fields));
  const title = useSavedField({
    stored: task.title,
    toText: asText,
    check: checkTitle,
    save: (value) => save({ title: value }),
  });
  const date = useSavedField({
    stored: task.date,
    toText: asText,
    check: checkDate,
    save: (day) => saving(() => moveTask(db, id, day)),
  });
  const minutes = useSavedField({
    stored: task.minutes,
    toText: asText,
    check: checkMinutes,
    save: (value) => save({ minutes: value }),
  });
  const notes = useSavedField({
    stored: task.notes,
    toText: asText,
    check: checkNotes,
    save: (value) => save({ notes: value }),
  });
  return (
    <div className={styles.form}>
      <p className={styles.source}>{sourceSentence(task, enrollment)}</p>
      <ConflictCards {...conflicts} />
      <LongTextField label="Title" minRows={1} {...title.props} />
      <div className={styles.when}>
        <DateField label="Day" {...date.props} />
        <NumberField label="Minutes" {...minutes.props} />
      </div>
      <LongTextField label="Notes" {...notes.props} />
      {isGiven(task) && (
        <SwitchField
          label="Lock it"
          description={
            enrollment?.coach_id === task.user_id
              ? 'Changes of the program leave it alone.'
              : 'Your coach’s changes leave it alone.'
          }
          checked={task.client_locked}
          onChange={(event) => {
            const locked = event.currentTarget.checked;
            void saving(() => setTaskLocked(db, id, locked)).catch(() => undefined);
          }}
        />
      )}
      <div className={styles.foot}>
        <QuietLink to="/history/$table/$id" params={{ table: 'tasks', id }}>
          History
        </QuietLink>
        <SavedNote isSaved={isSaved} />
      </div>
    </div>
  );
};
