import type { Change } from '../../src/domain/sync/change.ts';
import { isMarked, type Marker, markerOf, type MarkedTable, marksOf, rowKey, type Version } from './markers.ts';

/** `null`: the row is not there, or the field is empty. */
type Mark = Marker | null;

/** The values that one client has shown of each field since its first one, in order. */
export class Observations {
  readonly of = new Map<string, Mark[]>();

  /** @param rows all that the client shows of the table. */
  record(table: MarkedTable, rows: readonly Version['row'][]): void {
    const shown = new Map<string, Mark>(rows.flatMap((row) => marksOf({ table, row })));
    for (const [field, mark] of shown) if (mark !== null && !this.of.has(field)) this.of.set(field, []);
    for (const [field, seen] of this.of) {
      if (!field.startsWith(`${table}/`)) continue;
      const mark = shown.get(field) ?? null;
      if (seen.at(-1) !== mark) seen.push(mark);
    }
  }
}

interface Reader {
  name: string;
  observations: Observations;
  committed: readonly Change[];
}

/**
 * No client shows a version of a field after a later one. What a client has written itself it shows before the
 * server has it, or without the server ever having it.
 */
export const findStaleReads = (readers: readonly Reader[], versions: readonly Version[]): string[] => {
  const positions = positionsOf(versions);
  const writers = writersOf(readers);
  return readers.flatMap(({ name, observations }) =>
    [...observations.of].flatMap(([field, marks]) => {
      const faults: string[] = [];
      let newest: { at: number; mark: Mark } = { at: -1, mark: null };
      for (const mark of marks) {
        const by = writers.get(nameOf(field, mark)) ?? [];
        const isOwn = by.includes(name);
        // It is ambiguous which of several writes of the same value this is.
        if (isOwn && (by.length > 1 || mark === null)) continue;
        const possible = positions.get(nameOf(field, mark)) ?? [];
        // The earliest position that is no step back allows the most for what follows.
        const at = possible.find((position) => position >= newest.at);
        if (at !== undefined) newest = { at, mark };
        else if (possible.length > 0)
          faults.push(`${name} went back from ${say(newest.mark)} to ${say(mark)} in ${field}`);
        else if (!isOwn) faults.push(`${name} showed ${say(mark)} in ${field}, which never was`);
      }
      return faults;
    }),
  );
};

const say = (mark: Mark): string => mark ?? 'nothing';

const nameOf = (field: string, mark: Mark): string => `${field}=${mark ?? ''}`;

/** The versions in which a field had a value, by their position. */
const positionsOf = (versions: readonly Version[]): ReadonlyMap<string, readonly number[]> => {
  const positions = new Map<string, number[]>();
  versions.forEach((version, at) => {
    for (const [field, mark] of marksOf(version)) add(positions, nameOf(field, version.isDeleted ? null : mark), at);
  });
  return positions;
};

/** Who wrote a value into a field, once for each time. */
const writersOf = (readers: readonly Reader[]): ReadonlyMap<string, readonly string[]> => {
  const writers = new Map<string, string[]>();
  for (const { name, committed } of readers) {
    for (const { table, row, op, fields } of committed) {
      if (!isMarked(table)) continue;
      const written =
        op === 'delete'
          ? marksOf({ table, row: { id: row } })
          : Object.entries(fields).map(
              ([field, value]) => [`${rowKey(table, row)}.${field}`, markerOf(value)] as const,
            );
      for (const [field, mark] of written) add(writers, nameOf(field, mark), name);
    }
  }
  return writers;
};

const add = <T>(lists: Map<string, T[]>, name: string, item: T): void => {
  const list = lists.get(name);
  if (list) list.push(item);
  else lists.set(name, [item]);
};
