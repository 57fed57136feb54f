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
 * Starts reading the feed from its beginning. A device without rows has none to delete at its end: that is no resync.
 */
export const beginResync = async (tables: TransactionTables): Promise<boolean> => {
  await tables.resynced.clear();
  const counts = await Promise.all(SYNCED_TABLE_NAMES.map((name) => tables.rawRows(name).count()));
  const isResync = counts.some((count) => count > 0);
  await tables.putMeta('resyncing', isResync);
  return isResync;
};

/**
 * Records the rows of a page of a resync. With the last page, rows that the resync has not brought are deleted; those
 * with changes are marked as gone and stay until a verdict decides whether they are restored.
 */
export const recordResyncPage = async (
  tables: TransactionTables,
  pages: readonly TablePage[],
  isLast: boolean,
): Promise<void> => {
  await tables.resynced.bulkPut(pages.flatMap(({ table, rows }) => rows.map(({ id }) => ({ table, row: id }))));
  await tables.resynced.bulkDelete(pages.flatMap(({ table, gone }) => gone.map((id): [string, string] => [table, id])));
  if (!isLast) return;
  const brought = new Set((await tables.resynced.toArray()).map(({ table, row }) => rowKey(table, row)));
  const edited = new Set((await tables.serverRows.toArray()).map(({ table, row }) => rowKey(table, row)));
  for (const name of SYNCED_TABLE_NAMES) {
    const ids = await tables.rawRows(name).toCollection().primaryKeys();
    const missing = ids.filter((id) => !brought.has(rowKey(name, id)));
    await tables.rawRows(name).bulkDelete(missing.filter((id) => !edited.has(rowKey(name, id))));
  }
  await tables.serverRows.toCollection().modify((serverRow) => {
    if (!brought.has(rowKey(serverRow.table, serverRow.row)) && serverRow.value !== null) serverRow.isGone = true;
  });
  await tables.resynced.clear();
  await tables.putMeta('resyncing', false);
};
