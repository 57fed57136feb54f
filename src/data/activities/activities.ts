import { type Activity, compareByTimeOfDay } from '../../domain/activities/activity.ts';
import { addDays, type CalendarDate } from '../../domain/calendar/calendar-date.ts';
import type { CadenceDatabase } from '../../store/database.ts';
import type { RowSource } from '../../store/row-source.ts';
import { insertEdit, write } from '../../store/write.ts';
import { compareCodes } from '../../domain/ordering/compare-codes.ts';

/** A new activity: the rest has defaults. */
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
  const found = await source.getRowsBetween('program_activities', 'date', from, to);
  return found.sort((a, b) => compareCodes(a.date, b.date) || compareByTimeOfDay(a, b));
};

export const getActivity = (db: CadenceDatabase, id: string): Promise<Activity | undefined> =>
  db.getRow('program_activities', id);

/** The activity that was created last, for "repeat last". */
export const getLatestActivity = async (source: RowSource): Promise<Activity | undefined> =>
  (await source.getLatestRows('program_activities', 'created_at', 1))[0];

export const createActivity = async (db: CadenceDatabase, draft: ActivityDraft): Promise<Activity> => {
  const activity = buildActivity(db, draft);
  await write(db, [insertEdit('program_activities', activity)]);
  return activity;
};

export const updateActivity = (db: CadenceDatabase, id: string, updates: ActivityUpdates): Promise<void> =>
  write(db, [{ op: 'update', table: 'program_activities', row: id, fields: updates }]);

export const deleteActivity = (db: CadenceDatabase, id: string): Promise<void> =>
  write(db, [{ op: 'delete', table: 'program_activities', row: id, fields: {} }]);

/** Writes many activities at once: new ones are added, known ones take the given values. */
export const bulkUpsertActivities = async (
  db: CadenceDatabase,
  drafts: readonly (ActivityDraft & { id?: string })[],
): Promise<Activity[]> => {
  const activities = drafts.map((draft) => buildActivity(db, draft));
  await write(
    db,
    activities.map((activity) => insertEdit('program_activities', activity)),
  );
  return activities;
};

/** A complete activity from a draft; not stored yet. */
export const buildActivity = (db: CadenceDatabase, draft: ActivityDraft & { id?: string }): Activity => {
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
