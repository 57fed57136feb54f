import type { Activity } from '../domain/activity.ts';
import type { Lead } from '../domain/lead.ts';
import type { CadenceDatabase } from './database.ts';
import { insertion } from './program.ts';
import { write } from './write.ts';

export type LeadDraft = Pick<Lead, 'name'> & Partial<Omit<Lead, 'id' | 'user_id'>>;
export type LeadUpdates = Partial<Pick<Lead, 'name' | 'company' | 'email' | 'phone' | 'status' | 'notes'>>;

/** All leads by name. */
export const getLeads = async (db: CadenceDatabase): Promise<Lead[]> =>
  (await db.rows('submissions').toArray()).sort((a, b) => a.name.localeCompare(b.name));

export const getLead = (db: CadenceDatabase, id: string): Promise<Lead | undefined> => db.rows('submissions').get(id);

export const createLead = async (db: CadenceDatabase, draft: LeadDraft): Promise<Lead> => {
  const now = new Date(db.environment.now()).toISOString();
  const lead: Lead = {
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
  await write(db, [insertion('submissions', lead)]);
  return lead;
};

export const updateLead = (db: CadenceDatabase, id: string, updates: LeadUpdates): Promise<void> =>
  write(db, [{ op: 'update', table: 'submissions', row: id, fields: updates }]);

/** Deletes a lead; the activities about it stay and are about nobody, as the database does it too. */
export const deleteLead = async (db: CadenceDatabase, id: string): Promise<void> => {
  const about = await db.rows('program_activities').where('lead_id').equals(id).primaryKeys();
  await write(db, [
    ...about.map((row) => ({ op: 'update', table: 'program_activities', row, fields: { lead_id: null } }) as const),
    { op: 'delete', table: 'submissions', row: id, fields: {} },
  ]);
};

/** Everything that was done with or for a lead, newest first. */
export const getLeadHistory = async (db: CadenceDatabase, leadId: string): Promise<Activity[]> => {
  const found = await db.rows('program_activities').where('lead_id').equals(leadId).toArray();
  return found.sort((a, b) => b.date.localeCompare(a.date) || b.created_at.localeCompare(a.created_at));
};
