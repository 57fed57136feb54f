import { isSyncedTable } from '../contract/synced-tables.ts';
import { type CadenceDatabase, type PendingChange, SYNCED_TABLE_NAMES, type TransactionTables } from './database.ts';
import { resendOrder } from './dependents.ts';
import type { Environment } from './environment.ts';
import { getRejectedChanges, requeueInTransaction } from './outbox.ts';

/**
 * Queues rejected changes again, followed by those of their dependents. Their fields get the rows' current values, so
 * that a value that the person has corrected since is sent corrected.
 */
export const resendRejected = (db: CadenceDatabase, seqs: readonly number[]): Promise<void> =>
  db.inTransaction('rw', [...SYNCED_TABLE_NAMES, 'outbox', 'meta'], (tables) =>
    resendInTransaction(tables, seqs, db.environment),
  );

/** As resendRejected, inside a transaction. */
export const resendInTransaction = async (
  tables: TransactionTables,
  seqs: readonly number[],
  environment: Environment,
): Promise<void> => {
  const rejected = await getRejectedChanges(tables);
  const order = resendOrder(rejected, seqs);
  const selected = new Set(order);
  const changes = rejected.filter(({ seq }) => selected.has(seq));
  await tables.outbox.bulkPut(await Promise.all(changes.map((change) => withCurrentValues(tables, change))));
  await requeueInTransaction(tables, order, environment);
};

const withCurrentValues = async (tables: TransactionTables, change: PendingChange): Promise<PendingChange> => {
  if (change.op === 'delete' || !isSyncedTable(change.table)) return change;
  const row = await tables.rawRows(change.table).get(change.row);
  if (!row) return change;
  const fields = Object.fromEntries(
    Object.entries(change.fields).map(([name, value]) => [name, Object.hasOwn(row, name) ? row[name] : value]),
  );
  return { ...change, fields };
};
