import { describe, expect, test } from 'vitest';
import { defined } from '../fixtures/defined.ts';
import {
  type NorthpassPage,
  type Resource,
  vendorFixture,
  VENDOR_NOW,
  type VendorFixture,
} from '../fixtures/vendors.ts';

const idsOf = (pages: readonly NorthpassPage[]) => pages.flatMap(({ data }) => data.map(({ id }) => id));
const query = (parameters: Record<string, string>) => `?${new URLSearchParams(parameters).toString()}`;
const firstOf = <T>(list: readonly T[]): T => defined(list[0], 'first row');

describe('a walk over pages of Northpass', () => {
  test('brings every row once, with 100 a page', async () => {
    const { data, walk } = vendorFixture();
    const pages = await walk('/people?limit=100');
    expect(pages.map((page) => page.data.length)).toEqual([100, 100, 30]);
    expect(idsOf(pages)).toEqual(data.people.all().map(({ id }) => id));
  });

  test('goes by absolute links, of which the last page has none', async () => {
    const { northpassBody } = vendorFixture();
    const first = await northpassBody('/people?limit=100&filter%5Bname%5D%5Bcont%5D=a');
    const next = new URL(defined(first.links.next, 'next link'));
    expect([next.origin, next.pathname]).toEqual(['http://127.0.0.1:5000', '/vendors/northpass/v2/people']);
    expect(Object.fromEntries(next.searchParams)).toEqual({ page: '2', limit: '100', 'filter[name][cont]': 'a' });
    expect((await northpassBody('/people?limit=100&page=3')).links).toEqual({});
  });

  test.each([
    ['', 50],
    ['?limit=7', 7],
    ['?limit=1000', 100],
  ])('with %s has pages of %i', async (search, length) => {
    const { northpassBody } = vendorFixture();
    expect((await northpassBody(`/people${search}`)).data).toHaveLength(length);
  });

  test('ends with an empty page where it goes too far', async () => {
    const { northpassBody } = vendorFixture();
    expect(await northpassBody('/people?page=9&limit=100')).toEqual({ data: [], links: {} });
  });

  test('sees what has changed since the last page', async () => {
    const { data, northpassBody } = vendorFixture();
    const { id } = firstOf(data.people.all());
    data.deletePerson(id);
    const [second] = data.people.all();
    data.people.edit(defined(second, 'second person').id, { firstName: 'Renamed' }, VENDOR_NOW + 5);
    const { data: people } = await northpassBody('/people?limit=1');
    expect(people[0]?.attributes).toMatchObject({ first_name: 'Renamed', updated_at: '2026-06-15T12:00:00.005Z' });
  });

  test.each(['page=0', 'page=x', 'limit=-1'])('is refused with %s', async (search) => {
    const { northpass } = vendorFixture();
    expect((await northpass(`/people?${search}`)).status).toBe(400);
  });
});

describe('the bodies of Northpass', () => {
  const only = async ({ northpassBody }: VendorFixture, path: string): Promise<Resource> =>
    (await northpassBody<{ data: Resource }>(path)).data;

  test('a person has the attributes, the groups and the school', async () => {
    const fixture = vendorFixture();
    const { personId } = firstOf(fixture.data.memberships.all());
    const person = await only(fixture, `/people/${personId}`);
    expect(Object.keys(person.attributes).toSorted()).toEqual(
      ['activated_at', 'email', 'first_name', 'last_name', 'unsubscribed', 'updated_at'].toSorted(),
    );
    const groupIds = fixture.data.memberships.where('personId', personId).map(({ groupId }) => groupId);
    expect(person.relationships['groups']?.data).toEqual(groupIds.map((id) => ({ type: 'groups', id })));
    expect(person.relationships['school']?.data).toMatchObject({ type: 'schools' });
  });

  test.each([
    ['incomplete', [{ type: 'groups', id: expect.any(String) as string }]],
    ['null', null],
  ] as const)('the groups of people may be %s', async (groupsOfPeople, expected) => {
    const fixture = vendorFixture();
    const { memberships } = fixture.data;
    const { personId } = defined(
      memberships.all().find((row) => memberships.where('personId', row.personId).length === 2),
      'person in two groups',
    );
    fixture.data.groupsOfPeople = groupsOfPeople;
    expect((await only(fixture, `/people/${personId}`)).relationships['groups']?.data).toEqual(expected);
  });

  test('a membership names its person', async () => {
    const { data, northpassBody } = vendorFixture();
    const { groupId, personId } = firstOf(data.memberships.all());
    const { data: memberships } = await northpassBody(`/groups/${groupId}/memberships?limit=100`);
    expect(memberships.map(({ relationships }) => relationships['person']?.data)).toContainEqual({
      type: 'people',
      id: personId,
    });
  });

  test('an enrollment does not say when it was completed, and the transcript does', async () => {
    const { data, northpassBody } = vendorFixture();
    const row = defined(
      data.enrollments.all().find((one) => one.completedAt !== null && one.resourceType === 'course'),
      'completed enrollment',
    );
    const ofCourse = await northpassBody(`/courses/${row.resourceId}/enrollments?limit=100`);
    const enrollment = ofCourse.data.find(({ id }) => id === row.id);
    const instant = (at: number | null) => new Date(defined(at, 'instant')).toISOString();
    expect(enrollment?.attributes).toEqual({
      person_id: row.personId,
      course_id: row.resourceId,
      progress: 100,
      enrolled_at: instant(row.enrolledAt),
      updated_at: instant(row.updatedAt),
    });
    const transcript = (await northpassBody(`/transcripts/${row.personId}?limit=100`)).data;
    expect(transcript.find(({ id }) => id === row.id)?.attributes).toEqual({
      resource_type: 'course',
      resource_id: row.resourceId,
      progress_status: 'completed',
      enrolled_at: instant(row.enrolledAt),
      started_at: instant(row.startedAt),
      completed_at: instant(row.completedAt),
    });
  });

  test('a transcript has learning paths as well, which no course lists', async () => {
    const { data, northpassBody } = vendorFixture();
    const path = defined(
      data.enrollments.all().find(({ resourceType }) => resourceType === 'learning_path'),
      'learning path',
    );
    const transcript = (await northpassBody(`/transcripts/${path.personId}?limit=100`)).data;
    expect(transcript.map(({ attributes }) => attributes['resource_type'])).toContain('learning_path');
  });

  test('NPCU is a number, a text, or missing', async () => {
    const { walk } = vendorFixture();
    const [page] = await walk('/properties/courses?limit=100');
    const properties = defined(page, 'page').data.map(
      ({ attributes }) => attributes['properties'] as { npcu?: unknown },
    );
    expect(new Set(properties.map(({ npcu }) => npcu))).toEqual(new Set([0, 1, 2, '0', '1', '2', undefined]));
    expect(properties.every((one) => 'name' in one)).toBe(true);
  });

  test('properties that may not be read are in no list, and get a 403', async () => {
    const { data, northpass, northpassBody } = vendorFixture();
    const course = defined(
      data.courses.all().find(({ hasForbiddenProperties }) => hasForbiddenProperties),
      'course',
    );
    const listed = await northpassBody('/properties/courses?limit=100');
    expect(listed.data).toHaveLength(data.courses.size - 1);
    expect((await northpass(`/properties/courses/${course.id}`)).status).toBe(403);
    expect((await northpass(`/properties/courses/${firstOf(data.courses.all()).id}`)).status).toBe(200);
  });

  test('unknown and deleted rows are not found, nor is what belongs to them', async () => {
    const { data, northpass } = vendorFixture();
    const [{ id: group }, { id: course }, { id: person }] = [
      firstOf(data.groups.all()),
      firstOf(data.courses.all()),
      firstOf(data.people.all()),
    ];
    data.deleteGroup(group);
    data.courses.delete(course);
    data.deletePerson(person);
    const paths = [
      `/groups/${group}`,
      `/groups/${group}/memberships`,
      `/courses/${course}`,
      `/courses/${course}/enrollments`,
      `/properties/courses/${course}`,
      `/people/${person}`,
      `/transcripts/${person}`,
      '/people/unknown',
    ];
    const responses = await Promise.all(paths.map((path) => northpass(path)));
    expect(responses.map(({ status }) => status)).toEqual(paths.map(() => 404));
    expect(await firstOf(responses).json()).toEqual({
      errors: [{ status: '404', title: 'Not Found', detail: 'The record was not found.' }],
    });
  });

  test('nothing can be written', async () => {
    const { northpass } = vendorFixture();
    expect((await northpass('/people', { method: 'POST' })).status).toBe(405);
  });
});

describe('the filters of Northpass', () => {
  test('compare names: equal, not equal, contained', async () => {
    const { data, walk } = vendorFixture();
    const { name, id } = firstOf(data.groups.all());
    const found = async (operator: string, value: string) =>
      idsOf(await walk(`/groups${query({ [`filter[name][${operator}]`]: value })}`));
    expect(await found('eq', name)).toEqual([id]);
    expect(await found('not_eq', name)).toHaveLength(data.groups.size - 1);
    expect(await found('cont', name.slice(1, -1).toUpperCase())).toEqual([id]);
  });

  test('compare the time of the last change, from that instant on', async () => {
    const { data, walk } = vendorFixture();
    const newest = Math.max(...data.people.all().map(({ updatedAt }) => updatedAt));
    const since = new Date(newest).toISOString();
    const path = `/people${query({ 'filter[updated_at][gteq]': since })}`;
    expect((await walk(path)).flatMap((page) => page.data)).toMatchObject([{ attributes: { updated_at: since } }]);
    data.ignoresUpdatedFilter = true;
    expect(idsOf(await walk(path))).toHaveLength(data.people.size);
  });

  test('compare instants, however their zone is written, and refuse a time without one', async () => {
    const { northpass, walk } = vendorFixture();
    const found = async (instant: string) =>
      idsOf(await walk(`/people${query({ 'filter[updated_at][gteq]': instant })}`));
    expect(await found('2026-01-01T00:00:00+02:00')).toEqual(await found('2025-12-31T22:00:00Z'));
    const refused = await northpass(`/people${query({ 'filter[updated_at][gteq]': '2026-01-01T00:00:00' })}`);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ errors: [{ source: { pointer: 'filter[updated_at][gteq]' } }] });
    // The plus sign becomes a space where it is not encoded.
    expect((await northpass('/people?filter[updated_at][gteq]=2026-01-01T00:00:00+02:00')).status).toBe(400);
  });

  test.each(['/people?filter[name]=a', '/people?filter[email][eq]=a', '/properties/courses?filter[name][eq]=a'])(
    'are those alone: %s is refused',
    async (path) => {
      const { northpass } = vendorFixture();
      expect((await northpass(path)).status).toBe(400);
    },
  );
});
