import { rowKey } from './by-row.ts';
import { SYNCED_TABLE_NAMES, type Tables } from './database.ts';
import type { TableNews } from './replay-page.ts';

/** Changes that a restored database may have lost are sent again: one that it knows changes nothing. */
export const adoptDatabase = async (tables: Tables, incarnation: string): Promise<void> => {
  await tables.putMeta('incarnation', incarnation);
  await tables.putMeta('acknowledged', []);
};

/** A device that has nothing yet has nothing to lose: its first sync keeps no list, and is no resync. */
export const beginResync = async (tables: Tables): Promise<boolean> => {
  await tables.resynced.clear();
  const counts = await Promise.all(SYNCED_TABLE_NAMES.map((name) => tables.rawRows(name).count()));
  const isResync = counts.some((count) => count > 0);
  await tables.putMeta('resyncing', isResync);
  return isResync;
};

/**
 * Notes what a page of a resync brings. With the last one, rows that it has not brought are taken away, but for
 * those with changes of the person, which stay until a verdict says more.
 */
export const followResync = async (tables: Tables, news: readonly TableNews[], isLast: boolean): Promise<void> => {
  await tables.resynced.bulkPut(news.flatMap(({ table, rows }) => rows.map(({ id }) => ({ table, row: id }))));
  await tables.resynced.bulkDelete(news.flatMap(({ table, gone }) => gone.map((id): [string, string] => [table, id])));
  if (!isLast) return;
  const brought = new Set((await tables.resynced.toArray()).map(({ table, row }) => rowKey(table, row)));
  const edited = new Set((await tables.bases.toArray()).map(({ table, row }) => rowKey(table, row)));
  for (const name of SYNCED_TABLE_NAMES) {
    const ids = await tables.rawRows(name).toCollection().primaryKeys();
    const lost = ids.filter((id) => !brought.has(rowKey(name, id)));
    await tables.rawRows(name).bulkDelete(lost.filter((id) => !edited.has(rowKey(name, id))));
  }
  await tables.bases.toCollection().modify((base) => {
    if (!brought.has(rowKey(base.table, base.row)) && base.value !== null) base.gone = true;
  });
  await tables.resynced.clear();
  await tables.putMeta('resyncing', false);
};
