import type { Activity } from '../../domain/activities/activity.ts';
import type { Lead } from '../../domain/leads/lead.ts';
import type { Task } from '../../domain/tasks/task.ts';
import type { CadenceDatabase } from '../../store/database.ts';

export interface SearchResult {
  activities: Activity[];
  leads: Lead[];
  tasks: Task[];
}

/** All searchable rows, prepared for a search on every key press. */
export interface SearchIndex {
  /** Newest first. */
  activities: readonly IndexEntry<Activity>[];
  /** By name. */
  leads: readonly IndexEntry<Lead>[];
  /** The latest day first. */
  tasks: readonly IndexEntry<Task>[];
  leadNames: ReadonlyMap<string, string>;
}

interface IndexEntry<Item> {
  item: Item;
  /** Its texts, without case and accents. */
  content: string;
}

/** Reads everything once: with ten thousand activities, reading them for each key press would be slow. */
export const readSearchIndex = async (db: CadenceDatabase): Promise<SearchIndex> => {
  const [leads, activities, tasks] = await Promise.all([
    db.rows('submissions').toArray(),
    db.rows('program_activities').orderBy('date').toArray(),
    db.rows('tasks').orderBy('date').toArray(),
  ]);
  const leadNames = new Map(leads.map((lead) => [lead.id, lead.name]));
  return {
    leadNames,
    activities: activities.reverse().map((item) => ({
      item,
      content: searchableText(
        item.title,
        item.type,
        item.description,
        item.notes,
        item.outcome,
        item.lead_id && leadNames.get(item.lead_id),
      ),
    })),
    leads: leads
      .sort((a, b) => a.name.localeCompare(b.name))
      .map((item) => ({
        item,
        content: searchableText(item.name, item.company, item.email, item.phone, item.notes),
      })),
    tasks: tasks.reverse().map((item) => ({ item, content: searchableText(item.title, item.notes) })),
  };
};

/**
 * Activities and tasks (newest first) and leads that contain every word of `text`, ignoring case and accents; at most
 * `limit` of each. An empty text matches nothing.
 */
export const search = ({ activities, leads, tasks }: SearchIndex, text: string, limit = 50): SearchResult => {
  const terms = normalizeText(text).split(/\s+/).filter(Boolean);
  if (terms.length === 0) return { activities: [], leads: [], tasks: [] };
  return {
    activities: firstMatches(activities, terms, limit),
    leads: firstMatches(leads, terms, limit),
    tasks: firstMatches(tasks, terms, limit),
  };
};

/** `search` with a new index. */
export const searchDatabase = async (db: CadenceDatabase, text: string, limit = 50): Promise<SearchResult> =>
  search(await readSearchIndex(db), text, limit);

const firstMatches = <Item>(entries: readonly IndexEntry<Item>[], terms: readonly string[], limit: number): Item[] => {
  const found: Item[] = [];
  for (const { item, content } of entries) {
    if (found.length === limit) break;
    if (terms.every((term) => content.includes(term))) found.push(item);
  }
  return found;
};

const searchableText = (...fields: (string | null | undefined)[]): string =>
  normalizeText(fields.filter(Boolean).join('\n'));

const ASCII = /^[\x20-\x7e\s]*$/;

const normalizeText = (text: string): string =>
  (ASCII.test(text) ? text : text.normalize('NFD').replace(/\p{M}/gu, '')).toLowerCase();
