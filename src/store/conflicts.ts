import { isSyncedTable } from '../contract/tables.ts';
import { bothTexts, type Conflict, type ConflictChoice, type OpenConflict } from '../domain/conflict.ts';
import type { Row } from '../domain/change.ts';
import type { CadenceDatabase } from './database.ts';
import { insertion } from './program.ts';
import { type TableEdit, write } from './write.ts';

/** What waits for the person to choose, the latest first; of one row, where it is named. */
export const getConflicts = async (db: CadenceDatabase, rowId?: string): Promise<OpenConflict[]> => {
  const table = db.rows('sync_conflicts');
  const found = await (rowId === undefined ? table.toArray() : table.where('row_id').equals(rowId).toArray());
  const open = await Promise.all(found.map(async (conflict) => ({ conflict, row: await rowOf(db, conflict) })));
  return open.sort((a, b) => b.conflict.updated_at.localeCompare(a.conflict.updated_at));
};

const rowOf = async (db: CadenceDatabase, { table_name, row_id }: Conflict): Promise<Row | null> =>
  isSyncedTable(table_name) ? ((await db.rawRows(table_name).get(row_id)) ?? null) : null;

/**
 * Carries out what the person has chosen, on all devices: an ordinary change of the row, and the conflict is gone.
 * `both` is for texts.
 */
export const settleConflict = async (
  db: CadenceDatabase,
  conflict: Conflict,
  choice: ConflictChoice,
): Promise<void> => {
  const settled: TableEdit = { op: 'delete', table: 'sync_conflicts', row: conflict.id, fields: {} };
  // In this order: what the edit itself writes over unseen may come to be the same conflict, and is not settled by this.
  await write(db, [settled, ...editsOf(conflict, choice, await rowOf(db, conflict))]);
};

const editsOf = (conflict: Conflict, choice: ConflictChoice, row: Row | null): TableEdit[] => {
  const { table_name: table, row_id, field, kind, lost } = conflict;
  if (choice === 'kept' || !isSyncedTable(table)) return [];
  switch (kind) {
    case 'prose': {
      if (!row) return [];
      const stands = row[field];
      const text = choice === 'both' ? bothTexts(typeof stands === 'string' ? stands : '', conflict) : lost;
      return [{ op: 'update', table, row: row_id, fields: { [field]: text } }];
    }
    case 'lost_edit':
      return typeof lost === 'object' && lost !== null ? [insertion(table, { ...lost, id: row_id })] : [];
    case 'lost_delete':
      return row ? [{ op: 'delete', table, row: row_id, fields: {} }] : [];
  }
};
