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
  const holdsAll = (...fields: (string | null | undefined)[]) => {
    const content = fold(fields.filter(Boolean).join('\n'));
    return words.every((word) => content.includes(word));
  };
  // All at once: a cursor that stops at the limit is slower by far where little or nothing is found.
  const [leads, activities] = await Promise.all([
    db.rows('submissions').toArray(),
    db.rows('program_activities').orderBy('date').toArray(),
  ]);
  const leadNames = new Map(leads.map((lead) => [lead.id, lead.name]));
  const found: Activity[] = [];
  for (let place = activities.length - 1; place >= 0 && found.length < limit; place--) {
    const activity = activities[place];
    if (!activity) continue;
    const { title, type, description, notes, outcome, lead_id } = activity;
    if (holdsAll(title, type, description, notes, outcome, lead_id && leadNames.get(lead_id))) found.push(activity);
  }
  return {
    activities: found,
    leads: leads
      .filter((lead) => holdsAll(lead.name, lead.company, lead.email, lead.phone, lead.notes))
      .sort((a, b) => a.name.localeCompare(b.name))
      .slice(0, limit),
  };
};

const PLAIN = /^[\x20-\x7e\s]*$/;

const fold = (text: string): string =>
  (PLAIN.test(text) ? text : text.normalize('NFD').replace(/\p{M}/gu, '')).toLowerCase();
