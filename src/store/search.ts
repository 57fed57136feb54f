import type { Activity } from '../domain/activity.ts';
import type { Lead } from '../domain/lead.ts';
import type { CadenceDatabase } from './database.ts';

export interface SearchResult {
  activities: Activity[];
  leads: Lead[];
}

const NOTHING: SearchResult = { activities: [], leads: [] };

/**
 * Finds activities (newest first) and leads that hold every word of `text` somewhere, whatever the case
 * and the accents; at most `limit` of each. An empty text finds nothing.
 */
export const searchEverything = async (db: CadenceDatabase, text: string, limit = 50): Promise<SearchResult> => {
  const words = fold(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return NOTHING;
  const holdsAll = (...fields: (string | null)[]) => {
    const content = fold(fields.filter(Boolean).join('\n'));
    return words.every((word) => content.includes(word));
  };
  const leads = (await db.rows('submissions').toArray()).filter((lead) =>
    holdsAll(lead.name, lead.company, lead.email, lead.phone, lead.notes),
  );
  const leadNames = new Map((await db.rows('submissions').toArray()).map((lead) => [lead.id, lead.name]));
  const activities = await db
    .rows('program_activities')
    .orderBy('date')
    .reverse()
    .filter((activity) =>
      holdsAll(
        activity.title,
        activity.type,
        activity.description,
        activity.notes,
        activity.outcome,
        activity.lead_id ? (leadNames.get(activity.lead_id) ?? null) : null,
      ),
    )
    .limit(limit)
    .toArray();
  return { activities, leads: leads.sort((a, b) => a.name.localeCompare(b.name)).slice(0, limit) };
};

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
