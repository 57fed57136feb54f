import type { CollisionDetection } from '@dnd-kit/core';
import type { BlockTask } from '../../../domain/programs/program.ts';

/* Where something that is dragged over the calendar would land. It is read from the page under the pointer, which scrolls
   and grows while one drags, rather than from positions measured before. */

export interface DropTarget {
  day: number;
  /** Counted without the tasks that are dragged. */
  index: number;
  /** The pointer is on the title of a week: what is dropped there lands on its first day, after the tasks there. */
  week: number | null;
}

export type DragContent =
  { kind: 'tasks'; ids: readonly string[] } | { kind: 'block'; title: string; block: readonly BlockTask[] };

/** Attributes of the elements that can be dropped on. */
export const DROP_DAY = 'data-drop-day';
export const DROP_WEEK = 'data-drop-week';
export const CARD_ID = 'data-task-id';

/** The target under the pointer, as the only collision. */
export const findDropTarget: CollisionDetection = ({ active, pointerCoordinates }) => {
  if (!pointerCoordinates) return [];
  const { x, y } = pointerCoordinates;
  const content = active.data.current as DragContent | undefined;
  const dragged = content?.kind === 'tasks' ? content.ids : [];
  for (const element of document.elementsFromPoint(x, y)) {
    const place = element.closest(`[${DROP_DAY}], [${DROP_WEEK}]`);
    if (place) return [{ id: 'target', data: { target: targetAt(place, y, dragged) } }];
  }
  return [];
};

export const targetOf = (collisions: readonly { data?: Record<string, unknown> }[] | null): DropTarget | null =>
  (collisions?.[0]?.data?.['target'] as DropTarget | undefined) ?? null;

const targetAt = (place: Element, y: number, dragged: readonly string[]): DropTarget => {
  const day = Number(place.getAttribute(DROP_DAY));
  const week = place.getAttribute(DROP_WEEK);
  if (week !== null) return { day, index: Infinity, week: Number(week) };
  const cards = [...place.querySelectorAll(`[${CARD_ID}]`)].filter(
    (card) => !dragged.includes(card.getAttribute(CARD_ID) ?? ''),
  );
  const index = cards.findIndex((card) => {
    const { top, height } = card.getBoundingClientRect();
    return y < top + height / 2;
  });
  return { day, index: index < 0 ? cards.length : index, week: null };
};

/** "Day 9, position 2", "Day 8: the first day of week 2" */
export const dropLabel = ({ day, index, week }: DropTarget): string =>
  week === null
    ? `Day ${String(day)}, position ${String(index + 1)}`
    : `Day ${String(day)}, the first day of week ${String(week)}`;
