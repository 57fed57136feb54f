import { isSyncedTable, SYNCED_TABLES, type SyncedTable } from '../contract/synced-tables.ts';
import type { Row } from '../domain/sync/change.ts';
import type { FieldTimestamps, HlcTimestamp } from '../domain/sync/hlc.ts';
import {
  hasTimestamps,
  insertToOffer,
  isMadeByServer,
  latestTimestamp,
  type OfferedEdit,
  type TimestampedRow,
  updateToOffer,
} from '../domain/sync/recovery.ts';
import { rowKey } from './changes-by-row.ts';
import type { Recovery, TransactionTables } from './database.ts';
import type { TablePage } from './rebase.ts';
import { writableFields } from './write.ts';

/** What this device offers to a restored database of one row. */
export type Offer = OfferedEdit & {
  table: SyncedTable;
  row: string;
  /** The row as it was, where the database does not have it. */
  missing?: TimestampedRow;
  /** Of a delete: the database has the row. */
  isOfStoredRow?: true;
};

/** Of rows that the database has: fields that it has older, and deletes that it lacks. */
export const offersOfRows = async (tables: TransactionTables, { table, rows }: TablePage): Promise<Offer[]> => {
  const known = await knownRows(
    tables,
    table,
    rows.map(({ id }) => id),
  );
  const unknown = rows.filter(({ id }) => !known.has(id));
  return [...editsOfRows(table, rows, known), ...(await deletesOfRows(tables, table, unknown))];
};

/** What the database has older of `rows`, of which `known` are as this device knows them. */
const editsOfRows = (table: SyncedTable, rows: readonly Row[], known: ReadonlyMap<string, TimestampedRow>): Offer[] =>
  rows.flatMap((row): Offer[] => {
    const here = known.get(row.id);
    if (!here) return [];
    const stored = { fields: row, timestamps: timestampsOf(row) };
    const { longText = [], neverUpdated } = SYNCED_TABLES[table];
    if (neverUpdated) {
      const isNewer = latestTimestamp(here.field_timestamps) > latestTimestamp(stored.timestamps);
      const insert = insertToOffer(writableFields(table, here), here.field_timestamps);
      return isNewer && canInsert(table, here) ? [{ ...insert, table, row: row.id }] : [];
    }
    const edit = updateToOffer(writableFields(table, here), here.field_timestamps, stored, longText);
    return edit ? [{ ...edit, table, row: row.id }] : [];
  });

/** Edits of rows that a restored database lacked and that the server has inserted again. */
export const offersOfReturnedRows = async (tables: TransactionTables, { table, rows }: TablePage): Promise<Offer[]> => {
  const keys = rows.map(({ id }): [string, string] => [table, id]);
  const waiting = await tables.unrecovered.bulkGet(keys);
  const returned = waiting.flatMap((entry): [string, TimestampedRow][] =>
    entry && hasTimestamps(entry.value) ? [[entry.row, entry.value]] : [],
  );
  await tables.unrecovered.bulkDelete(keys);
  return editsOfRows(table, rows, new Map(returned));
};

const deletesOfRows = async (tables: TransactionTables, table: SyncedTable, rows: readonly Row[]): Promise<Offer[]> => {
  const deletes = await tables.deletedRows.bulkGet(rows.map(({ id }): [string, string] => [table, id]));
  return deletes.flatMap((known, index) => {
    const row = rows[index];
    return row && known ? [{ ...deleteToOffer(table, row.id, known.timestamp), isOfStoredRow: true }] : [];
  });
};

const deleteToOffer = (table: SyncedTable, row: string, timestamp: HlcTimestamp): Offer => ({
  table,
  row,
  op: 'delete',
  fields: {},
  timestamp,
});

/**
 * Of rows that the database does not have: the rows. Of those that only the server inserts, the edits, once it has
 * inserted the row again. Also of rows that it has deleted, since whoever deleted them may not have seen all edits.
 */
export const offersOfGoneRows = async (
  tables: TransactionTables,
  { table, gone, deleted }: TablePage,
  recovery: Recovery,
  now: number,
): Promise<Offer[]> => {
  const known = await knownRows(tables, table, gone);
  const missing: TimestampedRow[] = [];
  const offers = gone.flatMap((id, index): Offer[] => {
    const here = known.get(id);
    const deletedAt = deleted[index];
    // Hidden rows are not this device's to offer.
    if (!here || deletedAt === null) return [];
    if (canInsert(table, here)) {
      const insert = insertToOffer(writableFields(table, here), here.field_timestamps);
      return [{ ...insert, table, row: id, missing: here }];
    }
    if (!isEdited(here)) return [];
    if (deletedAt !== undefined) return editsOf(table, here).map(({ missing: _, ...offer }) => offer);
    missing.push(here);
    return [];
  });
  if (recovery === 'discard') return [...offers, ...missing.flatMap((row) => editsOf(table, row))];
  await tables.unrecovered.bulkPut(missing.map((value) => ({ table, row: value.id, value, since: now })));
  return offers;
};

const isEdited = ({ field_timestamps }: TimestampedRow): boolean => Object.keys(field_timestamps).length > 1;

/** The edits of a row since it was inserted. */
export const editsOf = (table: SyncedTable, row: TimestampedRow): Offer[] => {
  const { '*': inserted = '' } = row.field_timestamps;
  const stored = { fields: row, timestamps: { '*': inserted } };
  const edit = updateToOffer(writableFields(table, row), row.field_timestamps, stored, []);
  return edit ? [{ ...edit, table, row: row.id, missing: row }] : [];
};

/** The rows as the server last sent them to this device, of those of `ids` that it has with timestamps. */
const knownRows = async (
  tables: TransactionTables,
  table: SyncedTable,
  ids: readonly string[],
): Promise<Map<string, TimestampedRow>> => {
  const [rows, serverRows] = await Promise.all([
    tables.rawRows(table).bulkGet([...ids]),
    tables.serverRows.bulkGet(ids.map((id): [string, string] => [table, id])),
  ]);
  const known = ids.map((_, index) => {
    const serverRow = serverRows[index];
    return serverRow ? serverRow.value : rows[index];
  });
  return new Map(known.filter(hasTimestamps).map((row) => [row.id, row]));
};

const timestampsOf = (row: Row): FieldTimestamps => (hasTimestamps(row) ? row.field_timestamps : {});

/** Whether a device may insert the row. */
const canInsert = (table: SyncedTable, { field_timestamps }: TimestampedRow): boolean =>
  !SYNCED_TABLES[table].insertedByServer && !isMadeByServer(field_timestamps);

/** Deletes of rows that the database does not have at all: without them another device would bring the rows back. */
export const deletesToOffer = async (tables: TransactionTables): Promise<Offer[]> => {
  const brought = new Set((await tables.resynced.toArray()).map(({ table, row }) => rowKey(table, row)));
  const deletes = (await tables.deletedRows.toArray()).filter(({ table, row }) => !brought.has(rowKey(table, row)));
  return deletes.flatMap(({ table, row, timestamp }) =>
    isSyncedTable(table) ? [deleteToOffer(table, row, timestamp)] : [],
  );
};
