import type { Draft, DraftPlanResult } from './draft-plan.ts';
import { positionUpdatesForMove } from './task-order.ts';
import { compareByPosition } from '../ordering/position.ts';

/** Where tasks are moved to: the task that is held goes to `index` of `day`, counted without the moved ones. */
export interface MoveTarget {
  /** The id of the task that is held; the others keep their distance in days from it. */
  lead: string;
  day: number;
  index: number;
}

/**
 * Moves tasks together. Those of the lead's day stay together, in their order; the others come last on their days.
 * Nothing moves where one of them would be outside of the program.
 */
export const moveTasks = (
  { program, tasks }: Pick<Draft, 'tasks'> & { program: Pick<Draft['program'], 'length_days'> },
  ids: readonly string[],
  { lead, day, index }: MoveTarget,
): DraftPlanResult => {
  const leadDay = tasks.find(({ id }) => id === lead)?.day_index;
  const moved = tasks
    .filter(({ id }) => ids.includes(id))
    .sort((a, b) => a.day_index - b.day_index || compareByPosition(a, b));
  if (leadDay === undefined) return {};
  const distance = day - leadDay;
  const outside = moved.find(
    ({ day_index }) =>
      day_index + distance < 1 || day_index + distance > Math.max(program.length_days, distance === 0 ? day_index : 0),
  );
  if (outside) return { problem: { code: 'no_such_day', day: outside.day_index + distance } };
  const rows = new Map(tasks.map((task) => [task.id, task]));
  const fields = new Map<string, { day_index?: number; position?: number }>();
  const apply = (id: string, to: number, at: number) => {
    for (const update of positionUpdatesForMove([...rows.values()], id, to, at)) {
      const row = rows.get(update.id);
      if (row) rows.set(update.id, { ...row, ...update.fields });
      fields.set(update.id, { ...fields.get(update.id), ...update.fields });
    }
  };
  const together = moved.filter(({ day_index }) => day_index === leadDay);
  // Each is put after the one before: counted without all of them, the list has `index` others before the first.
  const others = [...rows.values()]
    .filter(({ id, day_index }) => day_index === day && !ids.includes(id))
    .sort(compareByPosition);
  const before = others[Math.min(index, others.length) - 1];
  let previous = before?.id;
  for (const { id } of together) {
    const list = [...rows.values()].filter((one) => one.day_index === day && one.id !== id).sort(compareByPosition);
    apply(id, day, list.findIndex((one) => one.id === previous) + 1);
    previous = id;
  }
  for (const { id, day_index } of moved) {
    if (day_index !== leadDay && distance !== 0) apply(id, day_index + distance, Infinity);
  }
  return { updated: [...fields].map(([id, changed]) => ({ id, fields: changed })) };
};
