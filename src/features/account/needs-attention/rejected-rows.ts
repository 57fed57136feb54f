import { isSyncedTable } from '../../../contract/synced-tables.ts';
import type { Row } from '../../../domain/sync/change.ts';
import { groupChangesByRow, type RowChanges } from '../../../store/changes-by-row.ts';
import type { CadenceDatabase } from '../../../store/database.ts';
import { blockingRows } from '../../../store/dependents.ts';
import { getRejectedChanges } from '../../../store/outbox.ts';

/** A row with its rejected changes, oldest first. They are decided together. */
export interface RejectedRow {
  key: string;
  table: string;
  row: string;
  changes: RowChanges;
  /** The row as it is on this device; `null` if it is not there any more. */
  shown: Row | null;
  /** The row as the server last sent it; `null` if it never did. */
  base: Row | null;
  /** Rows that depend on this one, and are sent along with it. */
  dependents: RejectedRow[];
}

/** All rejected rows. One that was rejected only because of another is among the dependents of that one. */
export const getRejectedRows = async (db: CadenceDatabase): Promise<RejectedRow[]> => {
  const rejected = await getRejectedChanges(db);
  const blockers = blockingRows(rejected);
  const rows = await Promise.all(
    [...groupChangesByRow(rejected)].map(async ([key, changes]): Promise<RejectedRow> => {
      const [{ table, row }] = changes;
      const [shown = null, serverRow] = await Promise.all([
        isSyncedTable(table) ? db.rawRows(table).get(row) : undefined,
        db.serverRows.get([table, row]),
      ]);
      return { key, table, row, changes, shown, base: serverRow?.value ?? null, dependents: [] };
    }),
  );
  const byKey = new Map(rows.map((row) => [row.key, row]));
  for (const row of rows) byKey.get(blockers.get(row.key) ?? '')?.dependents.push(row);
  return rows.filter(({ key }) => !blockers.has(key));
};

export const countWithDependents = (rows: readonly RejectedRow[]): number =>
  rows.reduce((count, { dependents }) => count + 1 + countWithDependents(dependents), 0);
