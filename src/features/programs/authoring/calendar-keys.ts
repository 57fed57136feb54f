import { dayStop, taskStop } from './editor-state.ts';

/* Moving the focus in the calendar with the arrow keys: in each day from its number to its tasks, and on to the next week. */

/** Each day's stops from the top, by day. */
export type CalendarStops = ReadonlyMap<number, readonly string[]>;

export const stopsOf = (days: readonly number[], idsOf: (day: number) => readonly string[]): CalendarStops =>
  new Map(days.map((day) => [day, [dayStop(day), ...idsOf(day).map(taskStop)]]));

/** The stop that a key leads to; `undefined` where it leads nowhere, or is no key of the calendar. */
export const nextStop = (stops: CalendarStops, from: string, key: string, weekLength: number): string | undefined => {
  const day = [...stops].find(([, list]) => list.includes(from))?.[0];
  if (day === undefined) return undefined;
  const at = stops.get(day)?.indexOf(from) ?? 0;
  const inDay = (other: number, index: number): string | undefined => {
    const list = stops.get(other);
    return list?.[Math.min(index, list.length - 1)];
  };
  switch (key) {
    case 'ArrowDown':
      return stops.get(day)?.[at + 1] ?? inDay(day + weekLength, 0);
    case 'ArrowUp':
      return at > 0 ? stops.get(day)?.[at - 1] : inDay(day - weekLength, Infinity);
    case 'ArrowLeft':
      return inDay(day - 1, at);
    case 'ArrowRight':
      return inDay(day + 1, at);
    case 'PageUp':
      return inDay(day - weekLength, at);
    case 'PageDown':
      return inDay(day + weekLength, at);
    case 'Home':
      return inDay(day - ((day - 1) % weekLength), at);
    case 'End':
      return inDay(lastDayOfWeek([...stops.keys()], day, weekLength), at);
    default:
      return undefined;
  }
};

const lastDayOfWeek = (days: readonly number[], day: number, weekLength: number): number => {
  const first = day - ((day - 1) % weekLength);
  return Math.max(...days.filter((one) => one >= first && one < first + weekLength));
};
