import * as z from 'zod';
import { ApiFailure } from './api-failure.ts';
import { type AnyJob, anyJob, type JobContext, type JobPage, type StagedRow } from './job.ts';
import {
  courseEntries,
  getCourseValue,
  listCourses,
  listCourseValues,
  listEnrollments,
  listGroups,
  listMembers,
  listPeople,
  listTranscript,
  NORTHPASS_PAGE_SIZE,
  type NorthpassPage,
  pairId,
} from './northpass.ts';

/** How many requests one page of a job sends at most: what is stored together. */
const BATCH = 40;
/** More pages than any of these lists has. */
const MOST_PAGES = 2_000;

type ListPage = (api: JobContext['api'], page: number) => Promise<NorthpassPage<StagedRow>>;

/**
 * Whether a list goes on behind a page. A full page without a next is not believed to be the last one, unless it is the one before
 * it once more.
 */
const goesOn = <Row>({ rows, hasNext }: NorthpassPage<Row>, before: NorthpassPage<Row> | undefined): boolean =>
  hasNext || (rows.length >= NORTHPASS_PAGE_SIZE && JSON.stringify(rows) !== JSON.stringify(before?.rows));

/** A walk through a list: pages of the API, several at once. */
const listJob = (dataset: string, list: ListPage): AnyJob =>
  anyJob<number>({
    cursor: z.int().min(1),
    first: () => 1,
    resume: (page) => Math.max(1, page - 1),
    page: async (from, { api }) => {
      // The end is not known before: few at first, so that short lists waste no requests.
      const count = from === 1 ? 1 : Math.min(BATCH, from);
      const pages = await Promise.all(Array.from({ length: count }, (_, index) => list(api, from + index)));
      const last = pages.findIndex((page, index) => !goesOn(page, pages[index - 1]));
      const read = (last === -1 ? pages : pages.slice(0, last + 1)).flatMap(({ rows }) => rows);
      return { rows: { [dataset]: read }, readRows: read.length, next: last === -1 ? from + count : null };
    },
  });

type Children = Omit<JobPage<never>, 'next'>;

/** What belongs to each parent of a dataset, several at once. Parents that are gone are reported as that. */
const readChildren = async (
  parents: string,
  ids: readonly string[],
  read: (id: string) => Promise<Children>,
): Promise<Children> => merge(await Promise.all(ids.map((id) => unlessGone(parents, id, () => read(id)))));

/** The next live rows of a dataset whose children are to be read. */
const nextParents = (parents: string, after: string, { call }: JobContext): Promise<string[]> =>
  call(z.array(z.string()), 'next_parents', { dataset: parents, after, most: BATCH });

const unlessGone = async (dataset: string, id: string, read: () => Promise<Children>): Promise<Children> => {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ApiFailure && error.code === 'not_found') {
      return { gone: { [dataset]: [id] }, readRows: 0, notes: { not_found: 1 } };
    }
    throw error;
  }
};

const merge = (pages: readonly Children[]): Children => {
  const rows: Record<string, StagedRow[]> = {};
  const gone: Record<string, string[]> = {};
  const notes: Record<string, number> = {};
  let readRows = 0;
  for (const page of pages) {
    readRows += page.readRows;
    for (const [name, found] of Object.entries(page.rows ?? {})) (rows[name] ??= []).push(...found);
    for (const [name, ids] of Object.entries(page.gone ?? {})) (gone[name] ??= []).push(...ids);
    for (const [code, count] of Object.entries(page.notes ?? {})) notes[code] = (notes[code] ?? 0) + count;
  }
  return { rows, gone, notes, readRows };
};

/** All pages of a list that is short as a rule: of one group, one course or one person. */
const allPages = async <Row>(list: (page: number) => Promise<NorthpassPage<Row>>): Promise<Row[]> => {
  const rows: Row[] = [];
  let before: NorthpassPage<Row> | undefined;
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const found = await list(page);
    rows.push(...found.rows);
    if (!goesOn(found, before)) return rows;
    before = found;
  }
  throw new ApiFailure('unexpected_shape', 'The list does not end.', true);
};

/** One row for each id: a person may take a course again. The later one in `order` stays. */
const newestOf = <Row extends StagedRow>(
  rows: readonly Row[],
  order: (row: Row) => readonly (string | number | null)[],
): Row[] => {
  const byId = new Map<string, Row>();
  for (const row of rows) {
    const known = byId.get(row.id);
    if (known === undefined || isLater(order(row), order(known))) byId.set(row.id, row);
  }
  return [...byId.values()];
};

const isLater = (a: readonly (string | number | null)[], b: readonly (string | number | null)[]): boolean => {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? null;
    if (value === other) continue;
    if (value === null || other === null) return other === null;
    return value > other;
  }
  return false;
};

export const syncCourses = listJob('courses', listCourses);
export const syncUsers = listJob('users', listPeople);
export const syncGroups = listJob('groups', listGroups);

const parentCursor = z.object({ after: z.string() });

export const syncMemberships = anyJob<z.infer<typeof parentCursor>>({
  cursor: parentCursor,
  first: () => ({ after: '' }),
  page: async ({ after }, context) => {
    const ids = await nextParents('groups', after, context);
    const last = ids.at(-1);
    const children = await readChildren('groups', ids, async (groupId) => {
      const people = await allPages((page) => listMembers(context.api, groupId, page));
      const rows = people.map((person) => ({ id: pairId(groupId, person), group_id: groupId, person_id: person }));
      return { rows: { memberships: rows }, readRows: rows.length };
    });
    return { ...children, next: last === undefined ? null : { after: last } };
  },
});

const npcuCursor = z.union([z.object({ page: z.int() }), z.object({ after: z.string() })]);

/** The values of all courses in bulk, then one by one what the bulk left out. What the API does not tell stays as it is known. */
export const syncCourseValues = anyJob<z.infer<typeof npcuCursor>>({
  cursor: npcuCursor,
  first: () => ({ page: 1 }),
  page: async (cursor, context) => {
    if ('page' in cursor) {
      const found = await listCourseValues(context.api, cursor.page);
      const next = goesOn(found, undefined) ? { page: cursor.page + 1 } : { after: '' };
      return { ...stagedValues(found.rows), readRows: found.rows.length, next };
    }
    const ids = await context.call(z.array(z.string()), 'next_courses_without_value', {
      after: cursor.after,
      most: BATCH,
    });
    const last = ids.at(-1);
    const values = await Promise.all(ids.map((id) => getCourseValue(context.api, id)));
    const found = values.filter((value) => value !== null);
    const { rows, notes } = stagedValues(found);
    const refused = values.length - found.length;
    return {
      rows,
      readRows: found.length,
      notes: { ...notes, ...(refused > 0 && { not_readable: refused }) },
      next: last === undefined ? null : { after: last },
    };
  },
});

const stagedValues = (
  values: readonly { id: string; npcu: number | null | undefined }[],
): { rows: Record<string, StagedRow[]>; notes: Record<string, number> } => {
  const known = values.flatMap(({ id, npcu }) => (npcu === undefined ? [] : [{ id, npcu }]));
  const unknown = values.length - known.length;
  const notes: Record<string, number> = unknown > 0 ? { not_told: unknown } : {};
  return { rows: { npcu: known }, notes };
};

const enrollmentCursor = z.union([z.object({ course: z.string() }), z.object({ person: z.string() })]);

/** Each course tells whose enrollments there are; only the transcripts of those that changed are read. */
export const syncEnrollments = anyJob<z.infer<typeof enrollmentCursor>>({
  cursor: enrollmentCursor,
  first: () => ({ course: '' }),
  page: async (cursor, context) => {
    const { api, step, call } = context;
    if ('course' in cursor) {
      const ids = await nextParents('courses', cursor.course, context);
      const last = ids.at(-1);
      const children = await readChildren('courses', ids, async (id) => {
        const found = await allPages((page) => listEnrollments(api, id, page, step.changedSince));
        const rows = newestOf(found, ({ progress, updated_at }) => [progress, updated_at]);
        return { rows: { enrollments: rows }, readRows: found.length };
      });
      return { ...children, next: last === undefined ? { person: '' } : { course: last } };
    }
    const people = await call(z.array(z.string()), 'next_transcripts', { after: cursor.person, most: BATCH });
    const last = people.at(-1);
    const children = await readChildren('users', people, async (id) => {
      const entries = courseEntries(id, await allPages((page) => listTranscript(api, id, page)));
      const rows = newestOf(entries, ({ completed_at, started_at }) => [completed_at, started_at]);
      return { rows: { transcripts: rows }, readRows: entries.length };
    });
    return { ...children, next: last === undefined ? null : { person: last } };
  },
});
