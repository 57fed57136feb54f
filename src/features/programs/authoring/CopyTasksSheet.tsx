import type { Draft } from '../../../domain/programs/draft-plan.ts';
import { type Program, PROGRAM_LIMITS, type TemplateTask } from '../../../domain/programs/program.ts';
import {
  copyDayTasks,
  copyWeekTasks,
  type TemplateTaskCopy,
  type RepeatRule,
  repeatTaskOnDays,
} from '../../../domain/programs/copy-tasks.ts';
import { weekLength, weekOfDay } from '../../../domain/programs/weeks.ts';
import { useForgetDraft, useInputDraft } from '../../../shared/drafts/use-input-draft.ts';
import { Button } from '../../../ui/Button.tsx';
import { CheckboxChips } from '../../../ui/CheckboxChips.tsx';
import { formatList, plural } from '../../../ui/format.ts';
import { Sheet } from '../../../ui/Sheet.tsx';
import { SheetForm } from '../../../ui/SheetForm.tsx';
import { showToast, showUndoToast } from '../../../ui/toast.tsx';
import { useDraftEditor } from './draft-editor.ts';
import styles from './Programs.module.css';
import { RepeatRuleFields, useRepeatRule } from './RepeatRuleFields.tsx';
import type { SheetState } from '../../../ui/use-sheet.ts';
import { dayListLabel } from './labels.ts';

export type CopySource =
  { kind: 'task'; task: TemplateTask } | { kind: 'day'; day: number } | { kind: 'week'; week: number };

interface CopyTasksSheetProps {
  sheet: SheetState<CopySource>;
  program: Program;
  tasks: readonly TemplateTask[];
}

/** Repeats a task by a rule, or copies a day or a week onto others. */
export const CopyTasksSheet = ({ sheet: { item: source, opened, close }, program, tasks }: CopyTasksSheetProps) => {
  const editor = useDraftEditor();
  const forgetDraft = useForgetDraft();
  const draftName = source ? copyDraftName(program, source) : '';
  const closeSheet = () => {
    forgetDraft(draftName);
    close();
  };
  const copy = (label: string, plan: (draft: Draft) => readonly TemplateTaskCopy[]) => {
    closeSheet();
    return editor
      .edit(label, (draft) => {
        const added = plan(draft);
        return draft.tasks.length + added.length > PROGRAM_LIMITS.tasks
          ? { problem: { code: 'too_many_tasks' } }
          : { added };
      })
      .then((done) => {
        if (done?.isEmpty) showToast('There was nothing to add.');
        else if (done) showUndoToast(`Added ${plural(done.added.length, 'task')}.`, done.undo);
      });
  };
  return (
    <Sheet opened={opened} onClose={closeSheet} title={source ? COPY_TITLES[source.kind] : 'Copy'}>
      {source?.kind === 'task' && (
        <CopyToDaysForm
          program={program}
          draftName={draftName}
          description={`Adds “${source.task.title}” to days that don’t have it yet.`}
          initialRule={{ kind: 'every', days: 1, from: source.task.day_index + 1, to: program.length_days }}
          sourceDay={source.task.day_index}
          submitLabel="Repeat"
          previewCopies={(days) => repeatTaskOnDays(tasks, source.task, days)}
          onCopy={(days) =>
            copy(`Repeated “${source.task.title}”`, (draft) => repeatTaskOnDays(draft.tasks, source.task, days))
          }
        />
      )}
      {source?.kind === 'day' && (
        <CopyToDaysForm
          program={program}
          draftName={draftName}
          description={`Adds the tasks of day ${String(source.day)} after the tasks already there.`}
          initialRule={{ kind: 'every', days: 1, from: source.day + 1, to: source.day + 1 }}
          sourceDay={source.day}
          submitLabel="Copy"
          previewCopies={(days) => copyDayTasks(tasks, source.day, days)}
          onCopy={(days) =>
            copy(`Copied day ${String(source.day)}`, (draft) => copyDayTasks(draft.tasks, source.day, days))
          }
        />
      )}
      {source?.kind === 'week' && (
        <CopyToWeeksForm
          program={program}
          draftName={draftName}
          week={source.week}
          previewCopies={(weeks) => copyWeekTasks(tasks, program, source.week, weeks)}
          onCopy={(weeks) =>
            copy(`Copied week ${String(source.week)}`, (draft) =>
              copyWeekTasks(draft.tasks, draft.program, source.week, weeks),
            )
          }
        />
      )}
    </Sheet>
  );
};

const copyDraftName = ({ id }: Program, source: CopySource): string => {
  const copied = source.kind === 'task' ? source.task.id : source.kind === 'day' ? source.day : source.week;
  return `copy-tasks.${id}.${source.kind}.${String(copied)}`;
};

const COPY_TITLES: Record<CopySource['kind'], string> = { task: 'Repeat task', day: 'Copy day', week: 'Copy week' };

interface CopyFormProps {
  program: Program;
  draftName: string;
  previewCopies: (onto: number[]) => readonly TemplateTaskCopy[];
  onCopy: (onto: number[]) => unknown;
}

interface CopyToDaysFormProps extends CopyFormProps {
  description: string;
  initialRule: RepeatRule;
  sourceDay: number;
  submitLabel: string;
}

const CopyToDaysForm = ({
  program,
  draftName,
  description,
  initialRule,
  sourceDay,
  submitLabel,
  previewCopies,
  onCopy,
}: CopyToDaysFormProps) => {
  const rule = useRepeatRule(initialRule, program, draftName);
  const days = rule.days?.filter((day) => day !== sourceDay);
  const added = days ? previewCopies(days) : [];
  const targetDays = [...new Set(added.map(({ day_index }) => day_index))];
  return (
    <SheetForm
      submitLabel={submitLabel}
      canSubmit={added.length > 0}
      onSubmit={() => (days ? onCopy(days) : undefined)}
    >
      <p>{description}</p>
      <RepeatRuleFields rule={rule} weekLength={weekLength(program.day_counting)} length={program.length_days} />
      <p role="status" className={styles.quiet}>
        {days === undefined
          ? 'Choose days first.'
          : added.length === 0
            ? 'Nothing to add on these days.'
            : `${plural(added.length, 'task')} on ${dayListLabel(targetDays)}.`}
      </p>
    </SheetForm>
  );
};

const CopyToWeeksForm = ({ program, draftName, week, previewCopies, onCopy }: CopyFormProps & { week: number }) => {
  const [{ weeks }, setInput] = useInputDraft<{ weeks: number[] }>(draftName, { weeks: [] });
  const allWeeks = Array.from({ length: weekOfDay(program.length_days, program.day_counting) }, (_, one) => one + 1);
  const others = allWeeks.filter((one) => one !== week);
  const isAll = others.every((one) => weeks.includes(one));
  const added = previewCopies(weeks);
  return (
    <SheetForm submitLabel="Copy" canSubmit={added.length > 0} onSubmit={() => onCopy(weeks)}>
      <p>{`Adds the tasks of week ${String(week)}, day by day, after the tasks already there.`}</p>
      <Button
        variant="default"
        onClick={() => {
          setInput({ weeks: isAll ? [] : others });
        }}
      >
        {isAll ? 'No weeks' : 'All other weeks'}
      </Button>
      <CheckboxChips
        label="To weeks"
        options={others.map((one) => ({ value: one, label: String(one) }))}
        values={weeks}
        onChange={(values) => {
          setInput({ weeks: values });
        }}
      />
      <p role="status" className={styles.quiet}>
        {weeks.length === 0
          ? 'Choose weeks first.'
          : added.length === 0
            ? 'Nothing to add: this week has no tasks.'
            : `${plural(added.length, 'task')} on ${weeks.length === 1 ? 'week' : 'weeks'} ${formatList(weeks.toSorted((a, b) => a - b).map(String))}.`}
      </p>
    </SheetForm>
  );
};
