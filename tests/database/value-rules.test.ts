import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ACTIVITY_LIMITS,
  ACTIVITY_STATUSES,
  GOAL_KEYS,
  TYPE_NAME_LIMIT,
} from '../../src/domain/activities/activity.ts';
import { customTypeId } from '../../src/domain/activities/custom-type.ts';
import { derivedId } from '../../src/domain/sync/derived-id.ts';
import { DEFAULT_GOALS, GOAL_TARGET_MAX } from '../../src/domain/goals/weekly-goals.ts';
import { LONG_TEXT_LIMIT } from '../../src/domain/values/text.ts';
import { LEAD_LIMITS, LEAD_STATUSES } from '../../src/domain/leads/lead.ts';
import { type Account, startBackend, type TestBackend } from '../fixtures/backend/backend.ts';
import { ACTIVITY, type SyncClient, syncClient } from '../fixtures/backend/sync-client.ts';

let backend: TestBackend;
let rep: Account;
let phone: SyncClient;

beforeAll(async () => {
  backend = await startBackend();
  rep = await backend.signUp();
  phone = syncClient(backend, rep);
});
afterAll(() => backend.close());

const push = async (table: string, fields: Record<string, unknown>, row?: string): Promise<string> => {
  const change = phone.change({ table, op: 'insert', fields, ...(row && { row }) });
  const { body } = await phone.push([change]);
  const [verdict] = body.verdicts;
  return verdict?.code ?? verdict?.verdict ?? 'no verdict';
};

const INVALID = 'invalid_value';
const long = (length: number) => 'x'.repeat(length);

describe('an activity', () => {
  const activity = (fields: Record<string, unknown>) => push('program_activities', { ...ACTIVITY, ...fields });
  const { title, type, duration } = ACTIVITY_LIMITS;

  test.each([
    ...ACTIVITY_STATUSES.map((status) => ({ status })),
    { title: long(title) },
    { type: long(type) },
    { description: long(LONG_TEXT_LIMIT) },
    { notes: long(LONG_TEXT_LIMIT) },
    { outcome: long(LONG_TEXT_LIMIT) },
    { duration: 0 },
    { duration },
    { duration: null },
    { time: '00:00' },
    { time: '23:59:59' },
    { time: null },
    { date: '2028-02-29' },
    { follow_up_required: true, follow_up_date: '2026-12-31' },
    { metadata: { any: ['thing', 1, null] } },
    { title: '日本語 🙂 ’;--' },
  ])('accepts %o', async (fields) => {
    expect(await activity(fields)).toBe('applied');
  });

  test.each([
    { status: 'gone' },
    { status: null },
    { status: '' },
    { title: '' },
    { title: null },
    { title: long(title + 1) },
    { type: '' },
    { type: null },
    { type: long(type + 1) },
    { description: long(LONG_TEXT_LIMIT + 1) },
    { notes: long(LONG_TEXT_LIMIT + 1) },
    { outcome: long(LONG_TEXT_LIMIT + 1) },
    { duration: -1 },
    { duration: duration + 1 },
    { duration: 1e12 },
    { duration: 'long' },
    { time: '25:00' },
    { time: 'noon-ish' },
    { date: '2026-02-30' },
    { date: 'someday' },
    { date: null },
    { date: 'infinity' },
    { date: '1969-12-31' },
    { date: '3000-01-01' },
    { follow_up_date: '2026-13-01' },
    { follow_up_date: '-infinity' },
    { follow_up_required: null },
    { follow_up_required: 'perhaps' },
    { lead_id: 'nobody' },
    { local_id: long(256) },
    { metadata: [] },
    { metadata: 'text' },
    { metadata: null },
    // What compresses well counts as what it is.
    { metadata: { a: Array.from({ length: 20_000 }, (_, index) => Math.sin(index)) } },
  ])('rejects %o', async (fields) => {
    expect(await activity(fields)).toBe(INVALID);
  });

  test('from the legacy app is stored once', async () => {
    expect(await activity({ local_id: 'old-1' })).toBe('applied');
    expect(await activity({ local_id: 'old-1' })).toBe('duplicate');
  });
});

describe('weekly goals', () => {
  const goals = (week: string, fields: Record<string, unknown> = {}) =>
    push(
      'program_weekly_goals',
      { user_id: rep.id, week_start: week, ...fields },
      derivedId('program_weekly_goals', rep.id, week),
    );

  test('start with the default goals, and later weeks with the last targets', async () => {
    expect(await goals('2026-03-02')).toBe('applied');
    const [row] = await backend.sql(
      `select ${GOAL_KEYS.join(', ')} from public.program_weekly_goals where week_start = '2026-03-02'`,
    );
    expect(row).toEqual(DEFAULT_GOALS);
  });

  test('begin on a Monday', async () => {
    expect(await goals('2026-03-03')).toBe(INVALID);
  });

  test.each(GOAL_KEYS)('accept %s from 0 to the limit', async (key) => {
    expect(await goals('2026-03-09', { [key]: 0 })).toBe('applied');
    expect(await goals('2026-03-16', { [key]: GOAL_TARGET_MAX })).toBe('applied');
    expect(await goals('2026-03-23', { [key]: GOAL_TARGET_MAX + 1 })).toBe(INVALID);
    expect(await goals('2026-03-23', { [key]: -1 })).toBe(INVALID);
  });
});

describe('a lead', () => {
  const lead = (fields: Record<string, unknown>) => push('submissions', { name: 'A lead', ...fields });

  test.each(LEAD_STATUSES)('can have the status %s', async (status) => {
    expect(await lead({ status })).toBe('applied');
  });

  test.each(Object.entries({ ...LEAD_LIMITS, notes: LONG_TEXT_LIMIT }))(
    'accepts %s of %i characters and no more',
    async (field, limit) => {
      expect(await lead({ [field]: long(limit) })).toBe('applied');
      expect(await lead({ [field]: long(limit + 1) })).toBe(INVALID);
    },
  );

  test.each([{ name: '' }, { name: null }, { status: 'lukewarm' }])('rejects %o', async (fields) => {
    expect(await lead(fields)).toBe(INVALID);
  });
});

describe('a custom type', () => {
  const customType = (name: string) =>
    push('program_custom_activity_types', { user_id: rep.id, type_name: name }, customTypeId(rep.id, name));

  test('has a name that fits into an activity’s type', async () => {
    expect(await customType(long(TYPE_NAME_LIMIT))).toBe('applied');
    expect(await customType(long(TYPE_NAME_LIMIT + 1))).toBe(INVALID);
    expect(await customType('')).toBe(INVALID);
  });

  test('that two devices add becomes one row', async () => {
    expect(await customType('Site visit')).toBe('applied');
    expect(await customType('Site visit')).toBe('applied');
    expect(
      await backend.sql("select from public.program_custom_activity_types where type_name = 'Site visit'"),
    ).toHaveLength(1);
  });
});

test('derived ids are the same in SQL and TypeScript', async () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 50 });
  const keys = fc.array(
    fc.tuple(fc.constantFrom('program_weekly_goals', 'program_custom_activity_types'), fc.uuid(), text),
    {
      minLength: 50,
      maxLength: 50,
    },
  );
  await fc.assert(
    fc.asyncProperty(keys, async (parts) => {
      const rows = await backend.sql<{ id: string }>(
        `select private.derived_id(k ->> 0, k ->> 1, k ->> 2) as id
         from jsonb_array_elements($1::jsonb) with ordinality x (k, n) order by n`,
        JSON.stringify(parts),
      );
      expect(rows.map(({ id }) => id)).toEqual(parts.map((key) => derivedId(...key)));
    }),
    { numRuns: 10 },
  );
});
