import Dexie from 'dexie';
import type { PushAnswer, Verdict } from '../contract/protocol.ts';
import { isSyncedTable } from '../contract/tables.ts';
import { type Row, replay } from '../domain/change.ts';
import { type Environment, makeStamps, witnessServerTime } from './clock.ts';
import { type Base, type CadenceDatabase, type PendingChange, SYNCED_TABLE_NAMES, type Tables } from './database.ts';

/** Changes that no verdict has settled, oldest first. */
const undecided = async (tables: Tables) => {
  const decided = (await tables.getMeta('acknowledged'))?.at(-1)?.through ?? 0;
  return tables.outbox.where('[state+seq]').between(['queued', decided], ['queued', Dexie.maxKey], false);
};

/**
 * The oldest changes that no verdict has settled, at most `limit`, in the order they were made, and the
 * database that all changes before them were acknowledged by. Inside a transaction.
 */
export const nextBatch = async (
  tables: Tables,
  limit: number,
): Promise<{ changes: PendingChange[]; incarnation: string | null }> => {
  const [waiting, incarnation] = await Promise.all([undecided(tables), tables.getMeta('incarnation')]);
  return { changes: await waiting.limit(limit).toArray(), incarnation: incarnation ?? null };
};

/** How many changes wait for a verdict, and how many were refused, inside a transaction. */
export const countsOf = async (tables: Tables): Promise<{ pending: number; rejected: number }> => {
  const [waiting, rejected] = await Promise.all([
    undecided(tables),
    tables.outbox.where('state').equals('rejected').count(),
  ]);
  return { pending: await waiting.count(), rejected };
};

export const countPending = (db: CadenceDatabase): Promise<number> =>
  db.atomically('r', ['outbox', 'meta'], async (tables) => (await undecided(tables)).count());

/** When the oldest change that no verdict has settled was made, in milliseconds; null where none waits. */
export const waitingSince = (db: CadenceDatabase): Promise<number | null> =>
  db.atomically('r', ['outbox', 'meta'], waitingSinceAmong);

/** As waitingSince, inside a transaction. */
export const waitingSinceAmong = async (tables: Tables): Promise<number | null> =>
  (await (await undecided(tables)).first())?.made_at ?? null;

export const countRejected = (db: CadenceDatabase): Promise<number> =>
  db.outbox.where('state').equals('rejected').count();

/** Changes that were refused and wait for the person, oldest first. */
export const rejectedChanges = ({ outbox }: Pick<Tables, 'outbox'>): Promise<PendingChange[]> =>
  outbox.where('state').equals('rejected').sortBy('seq');

/** Everything that the server does not have: changes that wait for a verdict, and those that were refused. */
export const unsyncedChanges = (db: CadenceDatabase): Promise<PendingChange[]> =>
  db.atomically('r', ['outbox', 'meta'], unsyncedAmong);

/** As unsyncedChanges, inside a transaction. */
export const unsyncedAmong = async (tables: Tables): Promise<PendingChange[]> => [
  ...(await (await undecided(tables)).toArray()),
  ...(await rejectedChanges(tables)),
];

/**
 * Keeps what the server decided. An applied change stays on top of its row until the feed has brought
 * its effect back, so that no answer can make the row flicker. `restored`: the answer is another
 * database's than the one this device knows, so that it decided nothing; read the feed first.
 */
export const settle = (
  db: CadenceDatabase,
  answer: PushAnswer,
  environment: Environment = db.environment,
): Promise<'settled' | 'restored'> =>
  db.atomically('rw', ['outbox', 'meta'], async (tables) => {
    const incarnation = await tables.getMeta('incarnation');
    if (incarnation === undefined) await tables.putMeta('incarnation', answer.incarnation);
    else if (incarnation !== answer.incarnation) return 'restored';
    const verdicts = new Map(answer.verdicts.map((verdict) => [verdict.seq, verdict]));
    const waiting = await (await undecided(tables)).limit(verdicts.size).primaryKeys();
    const gap = waiting.findIndex((seq) => !verdicts.has(seq));
    const decided = gap === -1 ? waiting : waiting.slice(0, gap);
    const through = decided.at(-1);
    if (through !== undefined) {
      await keepRejected(
        tables,
        decided.flatMap((seq) => verdicts.get(seq) ?? []).filter(({ verdict }) => verdict === 'rejected'),
      );
      const acknowledged = (await tables.getMeta('acknowledged')) ?? [];
      await tables.putMeta('acknowledged', [...acknowledged, { through, xid: answer.xid }]);
    }
    await witnessServerTime(tables, environment, answer.server_time);
    return 'settled';
  });

const keepRejected = async (tables: Tables, verdicts: readonly Verdict[]): Promise<void> => {
  const changes = await tables.outbox.bulkGet(verdicts.map(({ seq }) => seq));
  await tables.outbox.bulkPut(
    verdicts.flatMap(({ code = 'internal', detail = null }, index): PendingChange[] => {
      const change = changes[index];
      return change ? [{ ...change, state: 'rejected', code, detail }] : [];
    }),
  );
};

/** Keeps changes that the server could not read for the person to decide, so that later ones go on. */
export const setAside = (db: CadenceDatabase, changes: readonly PendingChange[]): Promise<void> =>
  db.atomically('rw', ['outbox'], (tables) =>
    keepRejected(
      tables,
      changes.map(({ seq }) => ({ seq, verdict: 'rejected', code: 'malformed' })),
    ),
  );

/** Sends refused changes again, as new changes made now, in their order. */
export const retryChanges = (
  db: CadenceDatabase,
  seqs: readonly number[],
  environment: Environment = db.environment,
): Promise<void> => db.atomically('rw', ['outbox', 'meta'], (tables) => requeue(tables, seqs, environment));

/** As retryChanges, inside a transaction. */
export const requeue = async (tables: Tables, seqs: readonly number[], environment: Environment): Promise<void> => {
  const refused = await rejectedAmong(tables, seqs);
  const stamps = await makeStamps(tables, environment, refused.length);
  await tables.outbox.bulkDelete(refused.map(({ seq }) => seq));
  await tables.outbox.bulkAdd(
    refused.map(({ seq: _seq, code: _code, detail: _detail, ...change }, index) => ({
      ...change,
      stamp: stamps[index] ?? change.stamp,
      state: 'queued',
    })),
  );
};

/** Takes refused changes back: their rows show again what the server and the other changes say. */
export const discardChanges = (db: CadenceDatabase, seqs: readonly number[]): Promise<void> =>
  db.atomically('rw', [...SYNCED_TABLE_NAMES, 'outbox', 'bases'], (tables) => discard(tables, seqs));

/** As discardChanges, inside a transaction. */
export const discard = async (tables: Tables, seqs: readonly number[]): Promise<void> => {
  const refused = await rejectedAmong(tables, seqs);
  await tables.outbox.bulkDelete(refused.map(({ seq }) => seq));
  for (const { table, row } of refused) await rebase(tables, table, row);
};

const rejectedAmong = async (tables: Tables, seqs: readonly number[]): Promise<PendingChange[]> =>
  (await tables.outbox.bulkGet([...seqs])).filter((change): change is PendingChange => change?.state === 'rejected');

/**
 * What a person sees of a row with a base. A row that the server took away stays as it was while a change
 * of it may still bring it back; refused ones alone do not.
 */
export const shownOn = ({ row, value, gone }: Base, changes: readonly PendingChange[]): Row | null =>
  replay(row, gone && changes.every(({ state }) => state === 'rejected') ? null : value, changes);

/**
 * Law 2 for one row: shows its base with what is left of its changes replayed on it, and forgets the
 * base when nothing is left. Call it inside a transaction that can write the row's table.
 */
export const rebase = async (tables: Tables, table: string, row: string): Promise<void> => {
  const base = await tables.bases.get([table, row]);
  if (!base || !isSyncedTable(table)) return;
  const changes = await tables.outbox.where('[table+row]').equals([table, row]).sortBy('seq');
  if (changes.length === 0) await tables.bases.delete([table, row]);
  const value = shownOn(base, changes);
  if (value) await tables.rawRows(table).put(value);
  else await tables.rawRows(table).delete(row);
};
