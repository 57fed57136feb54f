import { SYNCED_TABLES } from '../../src/contract/synced-tables.ts';
import type { Change, Row } from '../../src/domain/sync/change.ts';

/**
 * The fields whose values contain a marker of the write that made them, so that every value that is stored or shown
 * can be traced to its write. Only restoring a row and resolving a conflict write an earlier marker again.
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

/** A version of a row on the server; of a deleted row, the last one. */
export interface Version extends Content {
  isDeleted: boolean;
}

export const isMarked = (table: string): table is MarkedTable => Object.hasOwn(MARKED, table);

export const isLongText = (table: MarkedTable, field: string): boolean =>
  SYNCED_TABLES[table].longText?.includes(field) ?? false;

export const rowKey = (table: string, id: string): string => `${table}/${id}`;

/** The marked fields of a row, each as `table/id.field`, and their markers. */
export const marksOf = ({ table, row }: Content): [field: string, marker: Marker | null][] =>
  MARKED[table].map((name) => [`${rowKey(table, row.id)}.${name}`, markerOf(row[name])]);

/**
 * On the server no field goes back to an earlier write, deleted and restored or not, and no row changes more
 * often than there are changes of it.
 * @param committed the changes whose transaction has committed on a client, and no others.
 */
export const findRepeatedChanges = (committed: readonly Change[], versions: readonly Version[]): string[] => {
  const faults: string[] = [];
  const newest = new Map<string, string>();
  for (const { table, row, isDeleted } of versions) {
    if (isDeleted) continue;
    const timestamps = row['field_timestamps'] as Record<string, string>;
    for (const name of MARKED[table]) {
      const field = `${rowKey(table, row.id)}.${name}`;
      const [before, timestamp] = [newest.get(field) ?? '', timestamps[name] ?? timestamps['*'] ?? ''];
      if (timestamp < before) faults.push(`${field} went from ${before} back to ${timestamp}`);
      newest.set(field, timestamp);
    }
  }
  const changes = countBy(committed.map(({ table, row }) => rowKey(table, row)));
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
