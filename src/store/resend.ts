import { isSyncedTable } from '../contract/tables.ts';
import { type CadenceDatabase, type PendingChange, SYNCED_TABLE_NAMES, type Tables } from './database.ts';
import { requeue } from './outbox.ts';

/**
 * Sends refused changes again with what their rows hold by now, so that a value which the person has
 * corrected since goes out corrected.
 */
export const resendRejected = (db: CadenceDatabase, seqs: readonly number[]): Promise<void> =>
  db.atomically('rw', [...SYNCED_TABLE_NAMES, 'outbox', 'meta'], async (tables) => {
    const refused = (await tables.outbox.bulkGet([...seqs])).flatMap((change) =>
      change?.state === 'rejected' ? [change] : [],
    );
    await tables.outbox.bulkPut(await Promise.all(refused.map((change) => withValuesOfNow(tables, change))));
    await requeue(tables, seqs, db.environment);
  });

const withValuesOfNow = async (tables: Tables, change: PendingChange): Promise<PendingChange> => {
  if (change.op === 'delete' || !isSyncedTable(change.table)) return change;
  const row = await tables.rawRows(change.table).get(change.row);
  if (!row) return change;
  const fields = Object.fromEntries(
    Object.entries(change.fields).map(([name, value]) => [name, Object.hasOwn(row, name) ? row[name] : value]),
  );
  return { ...change, fields };
};
