import { Button } from '@mantine/core';
import { useId, useState } from 'react';
import type { Program, TemplateTask } from '../../domain/program.ts';
import { daysOfWeek, weekOfDay } from '../../domain/program-weeks.ts';
import { moveTemplateTask } from '../../store/program-tasks.ts';
import { useStore } from '../../store/react.ts';
import { attempt } from '../../ui/attempt.ts';
import { ChoiceField } from '../../ui/Fields.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { showUndo } from '../../ui/toast.tsx';
import styles from './Programs.module.css';
import type { SheetState } from './use-sheet.ts';

interface MoveSheetProps {
  sheet: SheetState<TemplateTask>;
  program: Pick<Program, 'day_counting'>;
  lastDay: number;
}

/** Moves a task to the end of any day. */
export const MoveSheet = ({ sheet: { about: task, opened, close }, program, lastDay }: MoveSheetProps) => {
  const formId = useId();
  const db = useStore();
  const move = (day: number) => {
    if (!task) return;
    close();
    void attempt(async () => {
      await moveTemplateTask(db, task, day, Infinity);
      showUndo(
        `“${task.title}” is on day ${String(day)} now.`,
        () => void attempt(() => moveTemplateTask(db, task, task.day_index, Infinity)),
      );
    });
  };
  return (
    <Sheet
      opened={opened}
      onClose={close}
      title="Move to day"
      footer={
        <Button type="submit" form={formId} style={{ flex: 1 }}>
          Move
        </Button>
      }
    >
      {task && <DayForm id={formId} task={task} program={program} lastDay={lastDay} onMove={move} />}
    </Sheet>
  );
};

interface DayFormProps extends Pick<MoveSheetProps, 'program' | 'lastDay'> {
  id: string;
  task: TemplateTask;
  onMove: (day: number) => void;
}

/** It is mounted with each opening of its sheet, and so begins with the task's own day. */
const DayForm = ({ id, task, program: { day_counting }, lastDay, onMove }: DayFormProps) => {
  const [day, setDay] = useState(task.day_index);
  const weeks = Array.from({ length: weekOfDay(lastDay, day_counting) }, (_, week) => week + 1);
  return (
    <form
      id={id}
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        onMove(day);
      }}
    >
      <p>{task.title}</p>
      <ChoiceField
        label="Day"
        data-autofocus
        value={String(day)}
        onChange={(event) => {
          setDay(Number(event.currentTarget.value));
        }}
        data={weeks.map((week) => ({
          group: `Week ${String(week)}`,
          items: daysOfWeek(week, day_counting, lastDay).map((one) => ({
            value: String(one),
            label: `Day ${String(one)}`,
          })),
        }))}
      />
    </form>
  );
};
