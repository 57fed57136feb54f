import { SYNCED_TABLES } from '../contract/tables.ts';
import { type Activity, byTimeOfDay, GOAL_KEYS } from '../domain/activity.ts';
import { type CalendarDate, addDays } from '../domain/calendar.ts';
import type { Row } from '../domain/change.ts';
import { derivedId } from '../domain/derived-id.ts';
import { DEFAULT_GOALS, type GoalTargets, type WeeklyGoals } from '../domain/goals.ts';
import type { CustomActivityType } from '../domain/profile.ts';
import type { CadenceDatabase, RowSource } from './database.ts';
import { type TableEdit, write } from './write.ts';

/** What a person has to say of a new activity; the rest has defaults. */
export type ActivityDraft = Pick<Activity, 'type' | 'title' | 'date'> & Partial<Omit<Activity, 'id' | 'user_id'>>;

export type ActivityUpdates = Partial<Omit<Activity, 'id' | 'user_id' | 'created_at' | 'updated_at'>>;

/** The activities of the week that starts on `weekStart`, by date and time of day. */
export const getActivities = (source: RowSource, weekStart: CalendarDate): Promise<Activity[]> =>
  getActivitiesBetween(source, weekStart, addDays(weekStart, 6));

/** The activities from `from` to `to`, both included, by date and time of day. */
export const getActivitiesBetween = async (
  source: RowSource,
  from: CalendarDate,
  to: CalendarDate,
): Promise<Activity[]> => {
  const found = await source.rows('program_activities').where('date').between(from, to, true, true).toArray();
  return found.sort((a, b) => a.date.localeCompare(b.date) || byTimeOfDay(a, b));
};

export const getActivity = (db: CadenceDatabase, id: string): Promise<Activity | undefined> =>
  db.rows('program_activities').get(id);

/** Activities of other days whose follow-up is due on `date`. */
export const getFollowUpsDue = async (source: RowSource, date: CalendarDate): Promise<Activity[]> => {
  const found = await source.rows('program_activities').where('follow_up_date').equals(date).toArray();
  return found
    .filter((activity) => activity.follow_up_required && activity.status !== 'cancelled' && activity.date !== date)
    .sort(byTimeOfDay);
};

/** The activity that was made last, for "repeat last". */
export const getLatestActivity = async (source: RowSource): Promise<Activity | undefined> =>
  source.rows('program_activities').orderBy('created_at').last();

export const createActivity = async (db: CadenceDatabase, draft: ActivityDraft): Promise<Activity> => {
  const activity = newActivity(db, draft);
  await write(db, [insertion('program_activities', activity)]);
  return activity;
};

export const updateActivity = (db: CadenceDatabase, id: string, updates: ActivityUpdates): Promise<void> =>
  write(db, [{ op: 'update', table: 'program_activities', row: id, fields: updates }]);

export const deleteActivity = (db: CadenceDatabase, id: string): Promise<void> =>
  write(db, [{ op: 'delete', table: 'program_activities', row: id, fields: {} }]);

/** Puts a deleted row back as it was: the undo of a delete. */
export const restoreRow = (db: CadenceDatabase, table: TableEdit['table'], row: { id: string }): Promise<void> =>
  write(db, [insertion(table, row)]);

/** Writes many activities at once: new ones are added, known ones take the given values. */
export const bulkUpsertActivities = async (
  db: CadenceDatabase,
  drafts: readonly (ActivityDraft & { id?: string })[],
): Promise<Activity[]> => {
  const activities = drafts.map((draft) => newActivity(db, draft));
  await write(
    db,
    activities.map((activity) => insertion('program_activities', activity)),
  );
  return activities;
};

/** A whole activity out of what its person said of it; not stored yet. */
export const newActivity = (db: CadenceDatabase, draft: ActivityDraft & { id?: string }): Activity => {
  const now = new Date(db.environment.now()).toISOString();
  return {
    id: db.environment.newId(),
    local_id: null,
    description: null,
    time: null,
    duration: null,
    status: 'planned',
    notes: null,
    lead_id: null,
    outcome: null,
    follow_up_required: false,
    follow_up_date: null,
    created_at: now,
    updated_at: now,
    completed_at: null,
    cancelled_at: null,
    metadata: {},
    ...draft,
    user_id: db.userId,
  };
};

/** An edit that makes `row`; what the server keeps itself is left to it. */
export const insertion = (table: TableEdit['table'], row: Row | { id: string }): TableEdit => {
  const { id, updated_at: _, ...fields } = row as Row;
  const { serverOwned } = SYNCED_TABLES[table];
  const sent = serverOwned
    ? Object.fromEntries(Object.entries(fields).filter(([name]) => !serverOwned.includes(name)))
    : fields;
  return { op: 'insert', table, row: id, fields: sent };
};

const goalsId = (db: CadenceDatabase, weekStart: CalendarDate): string =>
  derivedId('program_weekly_goals', db.userId, weekStart);

/** A week's targets: what was set, else the defaults. `isSet` tells which. */
export const getWeeklyGoals = async (
  db: CadenceDatabase,
  weekStart: CalendarDate,
  source: RowSource = db,
): Promise<GoalTargets & { isSet: boolean }> => {
  const goals = await source.rows('program_weekly_goals').get(goalsId(db, weekStart));
  return { ...withDefaults(goals ?? {}), isSet: goals !== undefined };
};

/** Every week that has goals of its own, newest first. */
export const getAllGoals = async (db: CadenceDatabase): Promise<WeeklyGoals[]> => {
  const found = await db.rows('program_weekly_goals').orderBy('week_start').reverse().toArray();
  return found.map((goals) => ({ ...goals, ...withDefaults(goals) }));
};

/**
 * Sets the targets of a week (a Monday); only the given ones change. A new row says nothing of the others,
 * so that two devices which set different targets of one week offline keep both; the database knows the
 * defaults too.
 */
export const upsertWeeklyGoals = async (
  db: CadenceDatabase,
  weekStart: CalendarDate,
  targets: Partial<GoalTargets>,
): Promise<void> => {
  const id = goalsId(db, weekStart);
  const known = await db.rows('program_weekly_goals').get(id);
  const now = new Date(db.environment.now()).toISOString();
  await write(db, [
    known
      ? { op: 'update', table: 'program_weekly_goals', row: id, fields: targets }
      : insertion('program_weekly_goals', {
          ...targets,
          id,
          user_id: db.userId,
          week_start: weekStart,
          created_at: now,
        }),
  ]);
};

const withDefaults = (set: Partial<GoalTargets>): GoalTargets =>
  Object.fromEntries(GOAL_KEYS.map((key) => [key, set[key] ?? DEFAULT_GOALS[key]])) as GoalTargets;

/** A person's own activity types by name. */
export const getCustomActivityTypes = (db: CadenceDatabase): Promise<CustomActivityType[]> =>
  db.rows('program_custom_activity_types').orderBy('type_name').toArray();

/** Adds a type; one that is there already, in whatever case, is left as it is. */
export const addCustomActivityType = async (db: CadenceDatabase, typeName: string): Promise<void> => {
  const name = typeName.trim();
  const known = await getCustomActivityTypes(db);
  if (known.some((type) => type.type_name.toLowerCase() === name.toLowerCase())) return;
  await write(db, [
    insertion('program_custom_activity_types', {
      id: derivedId('program_custom_activity_types', db.userId, name),
      user_id: db.userId,
      type_name: name,
      created_at: new Date(db.environment.now()).toISOString(),
    }),
  ]);
};

/** Removes a type from the list; activities that have it keep it. */
export const removeCustomActivityType = (db: CadenceDatabase, id: string): Promise<void> =>
  write(db, [{ op: 'delete', table: 'program_custom_activity_types', row: id, fields: {} }]);
