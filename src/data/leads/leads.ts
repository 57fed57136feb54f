import type { Activity } from '../../domain/activities/activity.ts';
import type { Lead } from '../../domain/leads/lead.ts';
import type { CadenceDatabase } from '../../store/database.ts';
import type { RowSource } from '../../store/row-source.ts';
import { write, insertEdit } from '../../store/write.ts';
import { compareTexts } from '../../domain/values/collation.ts';
import { nameKey } from '../../domain/values/fold.ts';
import { compareCodes } from '../../domain/ordering/compare-codes.ts';

export type LeadDraft = Pick<Lead, 'name'> & Partial<Omit<Lead, 'id' | 'user_id'>>;
export type LeadUpdates = Partial<Pick<Lead, 'name' | 'company' | 'email' | 'phone' | 'status' | 'notes'>>;

/** All leads by name. */
export const getLeads = async (db: CadenceDatabase): Promise<Lead[]> =>
  (await db.getAllRows('submissions')).sort((a, b) => compareTexts(a.name, b.name));

export const getLead = (db: CadenceDatabase, id: string): Promise<Lead | undefined> => db.getRow('submissions', id);

/** A complete lead from a draft; not stored yet. */
export const buildLead = (db: CadenceDatabase, draft: LeadDraft): Lead => {
  const now = new Date(db.environment.now()).toISOString();
  return {
    id: db.environment.newId(),
    company: null,
    email: null,
    phone: null,
    status: 'new',
    notes: null,
    created_at: now,
    updated_at: now,
    ...draft,
    user_id: db.userId,
  };
};

export const createLead = async (db: CadenceDatabase, draft: LeadDraft): Promise<Lead> => {
  const lead = buildLead(db, draft);
  await write(db, [insertEdit('submissions', lead)]);
  return lead;
};

/** Creates a lead and makes it the activity's, in one write. */
export const createLeadOfActivity = async (
  db: CadenceDatabase,
  draft: LeadDraft,
  activityId: string,
): Promise<Lead> => {
  const lead = buildLead(db, draft);
  await write(db, [
    insertEdit('submissions', lead),
    { op: 'update', table: 'program_activities', row: activityId, fields: { lead_id: lead.id } },
  ]);
  return lead;
};

/** The lead of this name, written in whatever way. */
export const findLeadByName = <Found extends Pick<Lead, 'name'>>(
  leads: readonly Found[],
  name: string,
): Found | undefined => leads.find((lead) => nameKey(lead.name) === nameKey(name));

export const updateLead = (db: CadenceDatabase, id: string, updates: LeadUpdates): Promise<void> =>
  write(db, [{ op: 'update', table: 'submissions', row: id, fields: updates }]);

/** Deletes a lead; its activities stay without one, as the database's foreign key does it too. */
export const deleteLead = async (db: CadenceDatabase, id: string): Promise<void> => {
  const activityIds = await db.rows('program_activities').where('lead_id').equals(id).primaryKeys();
  await write(db, [
    ...activityIds.map(
      (row) => ({ op: 'update', table: 'program_activities', row, fields: { lead_id: null } }) as const,
    ),
    { op: 'delete', table: 'submissions', row: id, fields: {} },
  ]);
};

/** A lead's activities, newest first. */
export const getLeadActivities = async (db: CadenceDatabase, leadId: string): Promise<Activity[]> => {
  const found = await db.getRowsWith('program_activities', 'lead_id', leadId);
  return found.sort((a, b) => compareCodes(b.date, a.date) || compareCodes(b.created_at, a.created_at));
};

/** The names of the leads of `activities`, by lead id. */
export const getLeadNames = async (
  source: RowSource,
  activities: readonly Pick<Activity, 'lead_id'>[],
): Promise<ReadonlyMap<string, string>> => {
  const ids = [...new Set(activities.flatMap(({ lead_id }) => lead_id ?? []))];
  const leads = ids.length > 0 ? await source.getRowsById('submissions', ids) : [];
  return new Map(leads.flatMap((lead) => (lead ? [[lead.id, lead.name] as const] : [])));
};

/** Undoes the deletion of a lead, and links those of `activityIds` to it that exist and have no other lead by now. */
export const restoreLead = async (db: CadenceDatabase, lead: Lead, activityIds: readonly string[]): Promise<void> => {
  const unlinkedIds = (await db.getRowsById('program_activities', activityIds)).flatMap((found) =>
    found?.lead_id === null ? [found.id] : [],
  );
  await write(db, [
    insertEdit('submissions', lead),
    ...unlinkedIds.map(
      (row) => ({ op: 'update', table: 'program_activities', row, fields: { lead_id: lead.id } }) as const,
    ),
  ]);
};
