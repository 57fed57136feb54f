import type { DayCounting, Program, ProgramModule, TemplateTask } from './program.ts';

/* Days and weeks of a program count from 1. */

/** Days of a program week: 7, or 5 where only weekdays count. */
export const weekLength = (counting: DayCounting): number => (counting === 'weekdays' ? 5 : 7);

export const weekOfDay = (day: number, counting: DayCounting): number => Math.ceil(day / weekLength(counting));

/** The days of `week` that are not after `lastDay`. */
export const programDaysOfWeek = (week: number, counting: DayCounting, lastDay: number): number[] => {
  const length = weekLength(counting);
  return Array.from({ length }, (_, day) => (week - 1) * length + day + 1).filter((day) => day <= lastDay);
};

/**
 * The last day to show: the program's last day, or a later one that still has tasks after the program was shortened.
 */
export const lastVisibleDay = (
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
 * The weeks from 1 to `weekCount`, each in exactly one module: the last one that begins at or before it. Modules
 * without weeks are left out.
 */
export const modulesWithWeeks = (modules: readonly ProgramModule[], weekCount: number): ModuleWeeks[] => {
  const starts = sortModules(modules);
  const parts = [{ title: null, first_week: 1 }, ...starts].map(({ title, first_week }, index) => {
    const end = Math.min(weekCount + 1, starts[index]?.first_week ?? weekCount + 1);
    const first = Math.max(1, first_week);
    return { title, weeks: Array.from({ length: Math.max(0, end - first) }, (_, week) => first + week) };
  });
  return parts.filter(({ weeks }) => weeks.length > 0);
};

/** The modules ordered by `first_week`. */
export const sortModules = (modules: readonly ProgramModule[]): ProgramModule[] =>
  [...modules].sort((a, b) => a.first_week - b.first_week);
