import type { SyncedTable } from '../../contract/synced-tables.ts';
import type { CadenceDatabase } from '../../store/database.ts';
import { write, insertEdit } from '../../store/write.ts';

/** Writes earlier values back, as an ordinary change; a row that is deleted is inserted with them. */
export const restoreValues = async (
  db: CadenceDatabase,
  table: SyncedTable,
  id: string,
  values: Record<string, unknown>,
): Promise<void> => {
  const exists = (await db.rawRows(table).get(id)) !== undefined;
  await write(db, [
    exists
      ? { op: 'update', table, row: id, fields: values }
      : insertEdit(table, { ...values, user_id: db.userId, id }),
  ]);
};
