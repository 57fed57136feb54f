import { SYNCED_TABLES, type SyncedTable } from '../contract/synced-tables.ts';
import { type Row, replay } from '../domain/sync/change.ts';
import { storableText } from '../domain/values/text.ts';
import type { CadenceDatabase, PendingChange, ServerRow, TransactionTables } from './database.ts';
import type { Environment } from './environment.ts';
import { takeTimestamps } from './hlc-clock.ts';
import { finishLater, type TableEdit } from './unfinished-writes.ts';

export type { TableEdit };

/**
 * Writes the rows and their changes in one transaction, which never waits for the network (INV-1). When it resolves,
 * the edits are stored on the device; when it rejects, nothing has changed. Where the page is closed before it has
 * resolved, the next start stores them.
 */
export const write = async (
  db: CadenceDatabase,
  edits: readonly TableEdit[],
  environment: Environment = db.environment,
): Promise<void> => {
  const names = tableNames(edits);
  await finishLater(db.userId, edits, () =>
    db.inTransaction('rw', [...names, 'outbox', 'serverRows', 'meta'], (tables) =>
      writeInTransaction(tables, edits, environment),
    ),
  );
};

const tableNames = (edits: readonly TableEdit[]): SyncedTable[] => [...new Set(edits.map((edit) => edit.table))];

/** As write, inside a transaction that can write the rows' tables, `outbox`, `serverRows` and `meta`. */
export const writeInTransaction = async (
  tables: TransactionTables,
  edits: readonly TableEdit[],
  environment: Environment,
): Promise<void> => {
  const names = tableNames(edits);
  const made_at = environment.now();
  const storable = edits.map((edit) => ({ ...edit, fields: storableValue(edit.fields) }) as TableEdit);
  // Everything is read at once, and then written at once, since each IndexedDB round trip delays the screen.
  const [{ timestamps, storeClock }, ...plans] = await Promise.all([
    takeTimestamps(tables, environment, edits.length),
    ...names.map((name) =>
      planTable(
        tables,
        name,
        storable.filter((edit) => edit.table === name),
      ),
    ),
  ]);
  const bases = new Map(plans.flatMap((plan) => [...plan.bases]));
  const changes = storable.map((edit, index) => {
    const base = bases.get(edit);
    const change = { ...edit, timestamp: timestamps[index], made_at, state: 'pending', ...(base && { base }) };
    return change as Omit<PendingChange, 'seq'>;
  });
  await Promise.all([storeClock(), ...plans.map((plan) => plan.store()), tables.outbox.bulkAdd(changes)]);
};

/** Computes edits from a table's rows and writes them in the same transaction, so that no other write comes between. */
export const updateInTransaction = <Result>(
  db: CadenceDatabase,
  table: SyncedTable,
  plan: (tables: TransactionTables) => Promise<{ edits: readonly TableEdit[]; result: Result }>,
): Promise<Result> =>
  db.inTransaction('rw', [table, 'outbox', 'serverRows', 'meta'], async (tables) => {
    const { edits, result } = await plan(tables);
    if (edits.length > 0) await writeInTransaction(tables, edits, db.environment);
    return result;
  });

interface TablePlan {
  /** Of each edit that can cause a conflict. */
  bases: ReadonlyMap<TableEdit, Record<string, unknown>>;
  store: () => Promise<unknown>;
}

/** Reads what one table's edits are made on. */
const planTable = async (
  tables: TransactionTables,
  name: SyncedTable,
  edits: readonly TableEdit[],
): Promise<TablePlan> => {
  const table = tables.rawRows(name);
  const editsOf = new Map<string, TableEdit[]>();
  for (const edit of edits) editsOf.set(edit.row, [...(editsOf.get(edit.row) ?? []), edit]);
  const ids = [...editsOf.keys()];
  const [before, serverRows] = await Promise.all([
    table.bulkGet(ids),
    tables.serverRows.bulkGet(ids.map((id) => [name, id] as [string, string])),
  ]);
  const newServerRows = ids.flatMap<ServerRow>((id, index) =>
    serverRows[index] ? [] : [{ table: name, row: id, value: before[index] ?? null, isGone: false }],
  );
  const { longText } = SYNCED_TABLES[name];
  const bases = new Map<TableEdit, Record<string, unknown>>();
  const after = ids.map((id, index) => {
    let row = before[index] ?? null;
    for (const edit of editsOf.get(id) ?? []) {
      if (row && edit.op !== 'insert' && longText) bases.set(edit, conflictBase(longText, edit, row));
      row = replay(id, row, [edit]);
    }
    return { id, row };
  });
  const written = after.flatMap(({ row }): Row[] => (row ? [row] : []));
  const removed = after.flatMap(({ id, row }) => (row ? [] : [id]));
  const store = () =>
    Promise.all([
      newServerRows.length > 0 && tables.serverRows.bulkPut(newServerRows),
      written.length > 0 && table.bulkPut(written),
      removed.length > 0 && table.bulkDelete(removed),
    ]);
  return { bases, store };
};

/** The values that the edit was made on, from which the server detects changes of other devices since (INV-8). */
const conflictBase = (longText: readonly string[], edit: TableEdit, row: Row): Record<string, unknown> => {
  if (edit.op === 'delete') return contentOf(row);
  return Object.fromEntries(
    longText.filter((field) => Object.hasOwn(edit.fields, field)).map((field) => [field, row[field] ?? null]),
  );
};

/**
 * Texts in their normal form, as the database stores them. A single NUL or lone surrogate would make the whole push
 * unreadable.
 */
const storableValue = (value: unknown): unknown => {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storableValue);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storableText(key), storableValue(inner)]));
};

/** Inserts a deleted row again, unchanged: the undo of a delete. */
export const restoreRow = (db: CadenceDatabase, table: TableEdit['table'], row: { id: string }): Promise<void> =>
  write(db, [insertEdit(table, row)]);

/** An edit that inserts `row`, without the fields that only the server writes. */
export const insertEdit = (table: TableEdit['table'], row: Row | { id: string }): TableEdit => ({
  op: 'insert',
  table,
  row: row.id,
  fields: writableFields(table, row),
});

/** The row's fields without its id and those that only the server writes. */
export const writableFields = (table: SyncedTable, row: Row): Record<string, unknown> => {
  const { serverFields = [] } = SYNCED_TABLES[table];
  return Object.fromEntries(Object.entries(contentOf(row)).filter(([name]) => !serverFields.includes(name)));
};

/** The row's fields without its id and what the server maintains in every table. */
const contentOf = ({ id: _id, updated_at: _at, field_timestamps: _timestamps, ...fields }: Row) => fields;
