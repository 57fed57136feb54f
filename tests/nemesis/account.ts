import { SYNCED_TABLES } from '../../src/contract/synced-tables.ts';
import type { Change, Row } from '../../src/domain/sync/change.ts';

/**
 * The nemesis' own books, kept beside the engine's: what was written, what the server's rows have been, and
 * what was seen. What is written into these fields names the write, so that a value tells where it comes from;
 * only who restores a row or chooses a version writes again what was written before.
 */
export const MARKED = {
  program_activities: ['title', 'description', 'notes', 'outcome', 'metadata'],
  submissions: ['name', 'company', 'email', 'notes'],
} as const;
export type MarkedTable = keyof typeof MARKED;
export const MARKED_TABLES = Object.keys(MARKED) as MarkedTable[];

/** `client/number/part` */
export type Marker = string;

/** A value that carries a marker; `metadata` is the one field that holds no text. */
export const valueOf = (field: string, marker: Marker): unknown => (field === 'metadata' ? { marker } : marker);

export const markerOf = (value: unknown): Marker | null => {
  if (typeof value === 'string') return value;
  const { marker } = (value ?? {}) as { marker?: unknown };
  return typeof marker === 'string' ? marker : null;
};

export interface Content {
  table: MarkedTable;
  row: Row;
}

/** What a row has been on the server; where it was deleted, what it was until then. */
export interface Version extends Content {
  gone: boolean;
}

export const isMarked = (table: string): table is MarkedTable => Object.hasOwn(MARKED, table);

export const isProse = (table: MarkedTable, field: string): boolean =>
  SYNCED_TABLES[table].longText?.includes(field) ?? false;

export const rowKey = (table: string, id: string): string => `${table}/${id}`;

/** The marked fields of a row by their names in the books, and what each holds. */
export const marksOf = ({ table, row }: Content): [field: string, marker: Marker | null][] =>
  MARKED[table].map((name) => [`${rowKey(table, row.id)}.${name}`, markerOf(row[name])]);

/**
 * On the server no field goes back to an earlier write, deleted and restored or not, and no row changes more
 * often than there are changes of it.
 * @param kept the changes of which a client was told that they are on the device, and no others.
 */
export const appliedTwice = (kept: readonly Change[], versions: readonly Version[]): string[] => {
  const faults: string[] = [];
  const newest = new Map<string, string>();
  for (const { table, row, gone } of versions) {
    if (gone) continue;
    const stamps = row['field_timestamps'] as Record<string, string>;
    for (const name of MARKED[table]) {
      const field = `${rowKey(table, row.id)}.${name}`;
      const [before, stamp] = [newest.get(field) ?? '', stamps[name] ?? stamps['*'] ?? ''];
      if (stamp < before) faults.push(`${field} went from ${before} back to ${stamp}`);
      newest.set(field, stamp);
    }
  }
  const changes = countBy(kept.map(({ table, row }) => rowKey(table, row)));
  const applied = countBy(versions.map(({ table, row }) => rowKey(table, row.id)));
  for (const [row, count] of applied) {
    const allowed = changes.get(row) ?? 0;
    if (count > allowed) faults.push(`${row} changed ${String(count)} times by ${String(allowed)} changes`);
  }
  return faults;
};

const countBy = (names: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
};
