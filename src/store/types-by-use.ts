import { type ActivityType, BUILT_IN_TYPES } from '../domain/activity.ts';
import type { CadenceDatabase } from './database.ts';
import { getCustomActivityTypes } from './program.ts';

/** The latest activities that say what a person logs these days. */
const SAMPLE = 200;

/** All types of the person, built-in and their own. */
export const getActivityTypes = async (db: CadenceDatabase): Promise<ActivityType[]> => [
  ...BUILT_IN_TYPES,
  ...(await getCustomActivityTypes(db)).map(({ type_name }) => ({ key: type_name, label: type_name, goal: null })),
];

/** All types of the person, those of their latest activities first, the most frequent in front. */
export const getTypesByUse = async (db: CadenceDatabase): Promise<ActivityType[]> => {
  const [types, latest] = await Promise.all([
    getActivityTypes(db),
    db.rows('program_activities').orderBy('created_at').reverse().limit(SAMPLE).toArray(),
  ]);
  const uses = new Map<string, number>();
  for (const { type } of latest) uses.set(type, (uses.get(type) ?? 0) + 1);
  return types.sort((a, b) => (uses.get(b.key) ?? 0) - (uses.get(a.key) ?? 0));
};
