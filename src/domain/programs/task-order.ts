import { compareByPosition, nextPosition, type Positioned, positionsAfterMove } from '../ordering/position.ts';

export interface OrderedTask extends Positioned {
  day_index: number;
}

/** The changed fields of one task. */
export interface TaskPositionUpdate {
  id: string;
  fields: { day_index?: number; position?: number };
}

/** The tasks of one day, in order. */
export const tasksOfDay = <Task extends OrderedTask>(tasks: readonly Task[], day: number): Task[] =>
  tasks.filter(({ day_index }) => day_index === day).sort(compareByPosition);

/**
 * The updates that move the task `id` to `index` of `day`, counted without the task itself: none where it is there
 * already, one where there is a gap between its new neighbours, otherwise one for each task of the day.
 */
export const positionUpdatesForMove = (
  tasks: readonly OrderedTask[],
  id: string,
  day: number,
  index: number,
): TaskPositionUpdate[] => {
  const task = tasks.find((candidate) => candidate.id === id);
  if (!task) return [];
  if (task.day_index === day) return positionUpdates(positionsAfterMove(tasksOfDay(tasks, day), id, index));
  const others = tasksOfDay(tasks, day);
  const position = nextPosition(others);
  const positions = new Map(positionsAfterMove([...others, { ...task, position }], id, index));
  const own = positions.get(id) ?? position;
  positions.delete(id);
  return [
    ...positionUpdates(positions),
    { id, fields: { day_index: day, ...(own !== task.position && { position: own }) } },
  ];
};

const positionUpdates = (positions: ReadonlyMap<string, number>): TaskPositionUpdate[] =>
  [...positions].map(([id, position]) => ({ id, fields: { position } }));
