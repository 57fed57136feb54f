import type { Cursor, PullResponse } from '../contract/protocol.ts';
import { isSyncedTable } from '../contract/synced-tables.ts';
import type { Row } from '../domain/sync/change.ts';
import { groupChangesByRow } from './changes-by-row.ts';
import {
  type CadenceDatabase,
  type DeletedRow,
  DEVICE_TABLE_NAMES,
  SYNCED_TABLE_NAMES,
  type TransactionTables,
} from './database.ts';
import type { Environment } from './environment.ts';
import { atOnce, receiveServerTime, type RequestTimes } from './hlc-clock.ts';
import { applyTablePages, rebasePage, type TablePage } from './rebase.ts';
import { putLaterToken } from './history-token.ts';
import { endRecovery, offerMissing, offerReturned, startRecovery } from './recovery.ts';
import { beginResync, broughtBefore, endResync, recordResyncPage, startEpoch } from './resync.ts';

/**
 * Stores one page of the feed, requested with `cursor`, together with its new cursor in one transaction (INV-5).
 * `superseded`: another tab has stored a page since, so that this one was not stored; continue from the stored cursor.
 */
export const storePage = (
  db: CadenceDatabase,
  cursor: Cursor | null,
  page: PullResponse,
  environment: Environment = db.environment,
  { sentAt, receivedAt }: RequestTimes = atOnce(environment),
): Promise<'stored' | 'superseded'> => {
  const content = Object.entries(page.tables).flatMap(([table, part]): TablePage[] =>
    isSyncedTable(table) ? [{ table, rows: readRows(part), gone: part.gone, deleted: part.deleted }] : [],
  );
  return db.inTransaction('rw', FEED_TABLES, async (tables) => {
    const [stored, epoch, resyncing, recovery] = await Promise.all([
      tables.getMeta('cursor'),
      tables.getMeta('epoch'),
      tables.getMeta('resyncing'),
      tables.getMeta('recovery'),
    ]);
    if (!sameCursor(stored ?? null, cursor)) return 'superseded';
    if (epoch !== page.cursor.epoch || page.restored) await startEpoch(tables, page.cursor.epoch);
    if (page.restored) await startRecovery(tables, page.restored);
    const isResync = cursor === null || page.reset ? await beginResync(tables) : resyncing === true;

    await offerReturned(tables, content);
    let pages: readonly TablePage[] = content;
    if (isResync) {
      const mode = page.restored ?? recovery;
      const compared = mode ? await broughtBefore(tables, pages) : new Set<string>();
      pages = await recordResyncPage(tables, pages, isLastPage(page));
      if (mode) pages = await offerMissing(tables, pages, compared, isLastPage(page), mode, environment.now());
      if (mode && isLastPage(page)) await endRecovery(tables, environment.now());
      if (isLastPage(page)) await endResync(tables);
    }
    await recordDeletes(tables, pages);
    const pending = groupChangesByRow(await tables.outbox.orderBy('seq').toArray());
    if (pending.size === 0) await applyTablePages(tables, pages);
    else await rebasePage(tables, pages, pending, isLastPage(page) ? BigInt(page.horizon) : 0n);

    await Promise.all([
      tables.putMeta('cursor', page.cursor),
      page.restored ? tables.putMeta('token', page.token) : putLaterToken(tables, page.token),
      !page.more && tables.putMeta('lastSyncAt', environment.now()),
      receiveServerTime(tables, environment, { serverMs: page.server_time, sentAt, receivedAt }),
    ]);
    return 'stored';
  });
};

const FEED_TABLES = [...SYNCED_TABLE_NAMES, ...DEVICE_TABLE_NAMES] as const;

/** Remembers deletes, so that they can be offered to a restored database. */
const recordDeletes = async (tables: TransactionTables, pages: readonly TablePage[]): Promise<void> => {
  const deletes = pages.flatMap(({ table, gone, deleted }) =>
    gone.flatMap((row, index): DeletedRow[] => {
      const timestamp = deleted[index];
      return timestamp ? [{ table, row, timestamp }] : [];
    }),
  );
  if (deletes.length > 0) await tables.deletedRows.bulkPut(deletes);
};

/**
 * Whether the device has read the whole feed with this page. Before that, a row's absence means nothing: a row that
 * was changed again may have moved above the horizon, where it cannot be read yet.
 */
const isLastPage = ({ more, remaining }: PullResponse): boolean => !more && remaining === 0;

const sameCursor = (a: Cursor | null, b: Cursor | null): boolean =>
  a === null || b === null ? a === b : a.epoch === b.epoch && a.xid === b.xid && a.table === b.table && a.row === b.row;

const readRows = ({ columns, rows, timestamps }: PullResponse['tables'][string]): Row[] =>
  rows.map((values, position) => {
    const row: Record<string, unknown> = { field_timestamps: timestamps[position] };
    for (let index = 0; index < columns.length; index++) row[columns[index] as string] = values[index];
    return row as Row;
  });
