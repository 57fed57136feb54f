import type { DayCounting, Program, ProgramModule, TemplateTask } from './program.ts';

/* A program's days in weeks, and its weeks in modules. Days and weeks count from 1. */

/** Days of a program's week: seven, or the five that are worked where weekends do not count. */
export const daysInWeek = (counting: DayCounting): number => (counting === 'weekdays' ? 5 : 7);

export const weekOfDay = (day: number, counting: DayCounting): number => Math.ceil(day / daysInWeek(counting));

/** The days of `week` up to `lastDay`, which the last week may be cut short by. */
export const daysOfWeek = (week: number, counting: DayCounting, lastDay: number): number[] => {
  const length = daysInWeek(counting);
  return Array.from({ length }, (_, day) => (week - 1) * length + day + 1).filter((day) => day <= lastDay);
};

/** The last day that has to be shown: the program's own, or that of a task which a shorter program has left outside. */
export const lastDayShown = (
  program: Pick<Program, 'length_days'>,
  tasks: readonly Pick<TemplateTask, 'day_index'>[],
): number => tasks.reduce((last, { day_index }) => Math.max(last, day_index), program.length_days);

export interface ModuleWeeks {
  /** `null` for the weeks before the first module. */
  title: string | null;
  /** Never empty. */
  weeks: number[];
}

/**
 * The weeks from 1 to `weekCount`, each in exactly one module: the one that began last. Modules that no week is
 * left to are not among them.
 */
export const modulesWithWeeks = (modules: readonly ProgramModule[], weekCount: number): ModuleWeeks[] => {
  const starts = modulesInOrder(modules);
  const parts = [{ title: null, first_week: 1 }, ...starts].map(({ title, first_week }, place) => {
    const end = Math.min(weekCount + 1, starts[place]?.first_week ?? weekCount + 1);
    const first = Math.max(1, first_week);
    return { title, weeks: Array.from({ length: Math.max(0, end - first) }, (_, week) => first + week) };
  });
  return parts.filter(({ weeks }) => weeks.length > 0);
};

/** Modules by the week that they begin with. */
export const modulesInOrder = (modules: readonly ProgramModule[]): ProgramModule[] =>
  [...modules].sort((a, b) => a.first_week - b.first_week);
