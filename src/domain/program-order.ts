import { byPosition, lastPosition, type Positioned, reordered } from './order.ts';

/* The order of a program's tasks within their days. */

export interface PlacedTask extends Positioned {
  day_index: number;
}

/** The fields of a task's place that change. */
export interface Placement {
  id: string;
  fields: { day_index?: number; position?: number };
}

/** The tasks of one day, in order. */
export const tasksOfDay = <Task extends PlacedTask>(tasks: readonly Task[], day: number): Task[] =>
  tasks.filter(({ day_index }) => day_index === day).sort(byPosition);

/**
 * What changes when the task `id` comes before the task that is at `index` of `day` without it, or last. Nothing
 * where it is there already; one task where its neighbours leave room, otherwise its day is numbered anew.
 */
export const moveTask = (tasks: readonly PlacedTask[], id: string, day: number, index: number): Placement[] => {
  const task = tasks.find((one) => one.id === id);
  if (!task) return [];
  if (task.day_index === day) return placements(reordered(tasksOfDay(tasks, day), id, index));
  const there = tasksOfDay(tasks, day);
  const position = lastPosition(there);
  const positions = new Map(reordered([...there, { ...task, position }], id, index));
  const own = positions.get(id) ?? position;
  positions.delete(id);
  return [
    ...placements(positions),
    { id, fields: { day_index: day, ...(own !== task.position && { position: own }) } },
  ];
};

const placements = (positions: ReadonlyMap<string, number>): Placement[] =>
  [...positions].map(([id, position]) => ({ id, fields: { position } }));
