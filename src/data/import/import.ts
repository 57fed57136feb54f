import { BUILT_IN_TYPES } from '../../domain/activities/activity.ts';
import { nameKey } from '../../domain/values/fold.ts';
import { IMPORTED_TABLES, type ImportRecord } from '../../domain/import/outcome.ts';
import type { CadenceDatabase } from '../../store/database.ts';
import { insertEdit, write } from '../../store/write.ts';
import { bulkUpsertActivities } from '../activities/activities.ts';
import { getOrAddCustomActivityType, getCustomActivityTypes } from '../activities/activity-types.ts';
import { upsertWeeklyGoals } from '../goals/weekly-goals.ts';

/** Rows that are written or read at once: few enough to keep the page responsive between them. */
const CHUNK_SIZE = 250;

/** Lets the browser paint and handle events before more work is done. */
export const yieldToBrowser = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve);
  });

/**
 * Those of `records` that this person does not have yet. Existing rows are never overwritten: they may have been edited
 * since. An activity exists when a row has its id, or was imported from the same row of the legacy app.
 */
export const recordsToImport = async (
  db: CadenceDatabase,
  records: readonly ImportRecord[],
): Promise<ImportRecord[]> => {
  const [activities, goals, types] = await Promise.all([
    existingActivityIds(db),
    db.rows('program_weekly_goals').toArray(),
    getCustomActivityTypes(db),
  ]);
  const weeks = new Set(goals.map(({ week_start }) => week_start));
  const names = new Set(
    [...BUILT_IN_TYPES.flatMap(({ key, label }) => [key, label]), ...types.map(({ type_name }) => type_name)].map(
      nameKey,
    ),
  );
  const rowIds = new Map(
    await Promise.all(
      IMPORTED_TABLES.map(
        async (table) => [table, new Set(await db.rows(table).toCollection().primaryKeys())] as const,
      ),
    ),
  );
  return records.filter((record) => {
    switch (record.kind) {
      case 'activity':
        return (
          !activities.ids.has(record.activity.id) &&
          (record.activity.local_id === null || !activities.localIds.has(record.activity.local_id))
        );
      case 'goals':
        return !weeks.has(record.weekStart);
      case 'type':
        return !names.has(nameKey(record.name));
      case 'row':
        return !rowIds.get(record.table)?.has(record.row.id);
    }
  });
};

const existingActivityIds = async (db: CadenceDatabase) => {
  const ids = new Set<string>();
  const localIds = new Set<string>();
  let last = '';
  for (;;) {
    const page = await db.rows('program_activities').where('id').above(last).limit(CHUNK_SIZE).toArray();
    for (const { id, local_id } of page) {
      ids.add(id);
      if (local_id !== null) localIds.add(local_id);
    }
    const end = page.at(-1);
    if (!end || page.length < CHUNK_SIZE) return { ids, localIds };
    last = end.id;
    await yieldToBrowser();
  }
};

/**
 * Adds the missing records in chunks, each in one transaction. After a crash or a full disk, importing again continues
 * with the rest.
 *
 * @param onProgress is called with how many of `total` have been added.
 * @returns how many were added.
 */
export const importRecords = async (
  db: CadenceDatabase,
  records: readonly ImportRecord[],
  onProgress: (added: number, total: number) => void,
): Promise<number> => {
  const missing = await recordsToImport(db, records);
  const activities = missing.flatMap((record) => (record.kind === 'activity' ? [record.activity] : []));
  const rows = missing.filter((record) => record.kind === 'row');
  let added = 0;
  const reportProgress = async (more: number) => {
    added += more;
    onProgress(added, missing.length);
    await yieldToBrowser();
  };
  const inChunks = async <Item>(items: readonly Item[], writeChunk: (chunk: Item[]) => Promise<unknown>) => {
    for (let start = 0; start < items.length; start += CHUNK_SIZE) {
      const chunk = items.slice(start, start + CHUNK_SIZE);
      await writeChunk(chunk);
      await reportProgress(chunk.length);
    }
  };
  for (const record of missing) {
    if (record.kind === 'goals') await upsertWeeklyGoals(db, record.weekStart, record.targets);
    else if (record.kind === 'type') await getOrAddCustomActivityType(db, record.name);
    else continue;
    await reportProgress(1);
  }
  for (const table of IMPORTED_TABLES) {
    const ofTable = rows.filter((record) => record.table === table);
    await inChunks(ofTable, (chunk) =>
      write(
        db,
        chunk.map(({ row }) => insertEdit(table, { ...row, user_id: db.userId })),
      ),
    );
  }
  await inChunks(activities, (chunk) => bulkUpsertActivities(db, chunk));
  return added;
};
