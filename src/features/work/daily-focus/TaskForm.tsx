import type { Enrollment } from '../../../domain/enrollments/enrollment.ts';
import { isAssigned, type Task } from '../../../domain/tasks/task.ts';
import { useDatabase } from '../../../store/live-query.ts';
import { moveTaskToDate, setTaskLocked, type TaskUpdates, updateTask } from '../../../data/tasks/tasks.ts';
import { NotesLinks, NotesText } from '../../../shared/notes/NotesText.tsx';
import { RejectedNotice } from '../../../shared/sync/rejected-row.tsx';
import { useConflicts } from '../../../data/sync/use-conflicts.ts';
import { ConflictsOfField, ConflictsOfRow } from '../../../shared/conflicts/ConflictCard.tsx';
import { QuietLink } from '../../../ui/QuietLink.tsx';
import { SavedIndicator, useSaveStatus } from '../../../shared/fields/SavedIndicator.tsx';
import { SwitchField } from '../../../ui/SwitchField.tsx';
import { SavedDateField, SavedLongTextField, SavedNumberField } from '../../../shared/fields/SavedFields.tsx';
import { validateTaskDate, validateTaskMinutes, validateTaskNotes, validateTaskTitle } from './validation.ts';
import styles from './DailyFocus.module.css';
import { assignedNotesLabel, taskSourceMessage } from './labels.ts';

interface TaskFormProps {
  task: Task;
  enrollment: Enrollment | undefined;
}

const lockMessage = (isLocked: boolean, isOwnProgram: boolean): string =>
  isOwnProgram
    ? `Changes to the program ${isLocked ? 'don’t' : 'can'} affect this task.`
    : `Your coach ${isLocked ? 'can’t' : 'can'} change this task.`;

/** Everything about one task, each field saved by itself. */
export const TaskForm = ({ task, enrollment }: TaskFormProps) => {
  const db = useDatabase();
  const conflicts = useConflicts(task.id);
  const { isSaved, trackSave } = useSaveStatus();
  const { id } = task;
  // Only the fields that changed: another device's edits of the others are kept.
  const save = (fields: TaskUpdates) => trackSave(() => updateTask(db, id, fields));
  return (
    <div className={styles.form}>
      <p className={styles.source}>{taskSourceMessage(task, enrollment)}</p>
      <RejectedNotice rowId={id} what="this task" />
      <ConflictsOfRow {...conflicts} />
      <SavedLongTextField
        label="Title"
        minRows={1}
        stored={task.title}
        validate={validateTaskTitle}
        save={(title) => save({ title })}
      />
      <div className={styles.when}>
        <SavedDateField
          label="Date"
          stored={task.date}
          validate={validateTaskDate}
          save={(date) => trackSave(() => moveTaskToDate(db, id, date))}
        />
        <SavedNumberField
          label="Minutes"
          stored={task.minutes}
          validate={validateTaskMinutes}
          save={(minutes) => save({ minutes })}
        />
      </div>
      <ConflictsOfField field="notes" {...conflicts} />
      {isAssigned(task) ? (
        <>
          {task.notes && (
            <section className={styles.notes} aria-labelledby={`notes-${id}`}>
              <h3 id={`notes-${id}`} className={styles.label}>
                {assignedNotesLabel(task)}
              </h3>
              <NotesText text={task.notes} />
            </section>
          )}
          <ConflictsOfField field="client_notes" {...conflicts} />
          <div className={styles.notes}>
            <SavedLongTextField
              label="Your notes"
              {...(enrollment && enrollment.coach_id !== task.user_id && { description: 'Your coach can read these.' })}
              stored={task.client_notes ?? null}
              validate={validateTaskNotes}
              save={(client_notes) => save({ client_notes })}
            />
            <NotesLinks text={task.client_notes ?? null} />
          </div>
        </>
      ) : (
        <div className={styles.notes}>
          <SavedLongTextField
            label="Notes"
            stored={task.notes}
            validate={validateTaskNotes}
            save={(notes) => save({ notes })}
          />
          <NotesLinks text={task.notes} />
        </div>
      )}
      {isAssigned(task) && (
        <SwitchField
          label="Lock"
          description={lockMessage(task.client_locked, enrollment?.coach_id === task.user_id)}
          checked={task.client_locked}
          onChange={(event) => {
            const locked = event.currentTarget.checked;
            void trackSave(() => setTaskLocked(db, id, locked)).catch(() => undefined);
          }}
        />
      )}
      <div className={styles.footer}>
        <QuietLink to="/history/$table/$id" params={{ table: 'tasks', id }}>
          History
        </QuietLink>
        <SavedIndicator isSaved={isSaved} />
      </div>
    </div>
  );
};
