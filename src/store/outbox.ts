import type { PushAnswer } from '../contract/protocol.ts';
import { isSyncedTable } from '../contract/tables.ts';
import { replay } from '../domain/change.ts';
import { type Environment, makeStamps, witnessServerTime } from './clock.ts';
import type { CadenceDatabase, PendingChange } from './database.ts';

/**
 * The oldest changes that no verdict has settled, at most `limit`, in the order they were made, and the
 * database that all changes before them were acknowledged by.
 */
export const nextBatch = (
  db: CadenceDatabase,
  limit: number,
): Promise<{ changes: PendingChange[]; incarnation: string | null }> =>
  db.transaction('r', [db.outbox, db.meta], async () => ({
    changes: await db.outbox.where('state').equals('queued').limit(limit).sortBy('seq'),
    incarnation: (await db.getMeta('incarnation')) ?? null,
  }));

export const countPending = (db: CadenceDatabase): Promise<number> => db.outbox.where('state').equals('queued').count();

export const countRejected = (db: CadenceDatabase): Promise<number> =>
  db.outbox.where('state').equals('rejected').count();

/** Changes that were refused and wait for the person, oldest first. */
export const rejectedChanges = (db: CadenceDatabase): Promise<PendingChange[]> =>
  db.outbox.where('state').equals('rejected').sortBy('seq');

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
    const known = await db.outbox.bulkGet(answer.verdicts.map(({ seq }) => seq));
    const settled = answer.verdicts.flatMap((verdict, index): PendingChange[] => {
      const change = known[index];
      if (change?.state !== 'queued') return [];
      return verdict.verdict === 'rejected'
        ? [{ ...change, state: 'rejected', code: verdict.code ?? 'internal', detail: verdict.detail ?? null }]
        : [{ ...change, state: 'acked', xid: answer.xid }];
    });
    await db.outbox.bulkPut(settled);
    await witnessServerTime(db, environment, answer.server_time);
    return 'settled';
  });

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
      })) as PendingChange[],
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
 * Law 2 for one row: shows its base with what is left of its changes replayed on it, and forgets the
 * base when nothing is left. Call it inside a transaction that can write the row's table.
 */
export const rebase = async (db: CadenceDatabase, table: string, row: string): Promise<void> => {
  const base = await db.bases.get([table, row]);
  if (!base || !isSyncedTable(table)) return;
  const changes = await db.outbox.where('[table+row]').equals([table, row]).sortBy('seq');
  if (changes.length === 0) await db.bases.delete([table, row]);
  const value = changes.length === 0 && base.gone ? null : replay(row, base.value, changes);
  if (value) await db.rawRows(table).put(value);
  else await db.rawRows(table).delete(row);
};
