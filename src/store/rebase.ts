import { isSyncedTable, type SyncedTable } from '../contract/synced-tables.ts';
import { replay, type Row } from '../domain/sync/change.ts';
import { type ChangesByRow, rowKey } from './changes-by-row.ts';
import type { PendingChange, ServerRow, TransactionTables } from './database.ts';
import { visibleRow } from './outbox.ts';

/** One table's part of a page of the feed. */
export interface TablePage {
  table: SyncedTable;
  rows: Row[];
  /** Ids of deleted or hidden rows. */
  gone: string[];
  /**
   * For each of `gone`: the HLC timestamp of its delete, or `null` where it is hidden. Shorter where a resync has not
   * brought the last ones at all.
   */
  deleted: (string | null)[];
}

export const applyTablePages = async (tables: TransactionTables, pages: readonly TablePage[]): Promise<void> => {
  await Promise.all(
    pages.map(async ({ table, rows, gone }) => {
      if (rows.length > 0) await tables.rawRows(table).bulkPut(rows);
      if (gone.length > 0) await tables.rawRows(table).bulkDelete(gone);
    }),
  );
};

/**
 * Stores a page while the outbox has changes (INV-2): rows with changes get the new server row and are stored with
 * their changes replayed on it. Acknowledged changes of transactions before `readBelow` are pruned first, since the
 * server rows contain their effects; of a row that is gone, the last known server row gets them.
 */
export const rebasePage = async (
  tables: TransactionTables,
  pages: readonly TablePage[],
  pending: ChangesByRow,
  readBelow: bigint,
): Promise<void> => {
  const serverRows = new Map(
    (await tables.serverRows.toArray()).map((serverRow) => [rowKey(serverRow.table, serverRow.row), serverRow]),
  );
  const updated = new Set<string>();
  const unedited = pages.map(({ table, rows, gone }): TablePage => {
    const hasNoChanges = (id: string) => !pending.has(rowKey(table, id));
    for (const row of rows) {
      if (hasNoChanges(row.id)) continue;
      serverRows.set(rowKey(table, row.id), { table, row: row.id, value: row, isGone: false });
      updated.add(rowKey(table, row.id));
    }
    for (const id of gone) {
      // A row that the person changed stays until a verdict decides whether it is restored.
      const serverRow = serverRows.get(rowKey(table, id));
      if (!serverRow) continue;
      serverRow.isGone = true;
      updated.add(rowKey(table, id));
    }
    return { table, rows: rows.filter(({ id }) => hasNoChanges(id)), gone: gone.filter(hasNoChanges), deleted: [] };
  });
  await applyTablePages(tables, unedited);

  const echoed = await lastEchoedSeq(tables, readBelow);
  const isEchoed = ({ seq, state }: PendingChange) => state === 'pending' && seq <= echoed;
  const rebased = new Map<SyncedTable, TablePage>();
  const changedServerRows: ServerRow[] = [];
  const finished: [string, string][] = [];
  const superseded: number[] = [];
  const narrowed: PendingChange[] = [];
  for (const [key, changes] of pending) {
    const serverRow = serverRows.get(key);
    if (!serverRow || !isSyncedTable(serverRow.table)) continue;
    const accepted = changes.filter(isEchoed);
    const left = changes.flatMap((change) => {
      if (isEchoed(change)) return [];
      if (change.state !== 'rejected') return [change];
      const rest = unresolvedFields(change, accepted);
      if (rest === null) superseded.push(change.seq);
      else if (rest !== change) narrowed.push(rest);
      return rest ?? [];
    });
    if (serverRow.isGone && accepted.length > 0) {
      // The server sends no row that would contain their effects.
      serverRow.value = replay(serverRow.row, serverRow.value, accepted);
      updated.add(key);
    }
    if (left.length === 0) finished.push([serverRow.table, serverRow.row]);
    else if (updated.has(key)) changedServerRows.push(serverRow);
    // Of a row that is gone, a verdict since may have changed what is visible.
    if (left.length === changes.length && !updated.has(key) && !serverRow.isGone) continue;
    const value = visibleRow(serverRow, left);
    const visible = rebased.get(serverRow.table) ?? { table: serverRow.table, rows: [], gone: [], deleted: [] };
    rebased.set(serverRow.table, visible);
    if (value) visible.rows.push(value);
    else visible.gone.push(serverRow.row);
  }
  await Promise.all([
    pruneAcknowledged(tables, echoed),
    superseded.length > 0 && tables.outbox.bulkDelete(superseded),
    narrowed.length > 0 && tables.outbox.bulkPut(narrowed),
    // In the usual case, all of them, one request instead of one for each row.
    finished.length === pending.size ? tables.serverRows.clear() : tables.serverRows.bulkDelete(finished),
    tables.serverRows.bulkPut(changedServerRows),
    applyTablePages(tables, [...rebased.values()]),
  ]);
};

/** The sequence number up to which acknowledged changes are of transactions before `readBelow`; 0 where none is. */
const lastEchoedSeq = async (tables: TransactionTables, readBelow: bigint): Promise<number> => {
  const acknowledged = (await tables.getMeta('acknowledged')) ?? [];
  const next = acknowledged.findIndex(({ xid }) => BigInt(xid) >= readBelow);
  return (next === -1 ? acknowledged : acknowledged.slice(0, next)).at(-1)?.through ?? 0;
};

/** Deletes the changes up to sequence number `through` from the outbox, except rejected ones. */
const pruneAcknowledged = async (tables: TransactionTables, through: number): Promise<void> => {
  const acknowledged = (await tables.getMeta('acknowledged')) ?? [];
  if (through === 0) return;
  const rejected = await tables.outbox
    .where('[state+seq]')
    .between(['rejected', 0], ['rejected', through], true, true)
    .primaryKeys();
  // In ranges, since IndexedDB deletes a range of a thousand keys about as fast as two single keys.
  let from = 0;
  for (const seq of [...rejected, through + 1]) {
    await tables.outbox.where('seq').between(from, seq, false, false).delete();
    from = seq;
  }
  await tables.putMeta(
    'acknowledged',
    acknowledged.filter((entry) => entry.through > through),
  );
};

/**
 * What is left of a rejected change after later changes of the same row were accepted: the fields that those did not
 * write, or `null` where none is left. Without this, the rejected value would hide the accepted one.
 */
const unresolvedFields = (rejected: PendingChange, accepted: readonly PendingChange[]): PendingChange | null => {
  const later = accepted.filter(({ seq }) => seq > rejected.seq);
  if (later.length === 0) return rejected;
  if (rejected.op === 'delete' || later.some(({ op }) => op !== 'update')) return null;
  const written = new Set(later.flatMap(({ fields }) => Object.keys(fields)));
  const fields = Object.fromEntries(Object.entries(rejected.fields).filter(([field]) => !written.has(field)));
  return Object.keys(fields).length === 0 ? null : { ...rejected, fields };
};
