import type { PushResponse, Verdict } from '../contract/protocol.ts';
import { isSyncedTable } from '../contract/synced-tables.ts';
import { type Row, replay } from '../domain/sync/change.ts';
import {
  type CadenceDatabase,
  type PendingChange,
  type ServerRow,
  SYNCED_TABLE_NAMES,
  type TransactionTables,
} from './database.ts';
import type { Environment } from './environment.ts';
import { putLaterToken } from './history-token.ts';
import { atOnce, createTimestamps, receiveServerTime, type RequestTimes } from './hlc-clock.ts';
import { pendingChanges } from './pending-changes.ts';

/**
 * The oldest pending changes, at most `limit`, in the order they were made, and the epoch of all acknowledgements
 * before them. Inside a transaction.
 */
export const getPushBatch = async (
  tables: TransactionTables,
  limit: number,
): Promise<{ changes: PendingChange[]; epoch: string | null }> => {
  const [pending, epoch] = await Promise.all([pendingChanges(tables), tables.getMeta('epoch')]);
  return { changes: await pending.limit(limit).toArray(), epoch: epoch ?? null };
};

/** The number of pending and of rejected changes. Inside a transaction. */
export const countChanges = async (tables: TransactionTables): Promise<{ pending: number; rejected: number }> => {
  const [pending, rejected] = await Promise.all([
    pendingChanges(tables),
    tables.outbox.where('state').equals('rejected').count(),
  ]);
  return { pending: await pending.count(), rejected };
};

export const countPending = (db: CadenceDatabase): Promise<number> =>
  db.inTransaction('r', ['outbox', 'meta'], async (tables) => (await pendingChanges(tables)).count());

/** When the oldest pending change was made, in milliseconds since 1970-01-01; `null` where none is pending. */
export const oldestPendingAt = (db: CadenceDatabase): Promise<number | null> =>
  db.inTransaction('r', ['outbox', 'meta'], oldestPendingAtInTransaction);

/** As oldestPendingAt, inside a transaction. */
export const oldestPendingAtInTransaction = async (tables: TransactionTables): Promise<number | null> =>
  (await (await pendingChanges(tables)).first())?.made_at ?? null;

export const countRejected = (db: CadenceDatabase): Promise<number> =>
  db.outbox.where('state').equals('rejected').count();

/** The rejected changes, oldest first. */
export const getRejectedChanges = ({ outbox }: Pick<TransactionTables, 'outbox'>): Promise<PendingChange[]> =>
  outbox.where('state').equals('rejected').sortBy('seq');

/** All changes that the server does not have: pending and rejected ones. */
export const getUnsyncedChanges = (db: CadenceDatabase): Promise<PendingChange[]> =>
  db.inTransaction('r', ['outbox', 'meta'], getUnsyncedInTransaction);

/** As getUnsyncedChanges, inside a transaction. */
export const getUnsyncedInTransaction = async (tables: TransactionTables): Promise<PendingChange[]> => [
  ...(await (await pendingChanges(tables)).toArray()),
  ...(await getRejectedChanges(tables)),
];

/**
 * Stores the verdicts of a push. An applied change stays replayed on its row until its echo has been read, so that the
 * row never shows an older value in between (INV-2). `restored`: the response is of a database that was replaced by a
 * backup, or of that backup, and counts for nothing (INV-6); read the feed first. `wrong-clock`: nothing was decided, and
 * the timestamps of pending changes have been corrected (INV-8).
 *
 * @param recoveries how many restored databases the device had read when it sent the push.
 */
export const storeVerdicts = (
  db: CadenceDatabase,
  response: PushResponse,
  recoveries: number,
  environment: Environment = db.environment,
  { sentAt, receivedAt }: RequestTimes = atOnce(environment),
): Promise<'stored' | 'restored' | 'wrong-clock'> =>
  db.inTransaction('rw', ['outbox', 'meta'], async (tables) => {
    const epoch = await tables.getMeta('epoch');
    if (response.restored || recoveries !== ((await tables.getMeta('recoveries')) ?? 0)) return 'restored';
    if (response.wrong_clock) {
      await receiveServerTime(tables, environment, { serverMs: response.server_time, sentAt, receivedAt });
      return 'wrong-clock';
    }
    if (epoch === undefined) await tables.putMeta('epoch', response.epoch);
    else if (epoch !== response.epoch) return 'restored';
    if (response.token !== null) await putLaterToken(tables, response.token);
    const verdicts = new Map(response.verdicts.map((verdict) => [verdict.seq, verdict]));
    const pending = await (await pendingChanges(tables)).limit(verdicts.size).primaryKeys();
    const gap = pending.findIndex((seq) => !verdicts.has(seq));
    const decided = gap === -1 ? pending : pending.slice(0, gap);
    const through = decided.at(-1);
    if (through !== undefined) {
      await markRejected(
        tables,
        decided.flatMap((seq) => verdicts.get(seq) ?? []).filter(({ verdict }) => verdict === 'rejected'),
      );
      const acknowledged = (await tables.getMeta('acknowledged')) ?? [];
      await tables.putMeta('acknowledged', [...acknowledged, { through, xid: response.xid }]);
    }
    await receiveServerTime(tables, environment, { serverMs: response.server_time, sentAt, receivedAt });
    return 'stored';
  });

const markRejected = async (tables: TransactionTables, verdicts: readonly Verdict[]): Promise<void> => {
  const changes = await tables.outbox.bulkGet(verdicts.map(({ seq }) => seq));
  await tables.outbox.bulkPut(
    verdicts.flatMap(({ code = 'internal', detail = null }, index): PendingChange[] => {
      const change = changes[index];
      return change ? [{ ...change, state: 'rejected', code, detail }] : [];
    }),
  );
};

/**
 * Marks changes that the server could not read as rejected, so that later changes are pushed and the person decides.
 */
export const quarantine = (db: CadenceDatabase, changes: readonly PendingChange[]): Promise<void> =>
  db.inTransaction('rw', ['outbox'], (tables) =>
    markRejected(
      tables,
      changes.map(({ seq }) => ({ seq, verdict: 'rejected', code: 'malformed' })),
    ),
  );

/** Queues rejected changes again in their order, with new sequence numbers and timestamps. */
export const retryChanges = (
  db: CadenceDatabase,
  seqs: readonly number[],
  environment: Environment = db.environment,
): Promise<void> =>
  db.inTransaction('rw', ['outbox', 'meta'], (tables) => requeueInTransaction(tables, seqs, environment));

/** As retryChanges, inside a transaction. */
export const requeueInTransaction = async (
  tables: TransactionTables,
  seqs: readonly number[],
  environment: Environment,
): Promise<void> => {
  const rejected = await selectRejected(tables, seqs);
  const timestamps = await createTimestamps(tables, environment, rejected.length);
  await tables.outbox.bulkDelete(rejected.map(({ seq }) => seq));
  await tables.outbox.bulkAdd(
    rejected.map(({ seq: _seq, code: _code, detail: _detail, ...change }, index) => ({
      ...change,
      timestamp: timestamps[index] ?? change.timestamp,
      state: 'pending',
    })),
  );
};

/** Deletes rejected changes; their rows show the server row with the remaining changes. */
export const discardChanges = (db: CadenceDatabase, seqs: readonly number[]): Promise<void> =>
  db.inTransaction('rw', [...SYNCED_TABLE_NAMES, 'outbox', 'serverRows'], (tables) =>
    discardInTransaction(tables, seqs),
  );

/** As discardChanges, inside a transaction. */
export const discardInTransaction = async (tables: TransactionTables, seqs: readonly number[]): Promise<void> => {
  const rejected = await selectRejected(tables, seqs);
  await tables.outbox.bulkDelete(rejected.map(({ seq }) => seq));
  for (const { table, row } of rejected) await rebaseRow(tables, table, row);
};

const selectRejected = async (tables: TransactionTables, seqs: readonly number[]): Promise<PendingChange[]> =>
  (await tables.outbox.bulkGet([...seqs])).filter((change): change is PendingChange => change?.state === 'rejected');

/**
 * The row that a person sees, from its server row and its changes; `null` where there is none. A row that is gone on
 * the server stays visible while it has a change that is not rejected, since that one may restore it, and while it is
 * offered, since the database may have lost it. Whatever is offered was there before the person's edits, also where it
 * was queued after them.
 */
export const visibleRow = ({ row, value, isGone }: ServerRow, changes: readonly PendingChange[]): Row | null =>
  replay(row, isGone && changes.every(({ state, isOffer }) => state === 'rejected' && !isOffer) ? null : value, [
    ...changes.filter(({ isOffer }) => isOffer),
    ...changes.filter(({ isOffer }) => !isOffer),
  ]);

/**
 * Stores the row that a person sees, from its server row and its remaining changes (INV-2), and deletes the server row
 * where no change is left. Call it inside a transaction that can write the row's table.
 */
export const rebaseRow = async (tables: TransactionTables, table: string, row: string): Promise<void> => {
  const serverRow = await tables.serverRows.get([table, row]);
  if (!serverRow || !isSyncedTable(table)) return;
  const changes = await tables.outbox.where('[table+row]').equals([table, row]).sortBy('seq');
  if (changes.length === 0) await tables.serverRows.delete([table, row]);
  const value = visibleRow(serverRow, changes);
  if (value) await tables.rawRows(table).put(value);
  else await tables.rawRows(table).delete(row);
};
