import type { CalendarDate } from './calendar.ts';
import { calculateDateForDayIndex } from './program-days.ts';
import type { PreviewTask, VersionPreview } from './program-version.ts';
import { daysInWeek } from './program-weeks.ts';
import type { DayCounting, ProgramParameter, TaskLevel } from './program.ts';

/* What a program becomes in somebody's days. The database's `fill_tasks` makes the same. */

/** The day on which a task is due: what is for a week on the week's first, what is for the whole program on day 1. */
export const dueDay = (level: TaskLevel, day: number, counting: DayCounting): number => {
  if (level === 'program') return 1;
  return level === 'program_week' ? day - ((day - 1) % daysInWeek(counting)) : day;
};

/** A text with each `{key}` that the parameters name replaced, once: what a parameter says is not read again. */
export const fillIn = (text: string, parameters: Readonly<Record<string, string>>): string =>
  text.replace(/\{([^{}]*)\}/g, (braces, key: string) =>
    Object.hasOwn(parameters, key) ? (parameters[key] ?? braces) : braces,
  );

/** Tasks with their texts filled in. */
export const filledIn = (tasks: readonly PreviewTask[], parameters: Readonly<Record<string, string>>): PreviewTask[] =>
  tasks.map((task) => ({
    ...task,
    title: fillIn(task.title, parameters),
    notes: task.notes === null ? null : fillIn(task.notes, parameters),
  }));

/** The given values of the declared parameters, trimmed, without those that say nothing. */
export const givenValues = (
  declared: readonly ProgramParameter[],
  values: Readonly<Record<string, string>>,
): Record<string, string> =>
  Object.fromEntries(
    declared.map(({ key }) => [key, (values[key] ?? '').trim()] as const).filter(([, value]) => value !== ''),
  );

export interface PlannedDay {
  day_index: number;
  date: CalendarDate;
  tasks: PreviewTask[];
}

/** The tasks of a program's first week on their dates, as an enrollment from `start` with these parameters has them. */
export const firstWeek = (
  { days, day_counting }: Pick<VersionPreview, 'days' | 'day_counting'>,
  start: CalendarDate,
  parameters: Readonly<Record<string, string>>,
): PlannedDay[] => {
  const byDay = new Map<number, PreviewTask[]>();
  for (const { day_index, tasks } of days) {
    for (const task of filledIn(tasks, parameters)) {
      const due = dueDay(task.level, day_index, day_counting);
      if (due > daysInWeek(day_counting)) continue;
      byDay.set(due, [...(byDay.get(due) ?? []), task]);
    }
  }
  return [...byDay]
    .sort(([a], [b]) => a - b)
    .map(([day_index, tasks]) => ({
      day_index,
      date: calculateDateForDayIndex(start, day_index, day_counting),
      tasks,
    }));
};
