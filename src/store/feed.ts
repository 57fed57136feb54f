import type { Cursor, PullResponse } from '../contract/protocol.ts';
import { isSyncedTable } from '../contract/synced-tables.ts';
import type { Row } from '../domain/sync/change.ts';
import { groupChangesByRow } from './changes-by-row.ts';
import { type CadenceDatabase, SYNCED_TABLE_NAMES } from './database.ts';
import type { Environment } from './environment.ts';
import { receiveServerTime } from './hlc-clock.ts';
import { applyTablePages, rebasePage, type TablePage } from './rebase.ts';
import { beginResync, recordResyncPage, startEpoch } from './resync.ts';

/**
 * Stores one page of the feed, requested with `cursor`, together with its new cursor in one transaction (INV-5).
 * `superseded`: another tab has stored a page since, so that this one was not stored; continue from the stored cursor.
 */
export const storePage = (
  db: CadenceDatabase,
  cursor: Cursor | null,
  page: PullResponse,
  environment: Environment = db.environment,
): Promise<'stored' | 'superseded'> => {
  const content = Object.entries(page.tables).flatMap(([table, part]): TablePage[] =>
    isSyncedTable(table) ? [{ table, rows: readRows(part), gone: part.gone }] : [],
  );
  return db.inTransaction('rw', [...SYNCED_TABLE_NAMES, 'outbox', 'serverRows', 'resynced', 'meta'], async (tables) => {
    const [stored, epoch, resyncing, changes] = await Promise.all([
      tables.getMeta('cursor'),
      tables.getMeta('epoch'),
      tables.getMeta('resyncing'),
      tables.outbox.orderBy('seq').toArray(),
    ]);
    if (!sameCursor(stored ?? null, cursor)) return 'superseded';
    if (epoch !== page.cursor.epoch) await startEpoch(tables, page.cursor.epoch);
    const isResync = cursor === null || page.reset ? await beginResync(tables) : resyncing === true;

    const pages = isResync ? await recordResyncPage(tables, content, isLastPage(page)) : content;
    const pending = groupChangesByRow(changes);
    if (pending.size === 0) await applyTablePages(tables, pages);
    else await rebasePage(tables, pages, pending, isLastPage(page) ? BigInt(page.cursor.xid) : 0n);

    await Promise.all([
      tables.putMeta('cursor', page.cursor),
      !page.more && tables.putMeta('lastSyncAt', environment.now()),
      receiveServerTime(tables, environment, page.server_time),
    ]);
    return 'stored';
  });
};

/**
 * Whether the device has read the whole feed with this page. Before that, a row's absence means nothing: a row that
 * was changed again may have moved above the horizon, where it cannot be read yet.
 */
const isLastPage = ({ more, remaining }: PullResponse): boolean => !more && remaining === 0;

const sameCursor = (a: Cursor | null, b: Cursor | null): boolean =>
  a === null || b === null ? a === b : a.epoch === b.epoch && a.xid === b.xid && a.table === b.table && a.row === b.row;

const readRows = ({ columns, rows }: { columns: string[]; rows: unknown[][] }): Row[] =>
  rows.map((values) => {
    const row: Record<string, unknown> = {};
    for (let index = 0; index < columns.length; index++) row[columns[index] as string] = values[index];
    return row as Row;
  });
