import type { Table } from 'dexie';
import type { SyncedRows, SyncedTable } from '../contract/synced-tables.ts';
import type { Meta, TableName } from './database.ts';

type IndexedField<Name extends SyncedTable> = string & keyof SyncedRows[Name];

/** One read of a table, by keys or by a text that its primary key or an index holds. */
export type RowRead = { table: TableName } & (
  | { keys: readonly string[] }
  /** Both ends included; without a range, all rows. */
  | { field: string; range: { from: string; to: string } | null }
  | { field: string; latest: number }
);

export type StoredRow = Readonly<Record<string, unknown>>;

/** Reads of rows, whatever they are answered from. */
export type RowSource = Omit<RowReader, 'run'>;

/**
 * Reads of rows that a live query can have answered from memory (`ReadCache`). Nobody changes a row that it returns:
 * others hold it too.
 */
export class RowReader {
  /** Of an untyped read; its rows are those of the table. */
  constructor(readonly run: (read: RowRead) => Promise<(StoredRow | undefined)[]>) {}

  async getRow<Name extends SyncedTable>(table: Name, id: string): Promise<SyncedRows[Name] | undefined> {
    return (await this.getRowsById(table, [id]))[0];
  }

  /** In the order of `ids`. */
  getRowsById<Name extends SyncedTable>(
    table: Name,
    ids: readonly string[],
  ): Promise<(SyncedRows[Name] | undefined)[]> {
    return this.run({ table, keys: ids }) as Promise<unknown> as Promise<(SyncedRows[Name] | undefined)[]>;
  }

  /** By id. */
  getAllRows<Name extends SyncedTable>(table: Name): Promise<SyncedRows[Name][]> {
    return this.run({ table, field: 'id', range: null }) as Promise<unknown> as Promise<SyncedRows[Name][]>;
  }

  /** The rows whose indexed text is from `from` to `to`, both included, by that text and then by id. */
  getRowsBetween<Name extends SyncedTable>(
    table: Name,
    field: IndexedField<Name>,
    from: string,
    to: string,
  ): Promise<SyncedRows[Name][]> {
    return this.run({ table, field, range: { from, to } }) as Promise<unknown> as Promise<SyncedRows[Name][]>;
  }

  /** The rows whose indexed text is `value`, by id. */
  getRowsWith<Name extends SyncedTable>(
    table: Name,
    field: IndexedField<Name>,
    value: string,
  ): Promise<SyncedRows[Name][]> {
    return this.getRowsBetween(table, field, value, value);
  }

  /** The `count` rows with the highest indexed text, the highest first. */
  getLatestRows<Name extends SyncedTable>(
    table: Name,
    field: IndexedField<Name>,
    count: number,
  ): Promise<SyncedRows[Name][]> {
    return this.run({ table, field, latest: count }) as Promise<unknown> as Promise<SyncedRows[Name][]>;
  }

  async getMeta<Key extends keyof Meta>(key: Key): Promise<Meta[Key] | undefined> {
    const [fact] = await this.run({ table: 'meta', keys: [key] });
    return fact?.['value'] as Meta[Key] | undefined;
  }
}

/** Runs a read on a table of the database or of a transaction. */
export const readTable = (find: (name: string) => Table, read: RowRead): Promise<(StoredRow | undefined)[]> => {
  const table = find(read.table) as Table<StoredRow, string>;
  if ('keys' in read) {
    const [key] = read.keys;
    return read.keys.length === 1 && key !== undefined
      ? table.get(key).then((row) => [row])
      : table.bulkGet([...read.keys]);
  }
  if ('latest' in read) return table.orderBy(read.field).reverse().limit(read.latest).toArray();
  if (!read.range) return table.toArray();
  return table.where(read.field).between(read.range.from, read.range.to, true, true).toArray();
};
