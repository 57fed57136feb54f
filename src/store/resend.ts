import { isSyncedTable } from '../contract/tables.ts';
import type { CadenceDatabase, PendingChange } from './database.ts';
import { retryChanges } from './outbox.ts';

/**
 * Sends refused changes again with what their rows hold by now, so that a value which the person has
 * corrected since goes out corrected.
 */
export const resendRejected = (db: CadenceDatabase, seqs: readonly number[]): Promise<void> =>
  db.transaction('rw', [...db.syncedTables, db.outbox, db.meta], async () => {
    const refused = (await db.outbox.bulkGet([...seqs])).flatMap((change) =>
      change?.state === 'rejected' ? [change] : [],
    );
    await db.outbox.bulkPut(await Promise.all(refused.map((change) => withValuesOfNow(db, change))));
    await retryChanges(db, seqs);
  });

const withValuesOfNow = async (db: CadenceDatabase, change: PendingChange): Promise<PendingChange> => {
  if (change.op === 'delete' || !isSyncedTable(change.table)) return change;
  const row = await db.rawRows(change.table).get(change.row);
  if (!row) return change;
  const fields = Object.fromEntries(
    Object.entries(change.fields).map(([name, value]) => [name, Object.hasOwn(row, name) ? row[name] : value]),
  );
  return { ...change, fields };
};
