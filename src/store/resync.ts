import { rowKey } from './changes-by-row.ts';
import { SYNCED_TABLE_NAMES, type TransactionTables } from './database.ts';
import type { TablePage } from './rebase.ts';

/**
 * Makes acknowledged changes pending again, since the new epoch may lack them; one that it has, has no effect again.
 */
export const startEpoch = async (tables: TransactionTables, epoch: string): Promise<void> => {
  await tables.putMeta('epoch', epoch);
  await tables.putMeta('acknowledged', []);
};

/**
 * Starts reading the feed from its beginning. A device without rows has none to delete at its end: that is no resync,
 * unless it has deletes to offer.
 */
export const beginResync = async (tables: TransactionTables): Promise<boolean> => {
  await tables.resynced.clear();
  const counts = await Promise.all(SYNCED_TABLE_NAMES.map((name) => tables.rawRows(name).count()));
  const isResync = counts.some((count) => count > 0) || (await tables.getMeta('recovery')) != null;
  await tables.putMeta('resyncing', isResync);
  return isResync;
};

/** The keys of the page's rows that the resync has brought before: what this device has of them is what it brought. */
export const broughtBefore = async (
  tables: TransactionTables,
  pages: readonly TablePage[],
): Promise<ReadonlySet<string>> => {
  const ids = pages.flatMap(({ table, rows, gone }) =>
    [...rows.map(({ id }) => id), ...gone].map((id): [string, string] => [table, id]),
  );
  const found = await tables.resynced.bulkGet(ids);
  return new Set(found.flatMap((entry) => (entry ? [rowKey(entry.table, entry.row)] : [])));
};

/**
 * Records the rows of a page of a resync.
 *
 * @returns the page's tables; with the last page, rows that the resync has not brought are among those that are gone.
 */
export const recordResyncPage = async (
  tables: TransactionTables,
  pages: readonly TablePage[],
  isLast: boolean,
): Promise<readonly TablePage[]> => {
  await tables.resynced.bulkPut(pages.flatMap(({ table, rows }) => rows.map(({ id }) => ({ table, row: id }))));
  await tables.resynced.bulkDelete(pages.flatMap(({ table, gone }) => gone.map((id): [string, string] => [table, id])));
  if (!isLast) return pages;
  const brought = new Set((await tables.resynced.toArray()).map(({ table, row }) => rowKey(table, row)));
  const reported = new Set(pages.flatMap(({ table, gone }) => gone.map((id) => rowKey(table, id))));
  const serverRows = await tables.serverRows.toArray();
  const missing = await Promise.all(
    SYNCED_TABLE_NAMES.map(async (table): Promise<TablePage> => {
      const ids = await tables.rawRows(table).toCollection().primaryKeys();
      const edited = serverRows.flatMap((serverRow) => (serverRow.table === table ? [serverRow.row] : []));
      const gone = [...new Set([...ids, ...edited])].filter(
        (id) => !brought.has(rowKey(table, id)) && !reported.has(rowKey(table, id)),
      );
      return { table, rows: [], gone, deleted: [] };
    }),
  );
  return [...pages, ...missing];
};

export const endResync = async (tables: TransactionTables): Promise<void> => {
  await tables.resynced.clear();
  await tables.putMeta('resyncing', false);
  await tables.putMeta('recovery', null);
};
