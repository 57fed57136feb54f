import { BUILT_IN_TYPES } from '../domain/activity.ts';
import type { OlderRecord } from '../domain/older-app/outcome.ts';
import type { CadenceDatabase } from './database.ts';
import { addCustomActivityType, bulkUpsertActivities, getCustomActivityTypes, upsertWeeklyGoals } from './program.ts';

/** Rows that are written or read at once: few enough that the page stays awake between them. */
const CHUNK = 250;

/** Lets the page draw and answer before more work is done. */
export const pause = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve);
  });

/**
 * Those of `records` that this person does not have yet. What is there is never touched again: it may have
 * been edited since. An activity is there when one has its id, or came from the same row of the older app.
 */
export const newAmong = async (db: CadenceDatabase, records: readonly OlderRecord[]): Promise<OlderRecord[]> => {
  const [activities, goals, types] = await Promise.all([
    knownActivities(db),
    db.rows('program_weekly_goals').toArray(),
    getCustomActivityTypes(db),
  ]);
  const weeks = new Set(goals.map(({ week_start }) => week_start));
  const names = new Set(
    [...BUILT_IN_TYPES.flatMap(({ key, label }) => [key, label]), ...types.map(({ type_name }) => type_name)].map(
      (name) => name.toLowerCase(),
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
        return !names.has(record.name.toLowerCase());
    }
  });
};

const knownActivities = async (db: CadenceDatabase) => {
  const ids = new Set<string>();
  const localIds = new Set<string>();
  let last = '';
  for (;;) {
    const page = await db.rows('program_activities').where('id').above(last).limit(CHUNK).toArray();
    for (const { id, local_id } of page) {
      ids.add(id);
      if (local_id !== null) localIds.add(local_id);
    }
    const end = page.at(-1);
    if (!end || page.length < CHUNK) return { ids, localIds };
    last = end.id;
    await pause();
  }
};

/**
 * Adds what is not there yet, chunk by chunk, each of them whole or not at all. Where it is cut short, by a
 * crash or a full disk, doing it again goes on with the rest.
 *
 * @param onProgress hears how many of `total` have been added.
 * @returns how many were added now.
 */
export const importRecords = async (
  db: CadenceDatabase,
  records: readonly OlderRecord[],
  onProgress: (added: number, total: number) => void,
): Promise<number> => {
  const fresh = await newAmong(db, records);
  const activities = fresh.flatMap((record) => (record.kind === 'activity' ? [record.activity] : []));
  const rest = fresh.filter((record) => record.kind !== 'activity');
  let added = 0;
  const tell = async (more: number) => {
    added += more;
    onProgress(added, fresh.length);
    await pause();
  };
  for (const record of rest) {
    if (record.kind === 'goals') await upsertWeeklyGoals(db, record.weekStart, record.targets);
    else await addCustomActivityType(db, record.name);
    await tell(1);
  }
  for (let start = 0; start < activities.length; start += CHUNK) {
    const chunk = activities.slice(start, start + CHUNK);
    await bulkUpsertActivities(db, chunk);
    await tell(chunk.length);
  }
  return added;
};
