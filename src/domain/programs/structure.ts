import type { Draft, DraftPlanResult } from './draft-plan.ts';
import { PROGRAM_LIMITS, type ProgramModule } from './program.ts';
import { sortModules, weekLength, weekOfDay } from './weeks.ts';

/* Days and weeks that are inserted into a draft or removed from it: what comes after them shifts. */

type Structure = Pick<Draft, 'tasks'> & { program: Pick<Draft['program'], 'length_days' | 'day_counting' | 'modules'> };

/** Days `at` and later move back by `count`. Modules begin with weeks, and stay. */
export const insertDays = ({ program, tasks }: Structure, at: number, count: number): DraftPlanResult => {
  const lastDay = tasks.reduce((last, { day_index }) => Math.max(last, day_index), program.length_days);
  if (lastDay + count > PROGRAM_LIMITS.days) return { problem: { code: 'too_long' } };
  const shifted = tasks.filter(({ day_index }) => day_index >= at);
  return {
    program: { length_days: program.length_days + count },
    updated: shifted.map(({ id, day_index }) => ({ id, fields: { day_index: day_index + count } })),
  };
};

/** Removes `count` days from `from` on with their tasks; later days move up. Days after the last are none to remove. */
export const removeDays = ({ program, tasks }: Structure, from: number, count: number): DraftPlanResult => {
  const removed = Math.max(0, Math.min(from + count - 1, program.length_days) - from + 1);
  if (program.length_days - removed < 1) return { problem: { code: 'too_short' } };
  return {
    program: { length_days: program.length_days - removed },
    removed: tasks.filter(({ day_index }) => day_index >= from && day_index < from + removed).map(({ id }) => id),
    updated: tasks
      .filter(({ day_index }) => day_index >= from + removed)
      .map(({ id, day_index }) => ({ id, fields: { day_index: day_index - removed } })),
  };
};

/**
 * Inserts a whole week before `week` or after it. It belongs to that week's module: a module that begins with `week`
 * begins with the new one, and the next module begins a week later.
 */
export const insertWeek = (draft: Structure, week: number, place: 'before' | 'after'): DraftPlanResult => {
  const length = weekLength(draft.program.day_counting);
  const first = (place === 'before' ? week - 1 : week) * length + 1;
  const result = insertDays(draft, Math.min(first, draft.program.length_days + 1), length);
  if ('problem' in result) return result;
  const modules = draft.program.modules.map((module) =>
    module.first_week > week ? { ...module, first_week: Math.min(99, module.first_week + 1) } : module,
  );
  return { ...result, program: { ...result.program, modules } };
};

/** Removes a week with its tasks. A module that had only this week goes with it; later ones begin a week earlier. */
export const removeWeek = (draft: Structure, week: number): DraftPlanResult => {
  const length = weekLength(draft.program.day_counting);
  const result = removeDays(draft, (week - 1) * length + 1, length);
  if ('problem' in result) return result;
  const weekCount = weekOfDay(draft.program.length_days, draft.program.day_counting);
  return { ...result, program: { ...result.program, modules: withoutWeek(draft.program.modules, week, weekCount) } };
};

const withoutWeek = (modules: readonly ProgramModule[], week: number, weekCount: number): ProgramModule[] => {
  const ordered = sortModules(modules);
  return ordered.flatMap((module, index) => {
    if (module.first_week > week) return [{ ...module, first_week: module.first_week - 1 }];
    const end = ordered[index + 1]?.first_week ?? weekCount + 1;
    return module.first_week === week && end <= week + 1 ? [] : [module];
  });
};
