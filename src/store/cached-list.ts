import { compareCodes } from '../domain/ordering/compare-codes.ts';
import type { RowRead, StoredRow } from './row-source.ts';

/*
 * Results of reads that are kept in memory, and what a written row does to each of them. IndexedDB compares texts by
 * their UTF-16 code units, as `compareCodes` does.
 */

/** A read whose result is a list of which not every row is known before. */
export type ListRead = Exclude<RowRead, { keys: readonly string[] }>;

export interface CachedList {
  readonly rows: readonly StoredRow[];
  /** Takes over the row stored under `key`, or its deletion. @returns whether the result is still known. */
  apply: (key: string, row: StoredRow | null) => boolean;
}

export const cachedList = (read: ListRead, loaded: readonly StoredRow[]): CachedList => {
  let rows = loaded;
  const limit = 'latest' in read ? read.latest : Infinity;
  const compare = compareBy(read.field, limit === Infinity ? 1 : -1);
  return {
    get rows() {
      return rows;
    },
    apply: (key, row) => {
      const others = rows.filter(({ id }) => id !== key);
      const next = row && belongs(read, row) ? insertSorted(others, row, compare) : others;
      // Where a row has left a list that was cut, the one that moves up was not read.
      const isKnown =
        rows.length < limit ||
        others.length === rows.length ||
        (next.length === limit && compare(next.at(-1), rows.at(-1)) <= 0);
      rows = next.slice(0, limit);
      return isKnown;
    },
  };
};

const belongs = (read: ListRead, row: StoredRow): boolean => {
  const value = row[read.field];
  if (typeof value !== 'string') return false;
  if ('latest' in read || !read.range) return true;
  return read.range.from <= value && value <= read.range.to;
};

const compareBy =
  (field: string, direction: 1 | -1) =>
  (a: StoredRow | undefined, b: StoredRow | undefined): number =>
    direction *
    (compareCodes(String(a?.[field]), String(b?.[field])) || compareCodes(String(a?.['id']), String(b?.['id'])));

const insertSorted = (
  rows: readonly StoredRow[],
  row: StoredRow,
  compare: (a: StoredRow, b: StoredRow) => number,
): readonly StoredRow[] => {
  const found = rows.findIndex((other) => compare(other, row) > 0);
  const at = found === -1 ? rows.length : found;
  return [...rows.slice(0, at), row, ...rows.slice(at)];
};
