import { lastPosition, POSITION_STEP } from './order.ts';
import type { DayCounting, Program, TemplateTask } from './program.ts';
import { tasksOfDay } from './program-order.ts';
import { daysInWeek, daysOfWeek } from './program-weeks.ts';

/* Copies of tasks on other days. A copy comes after what its day has already; nothing is replaced. */

/** What a template task says, wherever it is. */
export type TaskContent = Pick<TemplateTask, 'title' | 'notes' | 'minutes' | 'type' | 'is_required' | 'level'>;
export type NewTask = TaskContent & Pick<TemplateTask, 'day_index' | 'position'>;

/** On which days something is repeated, from one day to another, both included. */
export type RepeatRule = { from: number; to: number } & (
  | { kind: 'every'; days: number }
  /** The given days of each week of the program, 1 and up. */
  | { kind: 'weekly'; days: readonly number[] }
);

type Shape = Pick<Program, 'length_days' | 'day_counting'>;

/** The days that a rule names, within the program, rising. */
export const daysOfRule = (rule: RepeatRule, { length_days, day_counting }: Shape): number[] => {
  const last = Math.min(rule.to, length_days);
  const days = Array.from({ length: Math.max(0, last - rule.from + 1) }, (_, place) => rule.from + place);
  return days.filter((day) => day >= 1 && isNamed(rule, day, day_counting));
};

const isNamed = (rule: RepeatRule, day: number, counting: DayCounting): boolean =>
  rule.kind === 'every'
    ? (day - rule.from) % Math.max(1, rule.days) === 0
    : rule.days.includes(((day - 1) % daysInWeek(counting)) + 1);

/** The tasks of day `from` on each day of `onto` but its own. */
export const copiesOfDay = (tasks: readonly TemplateTask[], from: number, onto: readonly number[]): NewTask[] =>
  copiesOn(
    tasks,
    onto.filter((day) => day !== from).map((day) => ({ day, contents: tasksOfDay(tasks, from) })),
  );

/** The tasks of week `from` on the same days of each week of `onto`; days after the program's end are left out. */
export const copiesOfWeek = (
  tasks: readonly TemplateTask[],
  { length_days, day_counting }: Shape,
  from: number,
  onto: readonly number[],
): NewTask[] => {
  const first = (from - 1) * daysInWeek(day_counting);
  return copiesOn(
    tasks,
    onto
      .filter((week) => week !== from)
      .flatMap((week) =>
        daysOfWeek(week, day_counting, length_days).map((day, place) => ({
          day,
          contents: tasksOfDay(tasks, first + place + 1),
        })),
      ),
  );
};

/** One task on each of `days` that has none like it: repeating twice is repeating once. */
export const repetitions = (tasks: readonly TemplateTask[], task: TemplateTask, days: readonly number[]): NewTask[] =>
  copiesOn(
    tasks,
    days
      .filter((day) => !tasksOfDay(tasks, day).some((one) => contentOf(one) === contentOf(task)))
      .map((day) => ({ day, contents: [task] })),
  );

const contentOf = ({ title, notes, minutes, type, is_required, level }: TaskContent): string =>
  JSON.stringify([title, notes, minutes, type, is_required, level]);

const copiesOn = (
  tasks: readonly TemplateTask[],
  targets: readonly { day: number; contents: readonly TaskContent[] }[],
): NewTask[] =>
  targets.flatMap(({ day, contents }) => {
    const first = lastPosition(tasksOfDay(tasks, day));
    return contents.map(({ title, notes, minutes, type, is_required, level }, place) => ({
      ...{ title, notes, minutes, type, is_required, level },
      day_index: day,
      position: first + place * POSITION_STEP,
    }));
  });
