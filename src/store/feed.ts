import type { Cursor, PullAnswer } from '../contract/protocol.ts';
import { isSyncedTable } from '../contract/tables.ts';
import type { Row } from '../domain/change.ts';
import { changesByRow } from './by-row.ts';
import { type Environment, witnessServerTime } from './clock.ts';
import { type CadenceDatabase, SYNCED_TABLE_NAMES } from './database.ts';
import { replayOnto, storeRows, type TableNews } from './replay-page.ts';
import { adoptDatabase, beginResync, followResync } from './resync.ts';

/**
 * Stores one page of the feed and its cursor in one transaction (law 5). `superseded`: another tab has
 * read on since `asked`, so that this page was not stored; start again from the stored cursor.
 */
export const storePage = (
  db: CadenceDatabase,
  asked: Cursor | null,
  page: PullAnswer,
  environment: Environment = db.environment,
): Promise<'stored' | 'superseded'> => {
  const news = Object.entries(page.tables).flatMap(([table, content]): TableNews[] =>
    isSyncedTable(table) ? [{ table, rows: readRows(content), gone: content.gone }] : [],
  );
  return db.atomically('rw', [...SYNCED_TABLE_NAMES, 'outbox', 'bases', 'resynced', 'meta'], async (tables) => {
    const [stored, incarnation, resyncing, changes] = await Promise.all([
      tables.getMeta('cursor'),
      tables.getMeta('incarnation'),
      tables.getMeta('resyncing'),
      tables.outbox.orderBy('seq').toArray(),
    ]);
    if (!sameCursor(stored ?? null, asked)) return 'superseded';
    if (incarnation !== page.cursor.incarnation) await adoptDatabase(tables, page.cursor.incarnation);
    const isResync = asked === null || page.reset ? await beginResync(tables) : resyncing === true;

    const pending = changesByRow(changes);
    if (pending.size === 0) await storeRows(tables, news);
    else await replayOnto(tables, news, pending, isWhole(page) ? BigInt(page.cursor.xid) : 0n);

    if (isResync) await followResync(tables, news, isWhole(page));
    await Promise.all([
      tables.putMeta('cursor', page.cursor),
      !page.more && tables.putMeta('lastSyncAt', environment.now()),
      witnessServerTime(tables, environment, page.server_time),
    ]);
    return 'stored';
  });
};

/**
 * After this page the device has everything that the server could show. Until then nothing may be concluded
 * from what a page does not bring: a row that was changed again has moved to where it cannot be read yet.
 */
const isWhole = ({ more, remaining }: PullAnswer): boolean => !more && remaining === 0;

const sameCursor = (a: Cursor | null, b: Cursor | null): boolean =>
  a === null || b === null
    ? a === b
    : a.incarnation === b.incarnation && a.xid === b.xid && a.table === b.table && a.row === b.row;

const readRows = ({ columns, rows }: { columns: string[]; rows: unknown[][] }): Row[] =>
  rows.map((values) => {
    const row: Record<string, unknown> = {};
    for (let index = 0; index < columns.length; index++) row[columns[index] as string] = values[index];
    return row as Row;
  });
