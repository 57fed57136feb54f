import { isSyncedTable } from '../contract/synced-tables.ts';
import type { Row } from '../domain/sync/change.ts';
import type { CadenceDatabase } from './database.ts';
import { forgetUnfinishedWrites, readUnfinishedWrites } from './unfinished-writes.ts';
import { type TableEdit, writeInTransaction } from './write.ts';

/**
 * Stores what earlier pages could not finish (`finishLater`). An edit that was stored after all is left out, so that
 * it is not made twice. Where that fails, it is tried again at the next start.
 */
export const finishWrites = async (db: CadenceDatabase): Promise<void> => {
  for (const { key, edits } of readUnfinishedWrites(db.userId)) {
    const known = edits.filter(({ table }) => isSyncedTable(table));
    const names = [...new Set(known.map(({ table }) => table))];
    await db.inTransaction('rw', [...names, 'outbox', 'serverRows', 'meta'], async (tables) => {
      const missing: TableEdit[] = [];
      for (const edit of known) {
        const row = await tables.rawRows(edit.table).get(edit.row);
        missing.push(...whatIsMissing(edit, row));
      }
      if (missing.length > 0) await writeInTransaction(tables, missing, db.environment);
    });
    forgetUnfinishedWrites(key);
  }
};

const whatIsMissing = (edit: TableEdit, row: Row | undefined): TableEdit[] => {
  if (edit.op === 'delete') return row ? [edit] : [];
  if (!row) return edit.op === 'insert' ? [edit] : [];
  // Of a row that has been inserted since, such as the goals of a week, the fields are set.
  const fields = Object.fromEntries(
    Object.entries(edit.fields).filter(
      ([name, value]) => name !== 'created_at' && JSON.stringify(row[name]) !== JSON.stringify(value),
    ),
  );
  return Object.keys(fields).length > 0 ? [{ ...edit, op: 'update', fields }] : [];
};
