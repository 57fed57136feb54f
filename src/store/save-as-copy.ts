import { isSyncedTable, SYNCED_TABLES, type SyncedTable } from '../contract/synced-tables.ts';
import { type Row, replay } from '../domain/sync/change.ts';
import { type CadenceDatabase, type PendingChange, SYNCED_TABLE_NAMES, type TransactionTables } from './database.ts';
import { isMissingOnServer, resendOrder } from './dependents.ts';
import { discardInTransaction, getRejectedChanges, rebaseRow } from './outbox.ts';
import { resendInTransaction } from './resend.ts';
import { insertEdit, writeInTransaction } from './write.ts';

/** Codes that reject the row's identity or references, not its values: a copy under a new id may be accepted. */
const COPYABLE_CODES = new Set(['not_found', 'forbidden', 'missing_parent', 'duplicate']);

/**
 * Whether the server may accept a copy in place of a rejected row. Never for a delete, and not where the server has the
 * row and only lacks a row that it references: the copy would be a duplicate.
 */
export const canSaveAsCopy = (rejected: readonly PendingChange[]): boolean =>
  rejected.every(({ table, op, code = '' }) => isCopyable(table) && op !== 'delete' && COPYABLE_CODES.has(code)) &&
  (isMissingOnServer(rejected) || rejected.every(({ code }) => code !== 'missing_parent'));

const isCopyable = (table: string): boolean =>
  isSyncedTable(table) && SYNCED_TABLES[table].clearedInCopies !== undefined;

/**
 * Inserts a copy of a rejected row under a new id and discards the rejected changes. Dependents then reference the copy
 * and are queued after it. All in one transaction.
 *
 * @returns the copy's id; `null` where there is no row to copy.
 */
export const saveRejectedAsCopy = (db: CadenceDatabase, table: SyncedTable, row: string): Promise<string | null> =>
  db.inTransaction('rw', [...SYNCED_TABLE_NAMES, 'outbox', 'serverRows', 'meta'], async (tables) => {
    const original = await currentContent(tables, table, row);
    if (!original) return null;
    const rejected = await getRejectedChanges(tables);
    const own = rejected.filter((change) => change.table === table && change.row === row).map(({ seq }) => seq);
    const dependents = resendOrder(rejected, own).filter((seq) => !own.includes(seq));
    const copy = await prepareCopy(tables, table, original);
    copy.id = db.environment.newId();
    copy['user_id'] = db.userId;
    await writeInTransaction(tables, [insertEdit(table, copy)], db.environment);
    await redirectReferences(tables, rejected, { table, row }, copy.id);
    await discardInTransaction(tables, own);
    await resendInTransaction(tables, dependents, db.environment);
    return copy.id;
  });

/** The row as this device shows it; where it is gone on the server, its last value with the rejected changes. */
const currentContent = async (tables: TransactionTables, table: SyncedTable, row: string): Promise<Row | null> => {
  const serverRow = await tables.serverRows.get([table, row]);
  const changes = await tables.outbox.where('[table+row]').equals([table, row]).sortBy('seq');
  return replay(row, serverRow?.value ?? null, changes);
};

/** The row without its unique fields, and without references to rows that this device does not have. */
const prepareCopy = async (tables: TransactionTables, table: SyncedTable, row: Row): Promise<Row> => {
  const { clearedInCopies = [], references = {} } = SYNCED_TABLES[table];
  const dangling = await Promise.all(
    Object.entries(references).map(async ([field, parent]) => {
      const id = row[field];
      return typeof id === 'string' && !(await tables.rawRows(parent).get(id)) ? [field] : [];
    }),
  );
  return { ...row, ...Object.fromEntries([...clearedInCopies, ...dangling.flat()].map((field) => [field, null])) };
};

/** Makes rejected changes that reference a row reference the row `id` instead. */
const redirectReferences = async (
  tables: TransactionTables,
  rejected: readonly PendingChange[],
  { table, row }: Pick<PendingChange, 'table' | 'row'>,
  id: string,
): Promise<void> => {
  for (const change of rejected) {
    const references = isSyncedTable(change.table) ? Object.entries(SYNCED_TABLES[change.table].references ?? {}) : [];
    const fields = references.flatMap(([field, parent]) =>
      parent === table && change.fields[field] === row ? [field] : [],
    );
    if (fields.length === 0) continue;
    const redirected = { ...change.fields, ...Object.fromEntries(fields.map((field) => [field, id])) };
    await tables.outbox.put({ ...change, fields: redirected });
    await rebaseRow(tables, change.table, change.row);
  }
};
