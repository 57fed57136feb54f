import type { BlockTask, LibraryBlock } from '../../domain/programs/program.ts';
import { readBlockTasks } from '../../domain/programs/program-json.ts';
import { compareTexts } from '../../domain/values/collation.ts';
import type { CadenceDatabase } from '../../store/database.ts';
import type { RowSource } from '../../store/row-source.ts';
import { insertEdit, write } from '../../store/write.ts';

/* A coach's library of saved tasks and blocks. A saved task is a block of one. */

/** The person's blocks by title. */
export const getLibrary = async (source: RowSource): Promise<LibraryBlock[]> =>
  (await source.getAllRows('library_blocks'))
    .map((block) => ({ ...block, tasks: readBlockTasks(block.tasks) }))
    .sort((a, b) => compareTexts(a.title, b.title));

export const createLibraryBlock = async (
  db: CadenceDatabase,
  title: string,
  tasks: readonly BlockTask[],
): Promise<LibraryBlock> => {
  const now = new Date(db.environment.now()).toISOString();
  const id = db.environment.newId();
  const block = { id, user_id: db.userId, title, tasks: [...tasks], created_at: now, updated_at: now };
  await write(db, [insertEdit('library_blocks', block)]);
  return block;
};

export const renameLibraryBlock = (db: CadenceDatabase, id: string, title: string): Promise<void> =>
  write(db, [{ op: 'update', table: 'library_blocks', row: id, fields: { title } }]);

/** `restoreRow` undoes it. */
export const deleteLibraryBlock = (db: CadenceDatabase, id: string): Promise<void> =>
  write(db, [{ op: 'delete', table: 'library_blocks', row: id, fields: {} }]);
