import { isSyncedTable, SYNCED_TABLES, type SyncedTable } from '../contract/tables.ts';
import { type Row, replay } from '../domain/change.ts';
import { type CadenceDatabase, type PendingChange, SYNCED_TABLE_NAMES, type Tables } from './database.ts';
import { isLacking, sendingOrder } from './dependents.ts';
import { discard, rebase, rejectedChanges } from './outbox.ts';
import { insertion } from './program.ts';
import { resend } from './resend.ts';
import { writeAmong } from './write.ts';

/** Refusals of the row's place in the cloud, and not of what it says: another row may well be accepted. */
const HELPED = new Set(['not_found', 'forbidden', 'missing_parent', 'duplicate']);

/**
 * Whether a copy of a refused row could be accepted in its place. Never of one that was to be deleted, and not where
 * only what the row is about is missing, while the row itself is in the cloud: there would be two of it.
 */
export const canBeCopied = (refused: readonly PendingChange[]): boolean =>
  refused.every(({ table, op, code = '' }) => isCopied(table) && op !== 'delete' && HELPED.has(code)) &&
  (isLacking(refused) || refused.every(({ code }) => code !== 'missing_parent'));

const isCopied = (table: string): boolean => isSyncedTable(table) && SYNCED_TABLES[table].copiedWithout !== undefined;

/**
 * Makes a new row of everything that a refused row says, an ordinary insert, and discards what was refused. What
 * waited for the refused row belongs to the copy from now on and is sent along. All of it in one transaction.
 *
 * @returns the copy's id; `null` where nothing is left to copy.
 */
export const keepAsCopy = (db: CadenceDatabase, table: SyncedTable, row: string): Promise<string | null> =>
  db.atomically('rw', [...SYNCED_TABLE_NAMES, 'outbox', 'bases', 'meta'], async (tables) => {
    const original = await contentOf(tables, table, row);
    if (!original) return null;
    const refused = await rejectedChanges(tables);
    const own = refused.filter((change) => change.table === table && change.row === row).map(({ seq }) => seq);
    const dependents = sendingOrder(refused, own).filter((seq) => !own.includes(seq));
    const copy = await copyOf(tables, table, original);
    copy.id = db.environment.newId();
    copy['user_id'] = db.userId;
    await writeAmong(tables, [insertion(table, copy)], db.environment);
    await pointTo(tables, refused, { table, row }, copy.id);
    await discard(tables, own);
    await resend(tables, dependents, db.environment);
    return copy.id;
  });

/** What the row says here; of one that the cloud took away, what it said last with the refused changes. */
const contentOf = async (tables: Tables, table: SyncedTable, row: string): Promise<Row | null> => {
  const base = await tables.bases.get([table, row]);
  const changes = await tables.outbox.where('[table+row]').equals([table, row]).sortBy('seq');
  return replay(row, base?.value ?? null, changes);
};

/** The row without what no two rows share, and about nothing that this device does not have: that is gone. */
const copyOf = async (tables: Tables, table: SyncedTable, row: Row): Promise<Row> => {
  const { copiedWithout = [], references = {} } = SYNCED_TABLES[table];
  const gone = await Promise.all(
    Object.entries(references).map(async ([field, parent]) => {
      const id = row[field];
      return typeof id === 'string' && !(await tables.rawRows(parent).get(id)) ? [field] : [];
    }),
  );
  return { ...row, ...Object.fromEntries([...copiedWithout, ...gone.flat()].map((field) => [field, null])) };
};

/** Refused changes that name a row name another one from now on. */
const pointTo = async (
  tables: Tables,
  refused: readonly PendingChange[],
  { table, row }: Pick<PendingChange, 'table' | 'row'>,
  id: string,
): Promise<void> => {
  for (const change of refused) {
    const references = isSyncedTable(change.table) ? Object.entries(SYNCED_TABLES[change.table].references ?? {}) : [];
    const fields = references.flatMap(([field, parent]) =>
      parent === table && change.fields[field] === row ? [field] : [],
    );
    if (fields.length === 0) continue;
    const pointed = { ...change.fields, ...Object.fromEntries(fields.map((field) => [field, id])) };
    await tables.outbox.put({ ...change, fields: pointed });
    await rebase(tables, change.table, change.row);
  }
};
