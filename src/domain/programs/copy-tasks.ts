import { nextPosition, POSITION_STEP } from '../ordering/position.ts';
import type { DayCounting, Program, TemplateTask, TemplateTaskContent } from './program.ts';
import { tasksOfDay } from './task-order.ts';
import { weekLength, programDaysOfWeek } from './weeks.ts';

/* Copies of template tasks on other days. A copy comes after the existing tasks of its day; nothing is replaced. */

export type TemplateTaskCopy = TemplateTaskContent & Pick<TemplateTask, 'day_index' | 'position'>;

/** On which days a task is repeated: between `from` and `to`, both included. */
export type RepeatRule = { from: number; to: number } & (
  | { kind: 'every'; days: number }
  /** `days`: days of each program week, from 1. */
  | { kind: 'weekly'; days: readonly number[] }
);

type ProgramShape = Pick<Program, 'length_days' | 'day_counting'>;

/** The program days that match a rule, ascending. */
export const daysMatchingRule = (rule: RepeatRule, { length_days, day_counting }: ProgramShape): number[] => {
  const last = Math.min(rule.to, length_days);
  const days = Array.from({ length: Math.max(0, last - rule.from + 1) }, (_, offset) => rule.from + offset);
  return days.filter((day) => day >= 1 && matchesRule(rule, day, day_counting));
};

const matchesRule = (rule: RepeatRule, day: number, counting: DayCounting): boolean =>
  rule.kind === 'every'
    ? (day - rule.from) % Math.max(1, rule.days) === 0
    : rule.days.includes(((day - 1) % weekLength(counting)) + 1);

/** Copies of the tasks of day `from` on each other day of `onto`. */
export const copyDayTasks = (
  tasks: readonly TemplateTask[],
  from: number,
  onto: readonly number[],
): TemplateTaskCopy[] =>
  copyOntoDays(
    tasks,
    onto.filter((day) => day !== from).map((day) => ({ day, contents: tasksOfDay(tasks, from) })),
  );

/**
 * Copies of the tasks of week `from` on the same days of each other week of `onto`, without days after the program's
 * end.
 */
export const copyWeekTasks = (
  tasks: readonly TemplateTask[],
  { length_days, day_counting }: ProgramShape,
  from: number,
  onto: readonly number[],
): TemplateTaskCopy[] => {
  const first = (from - 1) * weekLength(day_counting);
  return copyOntoDays(
    tasks,
    onto
      .filter((week) => week !== from)
      .flatMap((week) =>
        programDaysOfWeek(week, day_counting, length_days).map((day, offset) => ({
          day,
          contents: tasksOfDay(tasks, first + offset + 1),
        })),
      ),
  );
};

/** Copies of `task` on each of `days` that has no task of the same content: repeating twice has the effect of once. */
export const repeatTaskOnDays = (
  tasks: readonly TemplateTask[],
  task: TemplateTask,
  days: readonly number[],
): TemplateTaskCopy[] =>
  copyOntoDays(
    tasks,
    days
      .filter((day) => !tasksOfDay(tasks, day).some((existing) => contentKey(existing) === contentKey(task)))
      .map((day) => ({ day, contents: [task] })),
  );

const contentKey = ({ title, notes, minutes, type, is_required, level }: TemplateTaskContent): string =>
  JSON.stringify([title, notes, minutes, type, is_required, level]);

const copyOntoDays = (
  tasks: readonly TemplateTask[],
  targets: readonly { day: number; contents: readonly TemplateTaskContent[] }[],
): TemplateTaskCopy[] =>
  targets.flatMap(({ day, contents }) => {
    const first = nextPosition(tasksOfDay(tasks, day));
    return contents.map(({ title, notes, minutes, type, is_required, level }, index) => ({
      ...{ title, notes, minutes, type, is_required, level },
      day_index: day,
      position: first + index * POSITION_STEP,
    }));
  });
