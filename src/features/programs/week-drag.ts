import {
  closestCenter,
  closestCorners,
  type CollisionDetection,
  type DroppableContainer,
  type KeyboardCoordinateGetter,
  pointerWithin,
  type UniqueIdentifier,
} from '@dnd-kit/core';

/* Where a dragged task is, by what it is over: a card has its task's id, the space of a day has a name of its own. */

/** The days of the week on screen with the ids of their tasks, as they stand while one of them is dragged. */
export type Board = ReadonlyMap<number, readonly string[]>;

export const spaceOf = (day: number): string => `day ${String(day)}`;

export interface Place {
  day: number;
  index: number;
}

/** The place of a card, or of the end of a day for its space. */
export const placeOf = (board: Board, over: UniqueIdentifier): Place | null => {
  for (const [day, ids] of board) {
    if (spaceOf(day) === over) return { day, index: ids.length };
    const index = ids.indexOf(String(over));
    if (index >= 0) return { day, index };
  }
  return null;
};

/** The board after a task has left its place for `to`, an index among the others of that day. */
export const withMoved = (board: Board, id: string, to: Place): Board =>
  new Map(
    [...board].map(([day, ids]) => {
      const others = ids.filter((one) => one !== id);
      return [day, day === to.day ? others.toSpliced(to.index, 0, id) : others];
    }),
  );

/** The nearest card of the day that the pointer is in, or its space where it has none. By keyboard, what is nearest. */
export const nearestPlace =
  (board: Board): CollisionDetection =>
  (asked) => {
    const within = pointerWithin(asked);
    const place =
      within[0] && placeOf(board, within.find(({ id }) => String(id).startsWith('day '))?.id ?? within[0].id);
    if (!place) return asked.pointerCoordinates ? [] : closestCorners(asked);
    const cards = new Set<UniqueIdentifier>(board.get(place.day));
    if (cards.size === 0) return within;
    return closestCenter({
      ...asked,
      droppableContainers: asked.droppableContainers.filter(({ id }) => cards.has(id)),
    });
  };

/** Up and down: the places of the day. Left and right: the day before and after. */
export const stepByKeys: KeyboardCoordinateGetter = (
  event,
  { context: { active, over, droppableRects, droppableContainers } },
) => {
  const board = boardOf(droppableContainers.toArray());
  const at = active && placeOf(board, over?.id ?? active.id);
  const step = STEPS[event.code];
  if (!at || !step) return undefined;
  event.preventDefault();
  const days = [...board.keys()];
  const day = days[days.indexOf(at.day) + step.days];
  const ids = day === undefined ? [] : (board.get(day) ?? []);
  const index = step.days === 0 ? at.index + step.places : Math.min(at.index, ids.length - 1);
  const target = ids[index] ?? (step.days !== 0 && day !== undefined ? spaceOf(day) : undefined);
  const rect = target === undefined ? undefined : droppableRects.get(target);
  return rect && { x: rect.left, y: rect.top };
};

/** What the space of a day tells of itself, so that keys go by what is on screen now. */
export interface DaySpace {
  day: number;
  ids: readonly string[];
}

const boardOf = (containers: readonly DroppableContainer[]): Board => {
  const spaces = containers.flatMap(({ data: { current } }) =>
    current?.['ids'] ? [current as unknown as DaySpace] : [],
  );
  return new Map(spaces.sort((a, b) => a.day - b.day).map(({ day, ids }) => [day, ids]));
};

const STEPS: Record<string, { days: number; places: number }> = {
  ArrowUp: { days: 0, places: -1 },
  ArrowDown: { days: 0, places: 1 },
  ArrowLeft: { days: -1, places: 0 },
  ArrowRight: { days: 1, places: 0 },
};
