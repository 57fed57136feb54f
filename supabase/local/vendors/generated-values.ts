import type { Random } from '../demo/random.ts';

export const DAY_MS = 86_400_000;
/** How far back the generated data goes. */
export const HISTORY_MS = 3 * 365 * DAY_MS;

/** A UUID, version 4. */
export const uuid = (random: Random): string => {
  const word = () => Math.floor(random.next() * 4_294_967_296);
  const hex = (value: number) => value.toString(16).padStart(8, '0');
  const [b, c] = [hex(((word() & 0xffff0fff) | 0x4000) >>> 0), hex(((word() & 0x3fffffff) | 0x80000000) >>> 0)];
  return `${hex(word())}-${b.slice(0, 4)}-${b.slice(4)}-${c.slice(0, 4)}-${c.slice(4)}${hex(word())}`;
};

/** An instant from `start` to before `end`. */
export const instantBetween = (random: Random, start: number, end: number): number =>
  Math.floor(start + random.next() * (end - start));

/** An instant from `start` to `now`; the nearer to `now`, the likelier. */
export const recentInstant = (random: Random, start: number, now: number): number =>
  Math.floor(now - (now - start) * random.next() ** 2);

/** A row of the list: the nearer to its beginning, the likelier. */
export const pickUnevenly = <T>(random: Random, list: readonly T[]): T => {
  const found = list[Math.floor(list.length * random.next() ** 2)];
  if (found === undefined) throw new RangeError('nothing to pick from');
  return found;
};

export const shuffled = <T>(random: Random, list: readonly T[]): T[] =>
  list
    .map((item) => ({ item, place: random.next() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item);
