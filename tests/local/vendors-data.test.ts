import { beforeAll, describe, expect, test } from 'vitest';
import type { Account, VendorData } from '../../supabase/local/vendors/data.ts';
import { DEMO_SIZES, FULL_SIZES, generateVendorData } from '../../supabase/local/vendors/generate.ts';
import { HISTORY_MS } from '../../supabase/local/vendors/generated-values.ts';
import { VENDOR_NOW } from '../fixtures/vendors.ts';

const generate = (sizes: typeof FULL_SIZES, seed = 'test') => generateVendorData({ sizes, seed, now: VENDOR_NOW });

const rowsOf = (data: VendorData) => ({
  people: data.people.all(),
  groups: data.groups.all(),
  memberships: data.memberships.all(),
  courses: data.courses.all(),
  enrollments: data.enrollments.all(),
  accounts: data.accounts.all(),
  contacts: data.contacts.all(),
  leads: data.leads.all(),
});

const comparable = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const grouped = <T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
};

test('the same seed generates the same data, and another seed other data', () => {
  const rows = rowsOf(generate(DEMO_SIZES));
  expect(rowsOf(generate(DEMO_SIZES))).toEqual(rows);
  expect(rowsOf(generate(DEMO_SIZES, 'other')).people).not.toEqual(rows.people);
});

describe.each([
  ['full', FULL_SIZES],
  ['demo', DEMO_SIZES],
])('the %s data', (_, sizes) => {
  let data: VendorData;
  let accountsByName: Map<string, Account[]>;
  beforeAll(() => {
    data = generate(sizes);
    accountsByName = grouped(data.accounts.all(), ({ Name }) => comparable(Name));
  });

  test('has the sizes', () => {
    const { people, groups, courses, enrollments, accounts, contacts, leads } = data;
    expect({
      people: people.size,
      groups: groups.size,
      courses: courses.size,
      enrollments: enrollments.all().filter(({ resourceType }) => resourceType === 'course').length,
      accounts: accounts.size,
      contacts: contacts.size,
      leads: leads.size,
    }).toEqual(sizes);
    expect(Math.abs(data.memberships.size / sizes.people - 1)).toBeLessThan(0.05);
  });

  test('has one account for most groups, two or none for a few', () => {
    const found = data.groups.all().map(({ name }) => accountsByName.get(comparable(name))?.length ?? 0);
    const share = (count: number) => found.filter((one) => one === count).length / found.length;
    expect(share(1)).toBeGreaterThan(0.75);
    expect(share(2)).toBeGreaterThan(0);
    expect(share(0)).toBeGreaterThan(0);
    expect(share(0) + share(1) + share(2)).toBeCloseTo(1);
    expect(new Set(data.groups.all().map(({ name }) => comparable(name))).size).toBe(sizes.groups);
  });

  test('has accounts that name their group, one of them a group that does not exist', () => {
    const linked = data.accounts.all().flatMap((account) => account.Northpass_Group_Id__cf ?? []);
    expect(linked.length).toBeGreaterThan(sizes.accounts / 10);
    expect(linked.filter((id) => !data.groups.get(id))).toHaveLength(1);
  });

  test('has two accounts of one name that no id tells apart', () => {
    const pairs = [...accountsByName.values()].filter(({ length }) => length === 2);
    expect(pairs.some((pair) => pair.every((account) => account.Northpass_Group_Id__cf === null))).toBe(true);
  });

  test('has markup in a name, and names with accents', () => {
    const named = data.groups.all().filter(({ name }) => name.includes('<script>'));
    expect(named).toHaveLength(1);
    expect(accountsByName.get(comparable(named[0]?.name ?? ''))).toHaveLength(1);
    expect(data.people.all().some(({ firstName }) => /[é-ž]/.test(firstName))).toBe(true);
  });

  test('has memberships that are spread unevenly, one of a person in a group', () => {
    const members = data.groups.all().map(({ id }) => data.memberships.where('groupId', id).length);
    expect(Math.max(...members)).toBeGreaterThan((10 * sizes.people) / sizes.groups / 2);
    const pairs = data.memberships.all().map(({ groupId, personId }) => `${groupId} ${personId}`);
    expect(new Set(pairs).size).toBe(pairs.length);
  });

  test('has NPCU as numbers and texts, some of it missing or not to be read', () => {
    const courses = data.courses.all();
    expect(new Set(courses.map(({ npcu }) => npcu))).toEqual(new Set([0, 1, 2, '0', '1', '2', null]));
    expect(courses.filter(({ hasForbiddenProperties }) => hasForbiddenProperties).length).toBeGreaterThan(0);
  });

  test('has completions over the past three years and nothing later than now', () => {
    const completed = data.enrollments.all().flatMap(({ completedAt }) => completedAt ?? []);
    const years = [0, 1, 2].map(
      (year) => completed.filter((at) => Math.floor((VENDOR_NOW - at) / (HISTORY_MS / 3)) === year).length,
    );
    expect(years.every((count) => count > completed.length / 5)).toBe(true);
    const instants = [
      ...data.people.all().flatMap(({ activatedAt, updatedAt }) => [activatedAt ?? updatedAt, updatedAt]),
      ...data.enrollments.all().flatMap((row) => [row.enrolledAt, row.startedAt ?? row.enrolledAt, row.updatedAt]),
      ...data.accounts.all().map(({ Updated }) => Updated),
      ...data.leads.all().flatMap(({ Created, Updated }) => [Created, Updated]),
    ];
    expect(instants.every((at) => at >= VENDOR_NOW - HISTORY_MS && at <= VENDOR_NOW)).toBe(true);
  });

  test('has contacts with the addresses of people, and leads without an account', () => {
    const addresses = new Set(data.people.all().map(({ email }) => email));
    expect(addresses.size).toBe(sizes.people);
    const shared = data.contacts.all().filter(({ Email }) => Email !== null && addresses.has(Email.toLowerCase()));
    expect(shared.length).toBeGreaterThan(sizes.people / 3);
    expect(data.contacts.all().every(({ AccountId }) => data.accounts.get(AccountId ?? 0))).toBe(true);
    expect(data.leads.all().some(({ AccountId }) => AccountId === null)).toBe(true);
  });
});

describe('a table', () => {
  test('keeps a row in its place when it is edited, and refuses unknown and repeated ids', () => {
    const { groups } = generate(DEMO_SIZES);
    const [first, second] = groups.all();
    const { id } = first ?? { id: '' };
    groups.edit(id, { name: 'Renamed' }, VENDOR_NOW + 1);
    expect(groups.all().slice(0, 2)).toEqual([{ id, name: 'Renamed', updatedAt: VENDOR_NOW + 1 }, second]);
    expect(() => {
      groups.edit('unknown', {}, VENDOR_NOW);
    }).toThrow(RangeError);
    expect(() => {
      groups.add({ id, name: 'Again', updatedAt: VENDOR_NOW });
    }).toThrow(RangeError);
  });

  test('finds rows by a field, also after a change', () => {
    const { memberships } = generate(DEMO_SIZES);
    const [first] = memberships.all();
    const { id, groupId } = first ?? { id: '', groupId: '' };
    const before = memberships.where('groupId', groupId);
    expect([memberships.delete(id), memberships.delete(id)]).toEqual([true, false]);
    expect(memberships.where('groupId', groupId)).toEqual(before.slice(1));
  });

  test('loses what belongs to a person or a group along with it', () => {
    const data = generate(DEMO_SIZES);
    const { personId, groupId } = data.memberships.all()[0] ?? { personId: '', groupId: '' };
    data.deletePerson(personId);
    data.deleteGroup(groupId);
    const { people, groups, memberships, enrollments } = data;
    expect([people.get(personId), groups.get(groupId)]).toEqual([undefined, undefined]);
    const left = [
      memberships.where('personId', personId),
      memberships.where('groupId', groupId),
      enrollments.where('personId', personId),
    ];
    expect(left).toEqual([[], [], []]);
  });
});
