import type { SyncedTable } from '../contract/tables.ts';
import type { CadenceDatabase } from './database.ts';
import { insertion } from './program.ts';
import { write } from './write.ts';

/** Gives fields of a row the values that they once had; a row that is gone comes back with them. An ordinary change. */
export const restoreValues = async (
  db: CadenceDatabase,
  table: SyncedTable,
  id: string,
  values: Record<string, unknown>,
): Promise<void> => {
  const isThere = (await db.rawRows(table).get(id)) !== undefined;
  await write(db, [
    isThere
      ? { op: 'update', table, row: id, fields: values }
      : insertion(table, { ...values, user_id: db.userId, id }),
  ]);
};
