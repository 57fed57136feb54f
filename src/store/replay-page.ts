import { isSyncedTable, type SyncedTable } from '../contract/tables.ts';
import type { Row } from '../domain/change.ts';
import { type ChangesByRow, rowKey } from './by-row.ts';
import type { Base, PendingChange, Tables } from './database.ts';
import { shownOn } from './outbox.ts';
import { leftToDecide } from './superseded.ts';

/** Rows of one table as a page of the feed brings them. */
export interface TableNews {
  table: SyncedTable;
  rows: Row[];
  gone: string[];
}

export const storeRows = async (tables: Tables, news: readonly TableNews[]): Promise<void> => {
  await Promise.all(
    news.map(async ({ table, rows, gone }) => {
      if (rows.length > 0) await tables.rawRows(table).bulkPut(rows);
      if (gone.length > 0) await tables.rawRows(table).bulkDelete(gone);
    }),
  );
};

/**
 * Stores the page where changes wait in the outbox: rows that have some become their new bases and are
 * shown with the changes replayed. Acknowledged changes of transactions before `read`, the effects of which
 * the bases hold by now, are let go first.
 */
export const replayOnto = async (
  tables: Tables,
  news: readonly TableNews[],
  pending: ChangesByRow,
  read: bigint,
): Promise<void> => {
  const bases = new Map((await tables.bases.toArray()).map((base) => [rowKey(base.table, base.row), base]));
  const renewed = new Set<string>();
  const untouched = news.map(({ table, rows, gone }): TableNews => {
    const isFree = (id: string) => !pending.has(rowKey(table, id));
    for (const row of rows) {
      if (isFree(row.id)) continue;
      bases.set(rowKey(table, row.id), { table, row: row.id, value: row, gone: false });
      renewed.add(rowKey(table, row.id));
    }
    for (const id of gone) {
      // What the person changed and the server took away stays as it was until a verdict says more.
      const base = bases.get(rowKey(table, id));
      if (!base) continue;
      base.gone = true;
      renewed.add(rowKey(table, id));
    }
    return { table, rows: rows.filter(({ id }) => isFree(id)), gone: gone.filter(isFree) };
  });
  await storeRows(tables, untouched);

  const echoed = await echoedThrough(tables, read);
  const isEchoed = ({ seq, state }: PendingChange) => state === 'queued' && seq <= echoed;
  const rebased = new Map<SyncedTable, TableNews>();
  const kept: Base[] = [];
  const settled: [string, string][] = [];
  const superseded: number[] = [];
  const narrowed: PendingChange[] = [];
  for (const [key, changes] of pending) {
    const base = bases.get(key);
    if (!base || !isSyncedTable(base.table)) continue;
    const accepted = changes.filter(isEchoed);
    const left = changes.flatMap((change) => {
      if (isEchoed(change)) return [];
      if (change.state !== 'rejected') return [change];
      const rest = leftToDecide(change, accepted);
      if (rest === null) superseded.push(change.seq);
      else if (rest !== change) narrowed.push(rest);
      return rest ?? [];
    });
    if (left.length === 0) settled.push([base.table, base.row]);
    else if (renewed.has(key)) kept.push(base);
    // A verdict may have decided what becomes of a row that is gone.
    if (left.length === changes.length && !renewed.has(key) && !base.gone) continue;
    const value = shownOn(base, left);
    const shown = rebased.get(base.table) ?? { table: base.table, rows: [], gone: [] };
    rebased.set(base.table, shown);
    if (value) shown.rows.push(value);
    else shown.gone.push(base.row);
  }
  await Promise.all([
    letGo(tables, echoed),
    superseded.length > 0 && tables.outbox.bulkDelete(superseded),
    narrowed.length > 0 && tables.outbox.bulkPut(narrowed),
    // The usual case, all of them, takes one request instead of one a row.
    settled.length === pending.size ? tables.bases.clear() : tables.bases.bulkDelete(settled),
    tables.bases.bulkPut(kept),
    storeRows(tables, [...rebased.values()]),
  ]);
};

/** The number up to which acknowledged changes are of transactions before `read`; 0 where none is. */
const echoedThrough = async (tables: Tables, read: bigint): Promise<number> => {
  const acknowledged = (await tables.getMeta('acknowledged')) ?? [];
  const next = acknowledged.findIndex(({ xid }) => BigInt(xid) >= read);
  return (next === -1 ? acknowledged : acknowledged.slice(0, next)).at(-1)?.through ?? 0;
};

/** Takes the changes up to number `through` out of the outbox, but for the rejected ones. */
const letGo = async (tables: Tables, through: number): Promise<void> => {
  const acknowledged = (await tables.getMeta('acknowledged')) ?? [];
  if (through === 0) return;
  const rejected = await tables.outbox
    .where('[state+seq]')
    .between(['rejected', 0], ['rejected', through], true, true)
    .primaryKeys();
  // By ranges: IndexedDB deletes a thousand keys in the time of two that are named.
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
