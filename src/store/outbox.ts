import Dexie from 'dexie';
import type { PushAnswer, Verdict } from '../contract/protocol.ts';
import { isSyncedTable } from '../contract/tables.ts';
import { type Row, replay } from '../domain/change.ts';
import { type Environment, makeStamps, witnessServerTime } from './clock.ts';
import type { Base, CadenceDatabase, PendingChange } from './database.ts';

/** Changes that no verdict has settled, oldest first. Call it inside a transaction on `outbox` and `meta`. */
const undecided = async (db: CadenceDatabase) => {
  const decided = (await db.getMeta('acknowledged'))?.at(-1)?.through ?? 0;
  return db.outbox.where('[state+seq]').between(['queued', decided], ['queued', Dexie.maxKey], false);
};

/**
 * The oldest changes that no verdict has settled, at most `limit`, in the order they were made, and the
 * database that all changes before them were acknowledged by.
 */
export const nextBatch = (
  db: CadenceDatabase,
  limit: number,
): Promise<{ changes: PendingChange[]; incarnation: string | null }> =>
  db.transaction('r', [db.outbox, db.meta], async () => ({
    changes: await (await undecided(db)).limit(limit).toArray(),
    incarnation: (await db.getMeta('incarnation')) ?? null,
  }));

export const countPending = (db: CadenceDatabase): Promise<number> =>
  db.transaction('r', [db.outbox, db.meta], async () => (await undecided(db)).count());

export const countRejected = (db: CadenceDatabase): Promise<number> =>
  db.outbox.where('state').equals('rejected').count();

/** Changes that were refused and wait for the person, oldest first. */
export const rejectedChanges = (db: CadenceDatabase): Promise<PendingChange[]> =>
  db.outbox.where('state').equals('rejected').sortBy('seq');

/** Everything that the server does not have: changes that wait for a verdict, and those that were refused. */
export const unsyncedChanges = (db: CadenceDatabase): Promise<PendingChange[]> =>
  db.transaction('r', [db.outbox, db.meta], async () => [
    ...(await (await undecided(db)).toArray()),
    ...(await rejectedChanges(db)),
  ]);

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
  db.transaction('rw', [db.outbox, db.meta], async () => {
    const incarnation = await db.getMeta('incarnation');
    if (incarnation === undefined) await db.putMeta('incarnation', answer.incarnation);
    else if (incarnation !== answer.incarnation) return 'restored';
    const verdicts = new Map(answer.verdicts.map((verdict) => [verdict.seq, verdict]));
    const waiting = await (await undecided(db)).limit(verdicts.size).primaryKeys();
    const gap = waiting.findIndex((seq) => !verdicts.has(seq));
    const decided = gap === -1 ? waiting : waiting.slice(0, gap);
    const through = decided.at(-1);
    if (through !== undefined) {
      await keepRejected(
        db,
        decided.flatMap((seq) => verdicts.get(seq) ?? []).filter(({ verdict }) => verdict === 'rejected'),
      );
      const acknowledged = (await db.getMeta('acknowledged')) ?? [];
      await db.putMeta('acknowledged', [...acknowledged, { through, xid: answer.xid }]);
    }
    await witnessServerTime(db, environment, answer.server_time);
    return 'settled';
  });

const keepRejected = async (db: CadenceDatabase, verdicts: readonly Verdict[]): Promise<void> => {
  const changes = await db.outbox.bulkGet(verdicts.map(({ seq }) => seq));
  await db.outbox.bulkPut(
    verdicts.flatMap(({ code = 'internal', detail = null }, index): PendingChange[] => {
      const change = changes[index];
      return change ? [{ ...change, state: 'rejected', code, detail }] : [];
    }),
  );
};

/** Sends refused changes again, as new changes made now, in their order. */
export const retryChanges = (
  db: CadenceDatabase,
  seqs: readonly number[],
  environment: Environment = db.environment,
): Promise<void> =>
  db.transaction('rw', [db.outbox, db.meta], async () => {
    const refused = await rejectedAmong(db, seqs);
    const stamps = await makeStamps(db, environment, refused.length);
    await db.outbox.bulkDelete(refused.map(({ seq }) => seq));
    await db.outbox.bulkAdd(
      refused.map(({ seq: _seq, code: _code, detail: _detail, ...change }, index) => ({
        ...change,
        stamp: stamps[index] ?? change.stamp,
        state: 'queued',
      })),
    );
  });

/** Takes refused changes back: their rows show again what the server and the other changes say. */
export const discardChanges = (db: CadenceDatabase, seqs: readonly number[]): Promise<void> =>
  db.transaction('rw', [...db.syncedTables, db.outbox, db.bases], async () => {
    const refused = await rejectedAmong(db, seqs);
    await db.outbox.bulkDelete(refused.map(({ seq }) => seq));
    for (const { table, row } of refused) await rebase(db, table, row);
  });

const rejectedAmong = async (db: CadenceDatabase, seqs: readonly number[]): Promise<PendingChange[]> =>
  (await db.outbox.bulkGet([...seqs])).filter((change): change is PendingChange => change?.state === 'rejected');

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
export const rebase = async (db: CadenceDatabase, table: string, row: string): Promise<void> => {
  const base = await db.bases.get([table, row]);
  if (!base || !isSyncedTable(table)) return;
  const changes = await db.outbox.where('[table+row]').equals([table, row]).sortBy('seq');
  if (changes.length === 0) await db.bases.delete([table, row]);
  const value = shownOn(base, changes);
  if (value) await db.rawRows(table).put(value);
  else await db.rawRows(table).delete(row);
};
