/** Something that has its place in a list by a number with room on both sides. */
export interface Positioned {
  id: string;
  position: number;
  created_at: string;
}

/** The room that is left between neighbours. */
export const POSITION_STEP = 1024;

/** The columns are 32 bits wide. */
const POSITION_LIMIT = 2 ** 31 - 1;

/** A total order, the same on every device: whatever shares a position stands in the order in which it was made. */
export const byPosition = (a: Positioned, b: Positioned): number =>
  a.position - b.position || a.created_at.localeCompare(b.created_at) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** The position behind all of `others`. */
export const lastPosition = (others: readonly Pick<Positioned, 'position'>[]): number =>
  others.reduce((last, { position }) => Math.max(last, Math.min(position, POSITION_LIMIT - POSITION_STEP)), 0) +
  POSITION_STEP;

/**
 * The new positions with which the item `id` of `ordered` stands at `index`, by id: only its own where there is
 * room between its neighbours, otherwise those of the whole list. Empty where it stands there already.
 */
export const reordered = (ordered: readonly Positioned[], id: string, index: number): ReadonlyMap<string, number> => {
  const from = ordered.findIndex((item) => item.id === id);
  const moved = ordered[from];
  const rest = ordered.filter((item) => item.id !== id);
  const to = Math.max(0, Math.min(index, rest.length));
  if (!moved || from === to) return new Map();
  const position = between(rest[to - 1]?.position, rest[to]?.position);
  if (position !== null) return new Map([[id, position]]);
  const list = [...rest.slice(0, to), moved, ...rest.slice(to)];
  return new Map(
    list.flatMap((item, place) => {
      const wanted = (place + 1) * POSITION_STEP;
      return item.position === wanted ? [] : [[item.id, wanted] as const];
    }),
  );
};

/** A whole number between two, with room to both where it is at an end; `null` where none is left. */
const between = (before: number | undefined, after: number | undefined): number | null => {
  const position =
    before === undefined
      ? (after ?? 0) - POSITION_STEP
      : after === undefined
        ? before + POSITION_STEP
        : before + Math.floor((after - before) / 2);
  const fits = (before === undefined || position > before) && (after === undefined || position < after);
  return fits && Math.abs(position) <= POSITION_LIMIT ? position : null;
};
