import { Button } from '@mantine/core';
import type { Program, TaskLevel, TemplateTask } from '../../domain/program.ts';
import { undeclaredParameters } from '../../domain/program-draft.ts';
import type { TaskContent } from '../../domain/program-copies.ts';
import { weekOfDay } from '../../domain/program-weeks.ts';
import { updateTemplateTask } from '../../store/program-tasks.ts';
import { useStore } from '../../store/react.ts';
import { useConflicts } from '../../store/use-conflicts.ts';
import { ChoiceChips } from '../../ui/ChoiceChips.tsx';
import { ConflictCards } from '../../ui/ConflictCard.tsx';
import { ErrorNotice } from '../../ui/Messages.tsx';
import { QuietLink } from '../../ui/QuietLink.tsx';
import { SavedNote, useSaving } from '../../ui/SavedNote.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { SwitchField } from '../../ui/SwitchField.tsx';
import { checkMinutes, checkNotes, checkTaskTitle, checkType } from './checks.ts';
import { LongSavedField, NumberSavedField, TextSavedField } from './fields.tsx';
import styles from './Programs.module.css';
import type { SheetState } from './use-sheet.ts';
import { LEVELS, listText } from './words.ts';

interface TaskSheetProps {
  /** About the task of this id. */
  sheet: SheetState<string>;
  program: Program;
  tasks: readonly TemplateTask[];
}

/** Everything about one task; each field saves itself. */
export const TaskSheet = ({ sheet: { about: id, opened, close }, program, tasks }: TaskSheetProps) => {
  const task = tasks.find((one) => one.id === id);
  const { isSaved, saving } = useSaving();
  return (
    <Sheet
      opened={opened && task !== undefined}
      onClose={close}
      title={task ? `Task of day ${String(task.day_index)}` : 'Task'}
      footer={
        <>
          <SavedNote isSaved={isSaved} />
          <Button onClick={close}>Done</Button>
        </>
      }
    >
      {task && <TaskForm key={task.id} program={program} task={task} saving={saving} />}
    </Sheet>
  );
};

interface TaskFormProps {
  program: Program;
  task: TemplateTask;
  saving: (work: () => Promise<unknown>) => Promise<void>;
}

const TaskForm = ({ program, task, saving }: TaskFormProps) => {
  const db = useStore();
  const conflicts = useConflicts(task.id);
  const save = (fields: Partial<TaskContent>) => saving(() => updateTemplateTask(db, task.id, fields));
  const undeclared = undeclaredParameters(program, [task]);
  return (
    <>
      <ConflictCards {...conflicts} />
      <TextSavedField label="Title" stored={task.title} check={checkTaskTitle} save={(title) => save({ title })} />
      <LongSavedField
        label="Notes"
        stored={task.notes}
        check={checkNotes}
        save={(notes) => save({ notes })}
        {...(program.parameters.length > 0 && {
          description: `${listText(program.parameters.map(({ key }) => `{${key}}`))} ${program.parameters.length === 1 ? 'stands' : 'stand'} for what an enrollment fills in, here and in the title.`,
        })}
      />
      {undeclared.length > 0 && (
        <ErrorNotice tone="warn" title={`${listText(undeclared.map((key) => `{${key}}`))} is no parameter.`}>
          Add it in the settings of the program, or change the text: otherwise it cannot be published.
        </ErrorNotice>
      )}
      <div className={styles.halves}>
        <NumberSavedField
          label="Minutes"
          stored={task.minutes}
          check={checkMinutes}
          save={(minutes) => save({ minutes })}
        />
        <TextSavedField label="Type" stored={task.type} check={checkType} save={(type) => save({ type })} />
      </div>
      <ChoiceChips
        label="Belongs to"
        options={LEVEL_CHIPS}
        value={task.level}
        onChange={(level) => void save({ level }).catch(() => undefined)}
      />
      {task.level !== 'program_day' && (
        <p className={styles.quiet}>
          {task.level === 'program'
            ? 'People have it on day 1.'
            : `People have it on the first day of week ${String(weekOfDay(task.day_index, program.day_counting))}.`}
        </p>
      )}
      <SwitchField
        label="Required"
        description="What is optional does not count as missed."
        checked={task.is_required}
        onChange={(event) => void save({ is_required: event.currentTarget.checked }).catch(() => undefined)}
      />
      <QuietLink to="/history/$table/$id" params={{ table: 'program_tasks', id: task.id }}>
        History
      </QuietLink>
    </>
  );
};

const LEVEL_CHIPS = (['program_day', 'program_week', 'program'] satisfies TaskLevel[]).map((value) => ({
  value,
  label: LEVELS[value],
}));
