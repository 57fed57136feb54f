import * as z from 'zod';
import { getSetting } from '../environment.ts';
import type { ApiClient } from './api-client.ts';
import { ApiFailure } from './api-failure.ts';
import { instant, requiredInstant, rowId, text } from './values.ts';

/* The LMS. Its shapes stay in this file: what is returned are rows of ours. */

export const NORTHPASS_PAGE_SIZE = 100;

export const northpassSettings = () => {
  const key = getSetting('NORTHPASS_API_KEY');
  if (key === null) throw new ApiFailure('not_configured', 'NORTHPASS_API_KEY is not set.', false);
  return { baseUrl: getSetting('NORTHPASS_URL') ?? 'https://api.northpass.com/v2', headers: { 'x-api-key': key } };
};

/** The id of what belongs to two rows. */
export const pairId = (first: string, second: string): string =>
  `${encodeURIComponent(first)}:${encodeURIComponent(second)}`;

/** A page of a list. The envelope must be a list: `null` is no empty page. */
export interface NorthpassPage<Row> {
  rows: Row[];
  hasNext: boolean;
}

const listOf = <Row>(row: z.ZodType<Row>) =>
  z
    .object({ data: z.array(row), links: z.object({ next: z.string().nullish() }).nullish() })
    .transform(({ data, links }): NorthpassPage<Row> => ({ rows: data, hasNext: Boolean(links?.next) }));

const resource = <Attributes extends z.ZodRawShape>(attributes: Attributes) =>
  z.object({ id: rowId, attributes: z.object(attributes) });

const course = resource({ name: text, published: z.boolean().nullish(), updated_at: instant }).transform(
  ({ id, attributes: { name, published = null, updated_at } }) => ({ id, name, published, updated_at }),
);
const person = resource({
  email: text.nullish(),
  first_name: text.nullish(),
  last_name: text.nullish(),
  activated_at: instant,
  unsubscribed: z.boolean().nullish(),
  updated_at: instant,
}).transform(({ id, attributes: { email, first_name, last_name, unsubscribed, ...times } }) => ({
  id,
  email: email ?? '',
  first_name: first_name ?? '',
  last_name: last_name ?? '',
  unsubscribed: unsubscribed ?? false,
  ...times,
}));
const group = resource({ name: text, updated_at: instant }).transform(({ id, attributes }) => ({ id, ...attributes }));
const membership = z
  .object({ relationships: z.object({ person: z.object({ data: z.object({ id: rowId }) }) }) })
  .transform(({ relationships }) => relationships.person.data.id);
const enrollment = resource({
  person_id: rowId,
  course_id: rowId,
  progress: z.coerce.number().min(0).catch(0),
  enrolled_at: instant,
  updated_at: instant,
}).transform(({ attributes: { person_id, course_id, ...rest } }) => ({
  id: pairId(person_id, course_id),
  person_id,
  course_id,
  ...rest,
}));
const transcript = resource({
  resource_type: z.string(),
  resource_id: rowId,
  progress_status: z.string(),
  started_at: requiredInstant,
  completed_at: requiredInstant,
});
/** A number, a text, or nothing; between 0 and 2 in practice. */
const npcu = z.union([z.number(), z.string().trim().min(1).transform(Number)]).pipe(z.number().min(0).max(1_000));
/** `npcu` is undefined where the API does not say it in a form that we know. */
const courseValue = resource({ properties: z.object({ npcu: z.unknown().optional() }).nullish() }).transform(
  ({ id, attributes }) => {
    const value = attributes.properties?.npcu;
    return { id, npcu: value === null ? null : npcu.safeParse(value).data };
  },
);

const list =
  <Row>(path: string, row: z.ZodType<Row>) =>
  (api: ApiClient, page: number, filter = ''): Promise<NorthpassPage<Row>> =>
    api.send({ path: `${path}?page=${String(page)}&limit=${String(NORTHPASS_PAGE_SIZE)}${filter}` }, listOf(row));

export const listCourses = list('/courses', course);
export const listCourseValues = list('/properties/courses', courseValue);
export const listPeople = list('/people', person);
export const listGroups = list('/groups', group);

/** The ids of the members of a group. @throws ApiFailure `not_found` where the group is gone. */
export const listMembers = (api: ApiClient, groupId: string, page: number) =>
  list(`/groups/${encodeURIComponent(groupId)}/memberships`, membership)(api, page);

/** The value of one course; `null` where we may not read it. */
export const getCourseValue = async (api: ApiClient, courseId: string) => {
  try {
    const path = `/properties/courses/${encodeURIComponent(courseId)}`;
    return (await api.send({ path }, z.object({ data: courseValue }))).data;
  } catch (error) {
    if (error instanceof ApiFailure && (error.code === 'forbidden' || error.code === 'not_found')) return null;
    throw error;
  }
};

/**
 * The enrollments of a course; with `changedSince`, at least those that were changed since then. Whether the API knows that
 * filter is contested: rows that do not satisfy it show that it does not, and are returned as well.
 */
export const listEnrollments = (api: ApiClient, courseId: string, page: number, changedSince: string | null) =>
  list(`/courses/${encodeURIComponent(courseId)}/enrollments`, enrollment)(
    api,
    page,
    changedSince === null ? '' : `&filter[updated_at][gteq]=${encodeURIComponent(changedSince)}`,
  );

/** A page of a person's transcript: courses and whatever else there is. @throws ApiFailure `not_found` where the person is gone. */
export const listTranscript = (api: ApiClient, personId: string, page: number) =>
  list(`/transcripts/${encodeURIComponent(personId)}`, transcript)(api, page);

/** What the entries of a person's transcript say about courses. */
export const courseEntries = (personId: string, entries: readonly z.infer<typeof transcript>[]) =>
  entries
    .filter(({ attributes }) => attributes.resource_type === 'course')
    .map(({ attributes: { resource_id, progress_status, started_at, completed_at } }) => ({
      id: pairId(personId, resource_id),
      person_id: personId,
      course_id: resource_id,
      status: progress_status,
      started_at,
      completed_at,
    }));
