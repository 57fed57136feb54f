import {
  closestCenter,
  closestCorners,
  type CollisionDetection,
  type DroppableContainer,
  type KeyboardCoordinateGetter,
  pointerWithin,
  type UniqueIdentifier,
} from '@dnd-kit/core';

/* The position of a dragged task, by the droppable it is over: a card has its task's id, a day has `dayDropId`. */

/** The days on screen with the ids of their tasks, while one of them is dragged. */
export type WeekBoardState = ReadonlyMap<number, readonly string[]>;

export const dayDropId = (day: number): string => `day ${String(day)}`;

export interface TaskPosition {
  day: number;
  index: number;
}

/** The position of a card; for a day, its end. */
export const taskPositionOf = (board: WeekBoardState, over: UniqueIdentifier): TaskPosition | null => {
  for (const [day, ids] of board) {
    if (dayDropId(day) === over) return { day, index: ids.length };
    const index = ids.indexOf(String(over));
    if (index >= 0) return { day, index };
  }
  return null;
};

/** The board after a task has moved to `to`, an index among the other tasks of that day. */
export const withTaskMoved = (board: WeekBoardState, id: string, to: TaskPosition): WeekBoardState =>
  new Map(
    [...board].map(([day, ids]) => {
      const others = ids.filter((one) => one !== id);
      return [day, day === to.day ? others.toSpliced(to.index, 0, id) : others];
    }),
  );

/** The nearest card of the day under the pointer, or the day where it has no cards; by keyboard, the nearest droppable. */
export const closestTaskInDay =
  (board: WeekBoardState): CollisionDetection =>
  (args) => {
    const pointerHits = pointerWithin(args);
    const position =
      pointerHits[0] &&
      taskPositionOf(board, pointerHits.find(({ id }) => String(id).startsWith('day '))?.id ?? pointerHits[0].id);
    if (!position) return args.pointerCoordinates ? [] : closestCorners(args);
    const cards = new Set<UniqueIdentifier>(board.get(position.day));
    if (cards.size === 0) return pointerHits;
    return closestCenter({
      ...args,
      droppableContainers: args.droppableContainers.filter(({ id }) => cards.has(id)),
    });
  };

/** Up and down move within the day; left and right to the day before or after. */
export const weekKeyboardCoordinates: KeyboardCoordinateGetter = (
  event,
  { context: { active, over, droppableRects, droppableContainers } },
) => {
  const board = boardFromDroppables(droppableContainers.toArray());
  const at = active && taskPositionOf(board, over?.id ?? active.id);
  const step = KEY_STEPS[event.code];
  if (!at || !step) return undefined;
  event.preventDefault();
  const days = [...board.keys()];
  const day = days[days.indexOf(at.day) + step.days];
  const ids = day === undefined ? [] : (board.get(day) ?? []);
  const index = step.days === 0 ? at.index + step.positions : Math.min(at.index, ids.length - 1);
  const target = ids[index] ?? (step.days !== 0 && day !== undefined ? dayDropId(day) : undefined);
  const rect = target === undefined ? undefined : droppableRects.get(target);
  return rect && { x: rect.left, y: rect.top };
};

/** Data of a day's droppable, from which keyboard moves read the current board. */
export interface DayDropData {
  day: number;
  ids: readonly string[];
}

const boardFromDroppables = (containers: readonly DroppableContainer[]): WeekBoardState => {
  const days = containers.flatMap(({ data: { current } }) =>
    current?.['ids'] ? [current as unknown as DayDropData] : [],
  );
  return new Map(days.sort((a, b) => a.day - b.day).map(({ day, ids }) => [day, ids]));
};

const KEY_STEPS: Record<string, { days: number; positions: number }> = {
  ArrowUp: { days: 0, positions: -1 },
  ArrowDown: { days: 0, positions: 1 },
  ArrowLeft: { days: -1, positions: 0 },
  ArrowRight: { days: 1, positions: 0 },
};
