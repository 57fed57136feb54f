import { isSyncedTable } from '../../contract/tables.ts';
import type { Row } from '../../domain/change.ts';
import type { CadenceDatabase, PendingChange } from '../../store/database.ts';
import { rejectedChanges } from '../../store/outbox.ts';

/** A row with the changes of it that the cloud refused, oldest first. They are decided together. */
export interface RefusedRow {
  key: string;
  table: string;
  row: string;
  changes: [PendingChange, ...PendingChange[]];
  /** The row as it is shown on this device; `null` where it is gone. */
  shown: Row | null;
}

export const getRefusedRows = async (db: CadenceDatabase): Promise<RefusedRow[]> => {
  const byRow = new Map<string, [PendingChange, ...PendingChange[]]>();
  for (const change of await rejectedChanges(db)) {
    const key = `${change.table}/${change.row}`;
    const known = byRow.get(key);
    if (known) known.push(change);
    else byRow.set(key, [change]);
  }
  return Promise.all(
    [...byRow].map(async ([key, changes]) => {
      const [{ table, row }] = changes;
      const shown = isSyncedTable(table) ? ((await db.rawRows(table).get(row)) ?? null) : null;
      return { key, table, row, changes, shown };
    }),
  );
};
