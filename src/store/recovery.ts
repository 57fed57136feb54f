import { isSyncedTable, SYNCED_TABLES, type SyncedTable } from '../contract/synced-tables.ts';
import { hlcTimestampMs } from '../domain/sync/hlc.ts';
import { hasTimestamps, NOT_IN_BACKUP } from '../domain/sync/recovery.ts';
import { hasLosses, lossOf, NO_LOSSES, type RecoveryLosses } from '../domain/sync/recovery-losses.ts';
import { rowKey } from './changes-by-row.ts';
import {
  type CadenceDatabase,
  type PendingChange,
  type Recovery,
  type ServerRow,
  SYNCED_TABLE_NAMES,
  type TransactionTables,
} from './database.ts';
import { deletesToOffer, editsOf, type Offer, offersOfGoneRows, offersOfReturnedRows, offersOfRows } from './offers.ts';
import type { TablePage } from './rebase.ts';

/** Rows that only the server inserts have so long to come back, in milliseconds. */
const RECOVERY_WAIT_MS = 24 * 3_600_000;

/** Deletes are remembered so long, in milliseconds: no backup is older. */
const DELETES_KEPT_MS = 180 * 24 * 3_600_000;

/** Responses of the database that was replaced are void from now on. */
export const startRecovery = async (tables: TransactionTables, recovery: Recovery): Promise<void> => {
  await tables.putMeta('recovery', recovery);
  await tables.putMeta('recoveryLosses', NO_LOSSES);
  await tables.putMeta('recoveries', ((await tables.getMeta('recoveries')) ?? 0) + 1);
};

/**
 * Compares a page of a resync of a restored database with what this device has, and queues what the database lacks or
 * has older, with the timestamps that it has (INV-6): the usual rules decide, and whatever order devices come in, the
 * database ends the same. Where the backup is right (`discard`), they are rejected changes, for the person to decide.
 *
 * @param pages the page's tables; with the last one, rows that the resync has not brought are among those that are gone.
 * @param compared the keys of rows that came before in this resync, and were compared then. Compared again, what the
 *   database itself had sent would be offered to it, over what this device had.
 * @returns the page's tables without the rows that stay because they are offered.
 */
export const offerMissing = async (
  tables: TransactionTables,
  pages: readonly TablePage[],
  compared: ReadonlySet<string>,
  isLast: boolean,
  recovery: Recovery,
  now: number,
): Promise<TablePage[]> => {
  const offers: Offer[] = [];
  const offered = new Set<string>();
  const toCompare = pages.map((page) => withoutRows(page, compared));
  await countLosses(tables, toCompare);
  for (const page of toCompare) {
    const { table } = page;
    const found = [...(await offersOfRows(tables, page)), ...(await offersOfGoneRows(tables, page, recovery, now))];
    for (const { row } of found) offered.add(rowKey(table, row));
    offers.push(...found);
  }
  if (isLast) offers.push(...(await deletesToOffer(tables)));
  if (recovery === 'recover') {
    await queueOffers(tables, offers, { state: 'pending' });
    if (isLast) await queueOffersFirst(tables);
  } else {
    const edits = offers.filter(({ op }) => op !== 'delete');
    const undone = offers.filter(({ op, isOfStoredRow }) => op === 'delete' && isOfStoredRow);
    await addLosses(
      tables,
      undone.map(() => 'undeleted'),
    );
    await queueOffers(tables, edits, { state: 'rejected', code: NOT_IN_BACKUP, detail: null });
  }
  return pages.map((page) =>
    filterGone(page, (id, deletedAt) => deletedAt !== undefined || !offered.has(rowKey(page.table, id))),
  );
};

const withoutRows = (page: TablePage, keys: ReadonlySet<string>): TablePage => {
  const isLeft = (id: string) => !keys.has(rowKey(page.table, id));
  return { ...filterGone(page, isLeft), rows: page.rows.filter(({ id }) => isLeft(id)) };
};

/** The page with only those gone rows that `isLeft` accepts, by their id and the timestamp of their delete, if they have one. */
const filterGone = (
  page: TablePage,
  isLeft: (id: string, deletedAt: TablePage['deleted'][number] | undefined) => boolean,
): TablePage => {
  const left = page.gone.map((id, index) => isLeft(id, page.deleted[index]));
  return {
    ...page,
    gone: page.gone.filter((_, index) => left[index]),
    deleted: page.deleted.filter((_, index) => left[index]),
  };
};

/** Offers edits of rows that a restored database lacked, where the page brings the rows. */
export const offerReturned = async (tables: TransactionTables, pages: readonly TablePage[]): Promise<void> => {
  if (pages.every(({ rows }) => rows.length === 0) || (await tables.unrecovered.count()) === 0) return;
  for (const page of pages) await queueOffers(tables, await offersOfReturnedRows(tables, page), { state: 'pending' });
};

const queueOffers = async (
  tables: TransactionTables,
  offers: readonly Offer[],
  verdict: Pick<PendingChange, 'state' | 'code' | 'detail'>,
): Promise<void> => {
  if (offers.length === 0) return;
  const byRow = new Map(offers.map((offer) => [rowKey(offer.table, offer.row), offer]));
  const rows = [...byRow.values()];
  const serverRows = await tables.serverRows.bulkGet(rows.map(({ table, row }): [string, string] => [table, row]));
  const added = rows.flatMap<ServerRow>(({ table, row, missing = null }, index) =>
    serverRows[index] ? [] : [{ table, row, value: missing, isGone: missing !== null }],
  );
  await tables.serverRows.bulkPut(added);
  await tables.outbox.bulkAdd(
    offers.map(({ missing: _, isOfStoredRow: __, ...offer }): Omit<PendingChange, 'seq'> => ({
      ...offer,
      ...verdict,
      made_at: hlcTimestampMs(offer.timestamp),
      isOffer: true,
    })),
  );
};

/**
 * Once a day: edits of rows that the server has not inserted again become rejected changes, for the person to decide, and
 * deletes that are older than any backup are forgotten.
 */
export const expireRecovery = (db: CadenceDatabase, now: number): Promise<void> =>
  db.inTransaction('rw', ['outbox', 'serverRows', 'deletedRows', 'unrecovered'], async (tables) => {
    const waited = (await tables.unrecovered.toArray()).filter(({ since }) => now - since >= RECOVERY_WAIT_MS);
    const edits = waited.flatMap(({ table, value }) =>
      isSyncedTable(table) && hasTimestamps(value) ? editsOf(table, value) : [],
    );
    await queueOffers(tables, edits, { state: 'rejected', code: 'not_found', detail: null });
    await tables.unrecovered.bulkDelete(waited.map(({ table, row }): [string, string] => [table, row]));
    await tables.deletedRows.filter(({ timestamp }) => hlcTimestampMs(timestamp) < now - DELETES_KEPT_MS).delete();
  });

/** Adds to what is lost what a page of the resync shows, before it replaces what this device has. */
const countLosses = async (tables: TransactionTables, pages: readonly TablePage[]): Promise<void> => {
  const found: (keyof RecoveryLosses)[] = [];
  for (const { table, rows, gone, deleted } of pages) {
    // A row that is hidden or deleted is not lost by the restore.
    const missing = gone.filter((_, index) => deleted[index] === undefined);
    const compared = [
      ...rows.map((row) => ({ id: row.id, stored: row })),
      ...missing.map((id) => ({ id, stored: null })),
    ];
    const known = await tables.rawRows(table).bulkGet(compared.map(({ id }) => id));
    for (const [index, { stored }] of compared.entries()) {
      const here = known[index];
      const loss = here && lossOf(table, here, stored);
      if (loss) found.push(loss);
    }
  }
  await addLosses(tables, found);
};

/** @param found one entry for each row that is lost. */
const addLosses = async (tables: TransactionTables, found: readonly (keyof RecoveryLosses)[]): Promise<void> => {
  if (found.length === 0) return;
  const losses = { ...((await tables.getMeta('recoveryLosses')) ?? NO_LOSSES) };
  for (const loss of found) losses[loss] += 1;
  await tables.putMeta('recoveryLosses', losses);
};

/**
 * Remembers for the person how much this device has offered to a restored database, and what that has lost, if there is
 * anything of either.
 */
export const endRecovery = async (tables: TransactionTables, now: number): Promise<void> => {
  const count = await tables.outbox
    .where('state')
    .equals('pending')
    .filter(({ isOffer }) => isOffer === true)
    .count();
  const losses = (await tables.getMeta('recoveryLosses')) ?? NO_LOSSES;
  if (count > 0 || hasLosses(losses)) await tables.putMeta('recovered', { at: now, count, losses });
};

/** Gives pending edits later sequence numbers than all offers, since they may be edits of offered rows. */
const queueOffersFirst = async (tables: TransactionTables): Promise<void> => {
  const pending = await tables.outbox.where('[state+seq]').between(['pending', 0], ['pending', Infinity]).toArray();
  const order = new Map(parentsFirst().map((table, index) => [table as string, index]));
  const offers = pending
    .filter(({ isOffer }) => isOffer)
    .sort((a, b) => (order.get(a.table) ?? 0) - (order.get(b.table) ?? 0) || (a.timestamp < b.timestamp ? -1 : 1));
  if (offers.length === 0) return;
  const edits = pending.filter(({ isOffer }) => !isOffer);
  await tables.outbox.bulkDelete(pending.map(({ seq }) => seq));
  await tables.outbox.bulkAdd([...offers, ...edits].map(({ seq: _seq, ...change }) => change));
};

/** The synced tables, each after those that it references. */
const parentsFirst = (): SyncedTable[] => {
  const placed = new Set<SyncedTable>();
  const place = (table: SyncedTable): void => {
    for (const parent of Object.values(SYNCED_TABLES[table].references ?? {})) if (parent !== table) place(parent);
    placed.add(table);
  };
  SYNCED_TABLE_NAMES.forEach(place);
  return [...placed];
};
