import { isSyncedTable } from '../../contract/tables.ts';
import type { Row } from '../../domain/change.ts';
import { changesByRow, type RowChanges } from '../../store/by-row.ts';
import type { CadenceDatabase } from '../../store/database.ts';
import { waitingFor } from '../../store/dependents.ts';
import { rejectedChanges } from '../../store/outbox.ts';

/** A row with the changes of it that the cloud refused, oldest first. They are decided together. */
export interface RefusedRow {
  key: string;
  table: string;
  row: string;
  changes: RowChanges;
  /** The row as it is shown on this device; `null` where it is gone. */
  shown: Row | null;
  /** The row as the cloud last had it; `null` where it never did. */
  base: Row | null;
  /** What waits for this row, and is sent along with it. */
  dependents: RefusedRow[];
}

/** What the cloud refused. A row that only waits for another refused row is found among the dependents of that. */
export const getRefusedRows = async (db: CadenceDatabase): Promise<RefusedRow[]> => {
  const refused = await rejectedChanges(db);
  const waiting = waitingFor(refused);
  const rows = await Promise.all(
    [...changesByRow(refused)].map(async ([key, changes]): Promise<RefusedRow> => {
      const [{ table, row }] = changes;
      const [shown = null, base] = await Promise.all([
        isSyncedTable(table) ? db.rawRows(table).get(row) : undefined,
        db.bases.get([table, row]),
      ]);
      return { key, table, row, changes, shown, base: base?.value ?? null, dependents: [] };
    }),
  );
  const byKey = new Map(rows.map((row) => [row.key, row]));
  for (const row of rows) byKey.get(waiting.get(row.key) ?? '')?.dependents.push(row);
  return rows.filter(({ key }) => !waiting.has(key));
};

/** How many rows these are, with all that wait for them. */
export const countRows = (rows: readonly RefusedRow[]): number =>
  rows.reduce((count, { dependents }) => count + 1 + countRows(dependents), 0);
