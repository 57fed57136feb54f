import type { Activity } from '../../domain/activities/activity.ts';
import type { Enrollment } from '../../domain/enrollments/enrollment.ts';
import type { Lead } from '../../domain/leads/lead.ts';
import { compareTexts } from '../../domain/values/collation.ts';
import { matchesTerms, searchableText, searchTerms } from '../../domain/values/fold.ts';
import type { Program } from '../../domain/programs/program.ts';
import type { Task } from '../../domain/tasks/task.ts';
import type { CadenceDatabase } from '../../store/database.ts';

export interface SearchResult {
  activities: Activity[];
  leads: Lead[];
  tasks: Task[];
  programs: Program[];
  enrollments: Enrollment[];
}

/** All searchable rows, prepared for a search on every key press. */
export interface SearchIndex {
  /** Newest first. */
  activities: readonly IndexEntry<Activity>[];
  /** By name. */
  leads: readonly IndexEntry<Lead>[];
  /** The latest day first. */
  tasks: readonly IndexEntry<Task>[];
  /** Those that the person writes, by title. */
  programs: readonly IndexEntry<Program>[];
  /** Those of the person. */
  enrollments: readonly IndexEntry<Enrollment>[];
  leadNames: ReadonlyMap<string, string>;
}

interface IndexEntry<Item> {
  item: Item;
  /** Its folded texts. */
  content: string;
}

/** Reads everything once: with ten thousand activities, reading them for each key press would be slow. */
export const readSearchIndex = async (db: CadenceDatabase): Promise<SearchIndex> => {
  const [leads, activities, tasks, programs, enrollments] = await Promise.all([
    db.rows('submissions').toArray(),
    db.rows('program_activities').orderBy('date').toArray(),
    db.rows('tasks').orderBy('date').toArray(),
    db.rows('programs').toArray(),
    db.rows('enrollments').toArray(),
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
      .sort((a, b) => compareTexts(a.name, b.name))
      .map((item) => ({
        item,
        content: searchableText(item.name, item.company, item.email, item.phone, item.notes),
      })),
    tasks: tasks
      .reverse()
      .map((item) => ({ item, content: searchableText(item.title, item.notes, item.client_notes) })),
    programs: programs
      .sort((a, b) => compareTexts(a.title, b.title))
      .map((item) => ({ item, content: searchableText(item.title, item.description) })),
    enrollments: enrollments.map((item) => ({ item, content: searchableText(item.program_title) })),
  };
};

/**
 * Activities and tasks (newest first), leads, programs and enrollments that contain every word of `text`, however it is written (`foldText`); at
 * most `limit` of each. An empty text matches nothing.
 */
export const search = (index: SearchIndex, text: string, limit = 50): SearchResult => {
  const terms = searchTerms(text);
  if (terms.length === 0) return { activities: [], leads: [], tasks: [], programs: [], enrollments: [] };
  return {
    activities: firstMatches(index.activities, terms, limit),
    leads: firstMatches(index.leads, terms, limit),
    tasks: firstMatches(index.tasks, terms, limit),
    programs: firstMatches(index.programs, terms, limit),
    enrollments: firstMatches(index.enrollments, terms, limit),
  };
};

/** `search` with a new index. */
export const searchDatabase = async (db: CadenceDatabase, text: string, limit = 50): Promise<SearchResult> =>
  search(await readSearchIndex(db), text, limit);

const firstMatches = <Item>(entries: readonly IndexEntry<Item>[], terms: readonly string[], limit: number): Item[] => {
  const found: Item[] = [];
  for (const { item, content } of entries) {
    if (found.length === limit) break;
    if (matchesTerms(content, terms)) found.push(item);
  }
  return found;
};
