import { Button } from '@mantine/core';
import { useId, useState } from 'react';
import type { Program, TemplateTask } from '../../domain/program.ts';
import { copiesOfDay, copiesOfWeek, type NewTask, type RepeatRule, repetitions } from '../../domain/program-copies.ts';
import { daysInWeek, weekOfDay } from '../../domain/program-weeks.ts';
import { copyDay, copyWeek, deleteTemplateTasks, repeatTask } from '../../store/program-tasks.ts';
import { useStore } from '../../store/react.ts';
import { attempt } from '../../ui/attempt.ts';
import { CheckChips } from '../../ui/CheckChips.tsx';
import { plural } from '../../ui/format.ts';
import { Sheet } from '../../ui/Sheet.tsx';
import { showToast, showUndo } from '../../ui/toast.tsx';
import styles from './Programs.module.css';
import { RuleFields, useRule } from './RuleFields.tsx';
import type { SheetState } from './use-sheet.ts';
import { daysInWords, listText } from './words.ts';

export type CopySource =
  { kind: 'task'; task: TemplateTask } | { kind: 'day'; day: number } | { kind: 'week'; week: number };

interface CopySheetProps {
  sheet: SheetState<CopySource>;
  program: Program;
  tasks: readonly TemplateTask[];
}

/** Repeats a task by a rule, or copies a day or a week onto others. */
export const CopySheet = ({ sheet: { about: source, opened, close }, program, tasks }: CopySheetProps) => {
  const formId = useId();
  const db = useStore();
  const copy = (copying: () => Promise<string[]>) => {
    close();
    void attempt(async () => {
      const ids = await copying();
      if (ids.length === 0) showToast('There was nothing to add.');
      else showUndo(`Added ${plural(ids.length, 'task')}.`, () => void attempt(() => deleteTemplateTasks(db, ids)));
    });
  };
  return (
    <Sheet
      opened={opened}
      onClose={close}
      title={source ? TITLES[source.kind] : 'Copy'}
      footer={
        <Button type="submit" form={formId} style={{ flex: 1 }}>
          {source?.kind === 'task' ? 'Repeat' : 'Copy'}
        </Button>
      }
    >
      {source?.kind === 'task' && (
        <DaysForm
          id={formId}
          program={program}
          about={`“${source.task.title}”, on days that do not have it yet.`}
          first={{ kind: 'every', days: 1, from: source.task.day_index + 1, to: program.length_days }}
          own={source.task.day_index}
          plan={(days) => repetitions(tasks, source.task, days)}
          onCopy={(days) => {
            copy(() => repeatTask(db, source.task, days));
          }}
        />
      )}
      {source?.kind === 'day' && (
        <DaysForm
          id={formId}
          program={program}
          about={`The tasks of day ${String(source.day)}, behind what the other days have.`}
          first={{ kind: 'every', days: 1, from: source.day + 1, to: source.day + 1 }}
          own={source.day}
          plan={(days) => copiesOfDay(tasks, source.day, days)}
          onCopy={(days) => {
            copy(() => copyDay(db, program, source.day, days));
          }}
        />
      )}
      {source?.kind === 'week' && (
        <WeeksForm
          id={formId}
          program={program}
          week={source.week}
          plan={(weeks) => copiesOfWeek(tasks, program, source.week, weeks)}
          onCopy={(weeks) => {
            copy(() => copyWeek(db, program, source.week, weeks));
          }}
        />
      )}
    </Sheet>
  );
};

const TITLES: Record<CopySource['kind'], string> = { task: 'Repeat task', day: 'Copy day', week: 'Copy week' };

interface FormProps {
  id: string;
  program: Program;
  /** What would be added. */
  plan: (onto: number[]) => readonly NewTask[];
  onCopy: (onto: number[]) => void;
}

interface DaysFormProps extends FormProps {
  about: string;
  first: RepeatRule;
  /** The day that is copied from. */
  own: number;
}

const DaysForm = ({ id, program, about, first, own, plan, onCopy }: DaysFormProps) => {
  const rule = useRule(first, program);
  const days = rule.days?.filter((day) => day !== own);
  const added = days ? plan(days) : [];
  const onto = [...new Set(added.map(({ day_index }) => day_index))];
  return (
    <form
      id={id}
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (days) onCopy(days);
      }}
    >
      <p>{about}</p>
      <RuleFields rule={rule} weekLength={daysInWeek(program.day_counting)} length={program.length_days} />
      <p role="status" className={styles.quiet}>
        {days === undefined
          ? 'Choose days first.'
          : added.length === 0
            ? 'There is nothing to add on these days.'
            : `${plural(added.length, 'task')} on ${daysInWords(onto)}.`}
      </p>
    </form>
  );
};

const WeeksForm = ({ id, program, week, plan, onCopy }: FormProps & { week: number }) => {
  const [weeks, setWeeks] = useState<number[]>([]);
  const all = Array.from({ length: weekOfDay(program.length_days, program.day_counting) }, (_, one) => one + 1);
  const added = plan(weeks);
  return (
    <form
      id={id}
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        onCopy(weeks);
      }}
    >
      <p>{`The tasks of week ${String(week)}, day by day, behind what the other weeks have.`}</p>
      <CheckChips
        label="Onto weeks"
        options={all.filter((one) => one !== week).map((one) => ({ value: one, label: String(one) }))}
        values={weeks}
        onChange={setWeeks}
      />
      <p role="status" className={styles.quiet}>
        {weeks.length === 0
          ? 'Choose weeks first.'
          : `${plural(added.length, 'task')} on ${weeks.length === 1 ? 'week' : 'weeks'} ${listText(weeks.toSorted((a, b) => a - b).map(String))}.`}
      </p>
    </form>
  );
};
