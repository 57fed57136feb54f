import type { SyncedTable } from '../contract/tables.ts';
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
  const names = [...new Set(edits.map((edit) => edit.table))];
  await db.atomically('rw', [...names, 'outbox', 'bases', 'meta'], async (tables) => {
    const made_at = environment.now();
    const storable = edits.map((edit) => ({ ...edit, fields: storableValue(edit.fields) }) as TableEdit);
    // Side by side: somebody waits for the row to appear, and each turn with IndexedDB takes its time.
    const [stamps] = await Promise.all([
      makeStamps(tables, environment, edits.length),
      ...names.map((name) =>
        writeTable(
          tables,
          name,
          storable.filter((edit) => edit.table === name),
        ),
      ),
    ]);
    const changes = storable.map(
      (edit, index) => ({ ...edit, stamp: stamps[index], made_at, state: 'queued' }) as Omit<PendingChange, 'seq'>,
    );
    await tables.outbox.bulkAdd(changes);
  });
};

const writeTable = async (tables: Tables, name: SyncedTable, edits: readonly TableEdit[]): Promise<void> => {
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
  const after = ids.map((id, index) => ({
    id,
    row: replay(id, before[index] ?? null, editsOf.get(id) ?? []),
  }));
  const kept = after.flatMap(({ row }): Row[] => (row ? [row] : []));
  const removed = after.flatMap(({ id, row }) => (row ? [] : [id]));
  await Promise.all([
    firstEdits.length > 0 && tables.bases.bulkPut(firstEdits),
    kept.length > 0 && table.bulkPut(kept),
    removed.length > 0 && table.bulkDelete(removed),
  ]);
};

/**
 * Leaves out what no Postgres text can hold, NUL and halves of surrogate pairs, which paste and broken
 * keyboards bring: one such character would have the whole push refused.
 */
const storableValue = (value: unknown): unknown => {
  if (typeof value === 'string') return value.replace(/\0|\p{Surrogate}/gu, '');
  if (Array.isArray(value)) return value.map(storableValue);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, storableValue(inner)]));
};
