import { insertEdit, write } from '../../store/write.ts';
import {
  type ActivityType,
  activityTypeLabel,
  BUILT_IN_TYPES,
  type CustomActivityType,
} from '../../domain/activities/activity.ts';
import { customTypeId } from '../../domain/activities/custom-type.ts';
import { nameKey } from '../../domain/values/fold.ts';
import { normalLabel } from '../../domain/values/text.ts';
import type { CadenceDatabase } from '../../store/database.ts';
import { compareTexts } from '../../domain/values/collation.ts';

/** How many of the latest activities the order by usage counts. */
const USAGE_SAMPLE_SIZE = 200;

/** All types of the person, built-in and their own. */
export const getActivityTypes = async (db: CadenceDatabase): Promise<ActivityType[]> => [
  ...BUILT_IN_TYPES,
  ...(await getCustomActivityTypes(db)).map(({ type_name }) => ({
    key: type_name,
    label: activityTypeLabel(type_name),
    goal: null,
  })),
];

/** All types of the person, those of their latest activities first, the most frequent in front. */
export const getActivityTypesByUsage = async (db: CadenceDatabase): Promise<ActivityType[]> => {
  const [types, latest] = await Promise.all([
    getActivityTypes(db),
    db.getLatestRows('program_activities', 'created_at', USAGE_SAMPLE_SIZE),
  ]);
  const uses = new Map<string, number>();
  for (const { type } of latest) uses.set(type, (uses.get(type) ?? 0) + 1);
  return types.sort((a, b) => (uses.get(b.key) ?? 0) - (uses.get(a.key) ?? 0));
};

/** A person's own activity types by name. */
export const getCustomActivityTypes = async (db: CadenceDatabase): Promise<CustomActivityType[]> =>
  (await db.getAllRows('program_custom_activity_types')).sort((a, b) => compareTexts(a.type_name, b.type_name));

/** The name of the type of work that is logged by its title alone. */
export const OTHER_TYPE = 'Other';

/** Adds a type; one that is there already, however it is written, is left as it is. Resolves to its name as it is stored. */
export const getOrAddCustomActivityType = async (db: CadenceDatabase, typeName: string): Promise<string> => {
  const name = normalLabel(typeName);
  const known = (await getCustomActivityTypes(db)).find((type) => nameKey(type.type_name) === nameKey(name));
  if (known) return known.type_name;
  await write(db, [
    insertEdit('program_custom_activity_types', {
      id: customTypeId(db.userId, name),
      user_id: db.userId,
      type_name: name,
      created_at: new Date(db.environment.now()).toISOString(),
    }),
  ]);
  return name;
};

/** Removes a type from the list; activities that have it keep it. */
export const removeCustomActivityType = (db: CadenceDatabase, id: string): Promise<void> =>
  write(db, [{ op: 'delete', table: 'program_custom_activity_types', row: id, fields: {} }]);
