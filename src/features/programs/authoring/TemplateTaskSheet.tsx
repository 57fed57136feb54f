import { Button } from '../../../ui/Button.tsx';
import type { Program, TaskLevel, TemplateTask } from '../../../domain/programs/program.ts';
import { undeclaredParameters } from '../../../domain/programs/parameters.ts';
import type { TemplateTaskContent } from '../../../domain/programs/program.ts';
import { weekOfDay } from '../../../domain/programs/weeks.ts';
import { RejectedNotice } from '../../../shared/sync/rejected-row.tsx';
import { useConflicts } from '../../../data/sync/use-conflicts.ts';
import { ChoiceChips } from '../../../ui/ChoiceChips.tsx';
import { ConflictsOfField, ConflictsOfRow } from '../../../shared/conflicts/ConflictCard.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { QuietLink } from '../../../ui/QuietLink.tsx';
import { SavedIndicator, useSaveStatus } from '../../../shared/fields/SavedIndicator.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { SwitchField } from '../../../ui/SwitchField.tsx';
import {
  validateTemplateTaskMinutes,
  validateTemplateTaskNotes,
  validateTemplateTaskTitle,
  validateTemplateTaskType,
} from './validation.ts';
import { SavedLongTextField, SavedNumberField, SavedTextField } from '../../../shared/fields/SavedFields.tsx';
import { useDraftEditor } from './draft-editor.ts';
import styles from './Programs.module.css';
import type { SheetState } from '../../../ui/use-sheet.ts';
import { TASK_LEVEL_LABELS } from './labels.ts';
import { formatList } from '../../../ui/format.ts';

interface TemplateTaskSheetProps {
  /** With a task's id. */
  sheet: SheetState<string>;
  program: Program;
  tasks: readonly TemplateTask[];
}

/** The fields of a task, each saved by itself. */
export const TemplateTaskSheet = ({ sheet: { item: id, opened, close }, program, tasks }: TemplateTaskSheetProps) => {
  const task = tasks.find((one) => one.id === id);
  const { isSaved, trackSave } = useSaveStatus();
  return (
    <Sheet
      opened={opened && task !== undefined}
      onClose={close}
      title={task ? `Task of day ${String(task.day_index)}` : 'Task'}
      footer={
        <>
          <SavedIndicator isSaved={isSaved} />
          <Button variant="default" onClick={close}>
            Close
          </Button>
        </>
      }
    >
      {task && <TemplateTaskForm key={task.id} program={program} task={task} trackSave={trackSave} />}
    </Sheet>
  );
};

interface TemplateTaskFormProps {
  program: Program;
  task: TemplateTask;
  trackSave: (work: () => Promise<unknown>) => Promise<void>;
}

const TemplateTaskForm = ({ program, task, trackSave }: TemplateTaskFormProps) => {
  const editor = useDraftEditor();
  const conflicts = useConflicts(task.id);
  const save = (fields: Partial<TemplateTaskContent>) => trackSave(() => editor.saveTask(task, fields));
  const undeclared = undeclaredParameters(program, [task]);
  return (
    <>
      <RejectedNotice rowId={task.id} what="this task" />
      <ConflictsOfRow {...conflicts} />
      <SavedTextField
        label="Title"
        stored={task.title}
        validate={validateTemplateTaskTitle}
        draftName={`template-task-title.${task.id}`}
        save={(title) => save({ title })}
      />
      <ConflictsOfField field="notes" {...conflicts} />
      <SavedLongTextField
        label="Notes"
        stored={task.notes}
        validate={validateTemplateTaskNotes}
        save={(notes) => save({ notes })}
        {...(program.parameters.length > 0 && {
          description: `${formatList(program.parameters.map(({ key }) => `{${key}}`))} ${program.parameters.length === 1 ? 'is' : 'are'} replaced by each person’s answers, here and in the title.`,
        })}
      />
      {undeclared.length > 0 && (
        <ErrorNotice
          tone="warn"
          title={`Unknown ${undeclared.length === 1 ? 'placeholder' : 'placeholders'}: ${formatList(undeclared.map((key) => `{${key}}`))}`}
        >
          Add it as a parameter in the program settings, or change the text. Until then the program can’t be published.
        </ErrorNotice>
      )}
      <div className={styles.halves}>
        <SavedNumberField
          label="Minutes"
          stored={task.minutes}
          validate={validateTemplateTaskMinutes}
          save={(minutes) => save({ minutes })}
        />
        <SavedTextField
          label="Type"
          stored={task.type}
          validate={validateTemplateTaskType}
          save={(type) => save({ type })}
        />
      </div>
      <ChoiceChips
        label="Belongs to"
        options={TASK_LEVEL_OPTIONS}
        value={task.level}
        onChange={(level) => void save({ level }).catch(() => undefined)}
      />
      {task.level !== 'program_day' && (
        <p className={styles.quiet}>
          {task.level === 'program'
            ? 'People see it on day 1.'
            : `People see it on the first day of week ${String(weekOfDay(task.day_index, program.day_counting))}.`}
        </p>
      )}
      <SwitchField
        label="Required"
        description="Optional tasks don’t count as missed."
        checked={task.is_required}
        onChange={(event) => void save({ is_required: event.currentTarget.checked }).catch(() => undefined)}
      />
      <QuietLink to="/history/$table/$id" params={{ table: 'program_tasks', id: task.id }}>
        History
      </QuietLink>
    </>
  );
};

const TASK_LEVEL_OPTIONS = (['program_day', 'program_week', 'program'] satisfies TaskLevel[]).map((value) => ({
  value,
  label: TASK_LEVEL_LABELS[value],
}));
