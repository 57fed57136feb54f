import { isSyncedTable } from '../contract/synced-tables.ts';
import type { Row } from '../domain/sync/change.ts';
import { type Conflict, type ConflictChoice, mergeBothTexts, type OpenConflict } from '../domain/sync/conflict.ts';
import type { CadenceDatabase } from './database.ts';
import { insertEdit, type TableEdit, write } from './write.ts';

/** The unresolved conflicts, latest first; only those of `rowId` where it is given. */
export const getConflicts = async (db: CadenceDatabase, rowId?: string): Promise<OpenConflict[]> => {
  const found = await (rowId === undefined
    ? db.getAllRows('sync_conflicts')
    : db.getRowsWith('sync_conflicts', 'row_id', rowId));
  const open = await Promise.all(
    found.map(async (conflict) => ({ conflict, row: await getConflictRow(db, conflict) })),
  );
  return open.sort((a, b) => (a.conflict.kept_at < b.conflict.kept_at ? 1 : -1));
};

const getConflictRow = async (db: CadenceDatabase, { table_name, row_id }: Conflict): Promise<Row | null> =>
  isSyncedTable(table_name) ? ((await db.rawRows(table_name).get(row_id)) ?? null) : null;

/**
 * Applies the person's choice on all devices: an ordinary edit of the row, and the delete of the conflict. `both` is
 * only for texts.
 */
export const resolveConflict = async (
  db: CadenceDatabase,
  conflict: Conflict,
  choice: ConflictChoice,
): Promise<void> => {
  const conflictDelete: TableEdit = { op: 'delete', table: 'sync_conflicts', row: conflict.id, fields: {} };
  // The delete goes first: the edit may cause the same conflict anew, which this choice must not resolve.
  await write(db, [conflictDelete, ...editsForChoice(conflict, choice, await getConflictRow(db, conflict))]);
};

const editsForChoice = (conflict: Conflict, choice: ConflictChoice, row: Row | null): TableEdit[] => {
  const { table_name: table, row_id, field, kind, lost } = conflict;
  if (choice === 'kept' || !isSyncedTable(table)) return [];
  switch (kind) {
    case 'long_text': {
      if (!row) return [];
      const kept = row[field];
      const text = choice === 'both' ? mergeBothTexts(typeof kept === 'string' ? kept : '', conflict) : lost;
      return [{ op: 'update', table, row: row_id, fields: { [field]: text } }];
    }
    case 'lost_edit':
      return typeof lost === 'object' && lost !== null ? [insertEdit(table, { ...lost, id: row_id })] : [];
    case 'lost_delete':
      return row ? [{ op: 'delete', table, row: row_id, fields: {} }] : [];
  }
};
