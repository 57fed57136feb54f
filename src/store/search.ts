import type { Activity } from '../domain/activity.ts';
import type { Lead } from '../domain/lead.ts';
import type { Task } from '../domain/task.ts';
import type { CadenceDatabase } from './database.ts';

export interface SearchResult {
  activities: Activity[];
  leads: Lead[];
  tasks: Task[];
}

/** Everything that can be found, ready to be searched on every key. */
export interface SearchIndex {
  /** Newest first. */
  activities: readonly Entry<Activity>[];
  /** By name. */
  leads: readonly Entry<Lead>[];
  /** The latest day first. */
  tasks: readonly Entry<Task>[];
  leadNames: ReadonlyMap<string, string>;
}

interface Entry<Thing> {
  thing: Thing;
  /** All that it holds, without case and accents. */
  content: string;
}

/** Reads everything once: with ten thousand activities, reading them again for each key would be felt. */
export const readSearchIndex = async (db: CadenceDatabase): Promise<SearchIndex> => {
  const [leads, activities, tasks] = await Promise.all([
    db.rows('submissions').toArray(),
    db.rows('program_activities').orderBy('date').toArray(),
    db.rows('tasks').orderBy('date').toArray(),
  ]);
  const leadNames = new Map(leads.map((lead) => [lead.id, lead.name]));
  return {
    leadNames,
    activities: activities.reverse().map((thing) => ({
      thing,
      content: contentOf(
        thing.title,
        thing.type,
        thing.description,
        thing.notes,
        thing.outcome,
        thing.lead_id && leadNames.get(thing.lead_id),
      ),
    })),
    leads: leads
      .sort((a, b) => a.name.localeCompare(b.name))
      .map((thing) => ({
        thing,
        content: contentOf(thing.name, thing.company, thing.email, thing.phone, thing.notes),
      })),
    tasks: tasks.reverse().map((thing) => ({ thing, content: contentOf(thing.title, thing.notes) })),
  };
};

/**
 * Finds activities and tasks (newest first) and leads that hold every word of `text` somewhere, whatever the case
 * and the accents; at most `limit` of each. An empty text finds nothing.
 */
export const search = ({ activities, leads, tasks }: SearchIndex, text: string, limit = 50): SearchResult => {
  const words = fold(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return { activities: [], leads: [], tasks: [] };
  return {
    activities: firstFew(activities, words, limit),
    leads: firstFew(leads, words, limit),
    tasks: firstFew(tasks, words, limit),
  };
};

/** `search` in what the database holds at this moment. */
export const searchEverything = async (db: CadenceDatabase, text: string, limit = 50): Promise<SearchResult> =>
  search(await readSearchIndex(db), text, limit);

const firstFew = <Thing>(entries: readonly Entry<Thing>[], words: readonly string[], limit: number): Thing[] => {
  const found: Thing[] = [];
  for (const { thing, content } of entries) {
    if (found.length === limit) break;
    if (words.every((word) => content.includes(word))) found.push(thing);
  }
  return found;
};

const contentOf = (...fields: (string | null | undefined)[]): string => fold(fields.filter(Boolean).join('\n'));

const PLAIN = /^[\x20-\x7e\s]*$/;

const fold = (text: string): string =>
  (PLAIN.test(text) ? text : text.normalize('NFD').replace(/\p{M}/gu, '')).toLowerCase();
