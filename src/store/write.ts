import { SYNCED_TABLES, type SyncedTable } from '../contract/tables.ts';
import { type Edit, type Row, replay } from '../domain/change.ts';
import { type Environment, makeStamps } from './clock.ts';
import type { Base, CadenceDatabase, PendingChange, Tables } from './database.ts';

export type TableEdit = Edit & { table: SyncedTable; row: string };

/**
 * Law 1: the rows and their changes in one transaction, which never waits for the network. When this
 * resolves, the work is on the device; when it throws, nothing has happened.
 */
export const write = async (
  db: CadenceDatabase,
  edits: readonly TableEdit[],
  environment: Environment = db.environment,
): Promise<void> => {
  const names = tablesOf(edits);
  await db.atomically('rw', [...names, 'outbox', 'bases', 'meta'], (tables) => writeAmong(tables, edits, environment));
};

const tablesOf = (edits: readonly TableEdit[]): SyncedTable[] => [...new Set(edits.map((edit) => edit.table))];

/** As write, inside a transaction that can write the rows, `outbox`, `bases` and `meta`. */
export const writeAmong = async (
  tables: Tables,
  edits: readonly TableEdit[],
  environment: Environment,
): Promise<void> => {
  const names = tablesOf(edits);
  const made_at = environment.now();
  const storable = edits.map((edit) => ({ ...edit, fields: storableValue(edit.fields) }) as TableEdit);
  // Side by side: somebody waits for the row to appear, and each turn with IndexedDB takes its time.
  const [stamps, ...seen] = await Promise.all([
    makeStamps(tables, environment, edits.length),
    ...names.map((name) =>
      writeTable(
        tables,
        name,
        storable.filter((edit) => edit.table === name),
      ),
    ),
  ]);
  const bases = new Map(seen.flatMap((bases) => [...bases]));
  const changes = storable.map((edit, index) => {
    const base = bases.get(edit);
    const change = { ...edit, stamp: stamps[index], made_at, state: 'queued', ...(base && { base }) };
    return change as Omit<PendingChange, 'seq'>;
  });
  await tables.outbox.bulkAdd(changes);
};

/** Plans edits of a table's rows upon what it holds, and carries them out in the same transaction: nobody comes between. */
export const arrange = <Result>(
  db: CadenceDatabase,
  table: SyncedTable,
  plan: (tables: Tables) => Promise<{ edits: readonly TableEdit[]; result: Result }>,
): Promise<Result> =>
  db.atomically('rw', [table, 'outbox', 'bases', 'meta'], async (tables) => {
    const { edits, result } = await plan(tables);
    if (edits.length > 0) await writeAmong(tables, edits, db.environment);
    return result;
  });

/** Carries the edits out, and tells what each of them was made upon, where that matters. */
const writeTable = async (
  tables: Tables,
  name: SyncedTable,
  edits: readonly TableEdit[],
): Promise<ReadonlyMap<TableEdit, Record<string, unknown>>> => {
  const table = tables.rawRows(name);
  const editsOf = new Map<string, TableEdit[]>();
  for (const edit of edits) editsOf.set(edit.row, [...(editsOf.get(edit.row) ?? []), edit]);
  const ids = [...editsOf.keys()];
  const [before, bases] = await Promise.all([
    table.bulkGet(ids),
    tables.bases.bulkGet(ids.map((id) => [name, id] as [string, string])),
  ]);
  const firstEdits = ids.flatMap<Base>((id, index) =>
    bases[index] ? [] : [{ table: name, row: id, value: before[index] ?? null, gone: false }],
  );
  const { prose } = SYNCED_TABLES[name];
  const seen = new Map<TableEdit, Record<string, unknown>>();
  const after = ids.map((id, index) => {
    let row = before[index] ?? null;
    for (const edit of editsOf.get(id) ?? []) {
      if (row && edit.op !== 'insert' && prose) seen.set(edit, baseOf(prose, edit, row));
      row = replay(id, row, [edit]);
    }
    return { id, row };
  });
  const kept = after.flatMap(({ row }): Row[] => (row ? [row] : []));
  const removed = after.flatMap(({ id, row }) => (row ? [] : [id]));
  await Promise.all([
    firstEdits.length > 0 && tables.bases.bulkPut(firstEdits),
    kept.length > 0 && table.bulkPut(kept),
    removed.length > 0 && table.bulkDelete(removed),
  ]);
  return seen;
};

/** What the server compares with what it has, to tell whether another device has been at it since. */
const baseOf = (prose: readonly string[], edit: TableEdit, row: Row): Record<string, unknown> => {
  if (edit.op === 'delete') {
    const { id: _id, updated_at: _at, ...fields } = row;
    return fields;
  }
  return Object.fromEntries(
    prose.filter((field) => Object.hasOwn(edit.fields, field)).map((field) => [field, row[field] ?? null]),
  );
};

const storableText = (text: string): string => text.replace(/\0|\p{Surrogate}/gu, '');

/**
 * Leaves out what no Postgres text can hold, NUL and halves of surrogate pairs, which paste and broken
 * keyboards bring: one such character would have the whole push refused.
 */
const storableValue = (value: unknown): unknown => {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storableValue);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storableText(key), storableValue(inner)]));
};
