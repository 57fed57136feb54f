import type { Program, TemplateTask } from '../../../domain/programs/program.ts';
import { programDaysOfWeek, weekOfDay } from '../../../domain/programs/weeks.ts';
import { moveTasks } from '../../../domain/programs/move-tasks.ts';
import { useForgetDraft, useInputDraft } from '../../../shared/drafts/use-input-draft.ts';
import { SelectField } from '../../../ui/Fields.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { SheetForm } from '../../../ui/SheetForm.tsx';
import { showUndoToast } from '../../../ui/toast.tsx';
import { useDraftEditor } from './draft-editor.ts';
import type { SheetState } from '../../../ui/use-sheet.ts';
import { formatName } from '../../../ui/format-name.ts';

interface MoveTemplateTaskSheetProps {
  sheet: SheetState<TemplateTask>;
  program: Pick<Program, 'day_counting'>;
  lastDay: number;
}

/** Moves a task to the end of any day. */
export const MoveTemplateTaskSheet = ({
  sheet: { item: task, opened, close },
  program,
  lastDay,
}: MoveTemplateTaskSheetProps) => {
  const editor = useDraftEditor();
  const forgetDraft = useForgetDraft();
  // The sheet of a task that is opened again starts with the task's day.
  const closeSheet = () => {
    if (task) forgetDraft(draftName(task));
    close();
  };
  const move = (day: number) => {
    if (!task) return undefined;
    closeSheet();
    // On its own day it stays where it is: nothing was moved.
    if (day === task.day_index) return undefined;
    const label = `Moved “${task.title}” to day ${String(day)}`;
    return editor
      .edit(label, (draft) => moveTasks(draft, [task.id], { lead: task.id, day, index: Infinity }))
      .then((done) => done && showUndoToast(`${label}.`, done.undo));
  };
  return (
    <Sheet opened={opened} onClose={closeSheet} title="Move to day">
      {task && <MoveTemplateTaskForm task={task} program={program} lastDay={lastDay} onMove={move} />}
    </Sheet>
  );
};

interface MoveTemplateTaskFormProps extends Pick<MoveTemplateTaskSheetProps, 'program' | 'lastDay'> {
  task: TemplateTask;
  onMove: (day: number) => unknown;
}

const draftName = ({ id }: TemplateTask): string => `template-task-day.${id}`;

/** Mounted with each opening of the sheet, so that it starts with the task's day. */
const MoveTemplateTaskForm = ({ task, program: { day_counting }, lastDay, onMove }: MoveTemplateTaskFormProps) => {
  const [{ day }, setInput] = useInputDraft(draftName(task), { day: task.day_index });
  const weeks = Array.from({ length: weekOfDay(lastDay, day_counting) }, (_, week) => week + 1);
  return (
    <SheetForm submitLabel="Move" onSubmit={() => onMove(day)}>
      <p dir="auto">{formatName(task.title)}</p>
      <SelectField
        label="Day"
        data-autofocus
        value={String(day)}
        onChange={(event) => {
          setInput({ day: Number(event.currentTarget.value) });
        }}
        data={weeks.map((week) => ({
          group: `Week ${String(week)}`,
          items: programDaysOfWeek(week, day_counting, lastDay).map((one) => ({
            value: String(one),
            label: `Day ${String(one)}`,
          })),
        }))}
      />
    </SheetForm>
  );
};
