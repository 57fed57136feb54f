import { isSyncedTable } from '../contract/tables.ts';
import { type CadenceDatabase, type PendingChange, SYNCED_TABLE_NAMES, type Tables } from './database.ts';
import { sendingOrder } from './dependents.ts';
import type { Environment } from './environment.ts';
import { rejectedChanges, requeue } from './outbox.ts';

/**
 * Sends refused changes again, with what waits for their rows behind them, and with what the rows hold by now,
 * so that a value which the person has corrected since goes out corrected.
 */
export const resendRejected = (db: CadenceDatabase, seqs: readonly number[]): Promise<void> =>
  db.atomically('rw', [...SYNCED_TABLE_NAMES, 'outbox', 'meta'], (tables) => resend(tables, seqs, db.environment));

/** As resendRejected, inside a transaction. */
export const resend = async (tables: Tables, seqs: readonly number[], environment: Environment): Promise<void> => {
  const refused = await rejectedChanges(tables);
  const sent = sendingOrder(refused, seqs);
  const isSent = new Set(sent);
  const changes = refused.filter(({ seq }) => isSent.has(seq));
  await tables.outbox.bulkPut(await Promise.all(changes.map((change) => withValuesOfNow(tables, change))));
  await requeue(tables, sent, environment);
};

const withValuesOfNow = async (tables: Tables, change: PendingChange): Promise<PendingChange> => {
  if (change.op === 'delete' || !isSyncedTable(change.table)) return change;
  const row = await tables.rawRows(change.table).get(change.row);
  if (!row) return change;
  const fields = Object.fromEntries(
    Object.entries(change.fields).map(([name, value]) => [name, Object.hasOwn(row, name) ? row[name] : value]),
  );
  return { ...change, fields };
};
