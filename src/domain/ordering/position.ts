import { compareCodes } from './compare-codes.ts';

/** An item of a list that is ordered by numbers with gaps, so that most moves change one row. */
export interface Positioned {
  id: string;
  position: number;
  created_at: string;
}

/** The gap between neighbours of a newly numbered list. */
export const POSITION_STEP = 1024;

/** The columns are 32-bit integers. */
const POSITION_LIMIT = 2 ** 31 - 1;

/** A total order, the same on every device: by position, then `created_at`, then `id`. */
export const compareByPosition = (a: Positioned, b: Positioned): number =>
  a.position - b.position || compareCodes(a.created_at, b.created_at) || compareCodes(a.id, b.id);

/** A position after all of `others`. */
export const nextPosition = (others: readonly Pick<Positioned, 'position'>[]): number =>
  others.reduce((last, { position }) => Math.max(last, Math.min(position, POSITION_LIMIT - POSITION_STEP)), 0) +
  POSITION_STEP;

/**
 * The new positions, by id, that move the item `id` of `ordered` to `index`: only its own where there is a gap
 * between its new neighbours, otherwise those of the whole list. Empty where it is there already or is not in
 * the list.
 */
export const positionsAfterMove = (
  ordered: readonly Positioned[],
  id: string,
  index: number,
): ReadonlyMap<string, number> => {
  const from = ordered.findIndex((item) => item.id === id);
  const moved = ordered[from];
  const rest = ordered.filter((item) => item.id !== id);
  const to = Math.max(0, Math.min(index, rest.length));
  if (!moved || from === to) return new Map();
  const position = positionBetween(rest[to - 1]?.position, rest[to]?.position);
  if (position !== null) return new Map([[id, position]]);
  const list = [...rest.slice(0, to), moved, ...rest.slice(to)];
  return new Map(
    list.flatMap((item, at) => {
      const position = (at + 1) * POSITION_STEP;
      return item.position === position ? [] : [[item.id, position] as const];
    }),
  );
};

/**
 * A whole number between the two, POSITION_STEP away from the last one at an end of the list; `null` where there is
 * none.
 */
const positionBetween = (before: number | undefined, after: number | undefined): number | null => {
  const position =
    before === undefined
      ? (after ?? 0) - POSITION_STEP
      : after === undefined
        ? before + POSITION_STEP
        : before + Math.floor((after - before) / 2);
  const fits = (before === undefined || position > before) && (after === undefined || position < after);
  return fits && Math.abs(position) <= POSITION_LIMIT ? position : null;
};
