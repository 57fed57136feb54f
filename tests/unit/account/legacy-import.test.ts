import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Importer, ImportRecord, Outcome } from '../../../src/domain/import/outcome.ts';
import { parseJson } from '../../../src/domain/import/json.ts';
import { createLegacyRowReader } from '../../../src/domain/import/legacy-reader.ts';
import { splitLegacyStorage } from '../../../src/domain/import/legacy-rows.ts';
import { LEGACY_STORAGE_KEY } from '../../../src/features/account/import/legacy-storage.ts';

const LEAD = '0198c0de-0000-7000-8000-00000000aaaa';
const IMPORTER: Importer = {
  userId: '0198c0de-0000-7000-8000-000000000001',
  timeZone: 'Europe/Paris',
  // A Saturday.
  today: '2026-11-21',
  isCoach: false,
  leads: new Set([LEAD]),
  enrollments: new Set(),
};

const readText = (text: string, importer = IMPORTER): Outcome[] =>
  splitLegacyStorage(text, LEGACY_STORAGE_KEY).rows.map(createLegacyRowReader(importer));
const read = (state: unknown, importer?: Importer): Outcome[] => readText(JSON.stringify(state), importer);

const activityOf = (row: Record<string, unknown>) => {
  const [outcome] = read({ activities: [{ id: 'a', type: 'call', date: '2024-03-05', ...row }] });
  if (outcome?.kind !== 'activity') throw new Error(`not an activity: ${JSON.stringify(outcome)}`);
  return outcome.activity;
};
const problemOf = (row: unknown) => {
  const [outcome] = read({ activities: [row] });
  if (outcome?.kind !== 'problem') throw new Error(`not a problem: ${JSON.stringify(outcome)}`);
  return outcome;
};

describe('reading the legacy storage', () => {
  const activities = [{ id: 'a', type: 'call', date: '2024-03-05', title: 'Ring the mill' }];
  const state = { activities, syncStatus: 'idle' };
  test.each<[string, unknown]>([
    ['a bare state', state],
    ['a persist envelope', { state, version: 2 }],
    ['a copy of a whole storage', { theme: 'dark', [LEGACY_STORAGE_KEY]: JSON.stringify({ state, version: 2 }) }],
    ['JSON in a JSON text', JSON.stringify({ state })],
    ['a list of activities alone', activities],
    ['activities by their ids', { activities: { a: { ...activities[0], id: undefined } } }],
    ['activities by their days', { activities: { '2024-03-05': activities } }],
  ])('finds the rows in %s', (_name, value) => {
    expect(read(value)).toMatchObject([{ kind: 'activity', activity: { local_id: 'a', title: 'Ring the mill' } }]);
  });

  test('names other members without reading them', () => {
    expect(splitLegacyStorage(JSON.stringify(state), LEGACY_STORAGE_KEY).others).toEqual(['syncStatus']);
  });

  test.each<[string, string, string]>([
    ['invalid JSON', '{"activities": [', 'not_json'],
    ['an empty text', '', 'not_json'],
    ['other data', '{"cart": []}', 'nothing_known'],
    ['a number', '7', 'nothing_known'],
    ['a state that is nested too deep', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, 'too_deep'],
  ])('reports %s as one problem with the text', (_name, text, code) => {
    expect(readText(text)).toEqual([{ kind: 'problem', path: '', code, field: null, value: text }]);
  });

  test('reports a part that is not a list as one problem', () => {
    expect(read({ activities: 'none', goals: 3 })).toMatchObject([
      { path: 'goals', code: 'not_a_list', value: 3 },
      { path: 'activities', code: 'not_a_list', value: 'none' },
    ]);
  });
});

describe('dates', () => {
  test.each<[string, unknown, string]>([
    ['a calendar date', '2024-03-05', '2024-03-05'],
    ['an instant, in the person’s zone', '2024-03-05T23:30:00.000Z', '2024-03-06'],
    ['an instant with an offset', '2024-03-05T20:00:00-05:00', '2024-03-06'],
    ['an instant with a short offset', '2024-03-05T20:00:00-0500', '2024-03-06'],
    ['a wall time', '2024-03-05T23:30:00', '2024-03-05'],
    ['milliseconds', Date.parse('2024-03-05T23:30:00Z'), '2024-03-06'],
    ['milliseconds as text', String(Date.parse('2024-03-05T09:00:00Z')), '2024-03-05'],
    ['month, day, year', '3/5/2024', '2024-03-05'],
    ['month, day, year with zeros', '03/05/2024', '2024-03-05'],
  ])('are read from %s', (_name, date, expected) => {
    expect(activityOf({ date }).date).toBe(expected);
  });

  test('at midnight in UTC are kept, also in a time zone west of UTC', () => {
    const row = { id: 'a', type: 'call', date: '2024-03-05T00:00:00.000Z' };
    const outcome = read({ activities: [row] }, { ...IMPORTER, timeZone: 'America/Denver' });
    expect(outcome).toMatchObject([{ activity: { date: '2024-03-05' } }]);
  });

  test.each(['31/12/2024', '2024-02-30', 'soon', '2024-03', 1_709_600_000, -1, '1899-01-01', {}, [], true])(
    'are not guessed from %j',
    (date) => {
      const row = { id: 'a', type: 'call', date };
      expect(problemOf(row)).toEqual({
        kind: 'problem',
        path: 'activities[0]',
        code: 'bad_date',
        field: 'date',
        value: row,
      });
    },
  );
});

describe('an activity', () => {
  test('is read with camelCase, kebab-case and snake_case names', () => {
    const expected = { type: 'follow_up', follow_up_required: true, follow_up_date: '2024-03-12', duration: 30 };
    expect(activityOf({ type: 'followUp', followUpDate: '2024-03-12', duration: '30' })).toMatchObject(expected);
    expect(activityOf({ type: 'follow-up', 'follow-up-date': '3/12/2024', duration: 30 })).toMatchObject(expected);
    expect(activityOf({ type: 'follow_up', follow_up_date: '2024-03-12', duration: '30 min' })).toMatchObject(expected);
  });

  test.each<[Record<string, unknown>, string]>([
    [{ status: 'completed' }, 'done'],
    [{ status: 'Cancelled' }, 'cancelled'],
    [{ status: 'planned', completed: true }, 'planned'],
    [{ completed: true }, 'done'],
    [{ completed: 'false' }, 'planned'],
    [{ completedAt: '2024-03-05T10:00:00Z' }, 'done'],
    [{}, 'planned'],
  ])('with %j has the status %s', (row, status) => {
    expect(activityOf(row).status).toBe(status);
  });

  test.each<[unknown, string]>([
    ['9:05', '09:05'],
    ['14:05:30', '14:05:30'],
    ['2:05 PM', '14:05'],
    ['12:15 a.m.', '00:15'],
    ['2024-03-05T09:00:00Z', '10:00'],
  ])('with the time %j has the time %s', (time, expected) => {
    expect(activityOf({ time }).time).toBe(expected);
  });

  test('keeps unknown fields and an unknown lead in its metadata', () => {
    const rest = { leadId: 'lead-7', priority: { level: 'high\0' }, updatedAt: 5 };
    expect(activityOf(rest).metadata).toEqual({ legacy_app: JSON.stringify(rest) });
    expect(activityOf({ leadId: LEAD.toUpperCase() })).toMatchObject({ lead_id: LEAD, metadata: {} });
  });

  test('without a title gets the title of its type', () => {
    expect(activityOf({ type: 'newContact', title: ' ' }).title).toBe('New contact');
  });

  test('with the id of a custom type gets the type’s name', () => {
    const types = [{ id: 't1', name: 'Site visit' }];
    expect(read({ activities: [{ type: 't1', date: '2024-03-05' }], customTypes: types })[1]).toMatchObject({
      activity: { type: 'Site visit' },
    });
  });

  test.each<[Record<string, unknown>, string, string]>([
    [{ type: '' }, 'missing', 'type'],
    [{ date: null }, 'missing', 'date'],
    [{ duration: 'long' }, 'bad_duration', 'duration'],
    [{ duration: -5 }, 'bad_duration', 'duration'],
    [{ duration: 5_000 }, 'bad_duration', 'duration'],
    [{ time: '25:00' }, 'bad_time', 'time'],
    [{ status: 'maybe' }, 'bad_status', 'status'],
    [{ status: 'constructor' }, 'bad_status', 'status'],
    [{ notes: { text: 'x' } }, 'bad_text', 'notes'],
    [{ title: 'x'.repeat(300) }, 'too_long', 'title'],
    [{ type: 'x'.repeat(101) }, 'too_long', 'type'],
    [{ followUpRequired: 'perhaps' }, 'bad_flag', 'followUpRequired'],
    [{ id: { $oid: '1' } }, 'bad_id', 'id'],
  ])('with %j is reported as a problem', (row, code, field) => {
    expect(problemOf({ id: 'a', type: 'call', date: '2024-03-05', ...row })).toMatchObject({ code, field });
  });
});

describe('ids', () => {
  const idOf = (id: unknown) => activityOf({ id });
  test('that are UUIDs are kept', () => {
    const id = '5F0B2E3C-8B1D-4C6A-9B57-0D6C1B1B7A11';
    expect(idOf(id)).toMatchObject({ id: id.toLowerCase(), local_id: id });
  });

  test.each(['V1StGXR8_Z5jdHi6B-myT', '1709631234567', 1_709_631_234_567, '00000000-0000-0000-0000-000000000000'])(
    'of %j are derived from the value and the person',
    (id) => {
      expect(idOf(id).local_id).toBe(String(id));
      expect(idOf(id).id).toBe(idOf(String(id)).id);
      const [other] = read(
        { activities: [{ id, type: 'call', date: '2024-03-05' }] },
        { ...IMPORTER, userId: LEAD, timeZone: 'UTC', today: '2027-01-01' },
      );
      expect(other).toMatchObject({ kind: 'activity', activity: { local_id: String(id) } });
      expect(other).not.toMatchObject({ activity: { id: idOf(id).id } });
    },
  );

  test('of rows without one are derived from the content, and of equal rows from their number', () => {
    const row = { type: 'call', date: '2024-03-05' };
    const ids = (rows: unknown[]) =>
      read({ activities: rows }).map((outcome) => outcome.kind === 'activity' && outcome.activity.id);
    const [first, second, third] = ids([row, row, { ...row, title: 'Other' }]);
    expect(new Set([first, second, third]).size).toBe(3);
    expect(ids([{ date: '2024-03-05', title: 'Other', type: 'call' }, row, row])).toEqual([third, first, second]);
  });

  test('that occur twice are reported as a problem the second time', () => {
    const row = { id: 7, type: 'call', date: '2024-03-05' };
    expect(read({ activities: [row, { ...row, id: '7', title: 'Other' }] })).toMatchObject([
      { kind: 'activity' },
      { kind: 'problem', code: 'repeated', path: 'activities[1]' },
    ]);
  });
});

describe('goals', () => {
  const goals = { calls: 40, followUps: '25', newContacts: null };
  const expected = { kind: 'goals', targets: { calls: 40, follow_ups: 25 } };
  test.each<[string, unknown, string]>([
    ['of the current week', { goals }, '2026-11-16'],
    ['of the week that the state names', { goals, currentWeekStart: '2024-03-04' }, '2024-03-04'],
    ['by the start of their week', { weeklyGoals: { '2024-03-04': goals } }, '2024-03-04'],
    ['by Sundays', { weeklyGoals: { '2024-03-03': goals } }, '2024-03-04'],
    ['as a list', { weeklyGoals: [{ weekStart: '2024-03-03T23:00:00.000Z', ...goals }] }, '2024-03-04'],
    ['as a list with the targets inside', { weeklyGoals: [{ weekStart: '3/4/2024', goals }] }, '2024-03-04'],
  ])('are read %s', (_name, state, weekStart) => {
    expect(read(state)).toMatchObject([{ ...expected, weekStart }]);
  });

  test('with an unknown target are read without it, and it is reported as a problem', () => {
    expect(read({ goals: { calls: 40, demos: 3 } })).toMatchObject([
      { kind: 'goals', targets: { calls: 40 } },
      { kind: 'problem', path: 'goals["demos"]', code: 'unknown_target', value: 3 },
    ]);
  });

  test.each<[unknown, string]>([
    [{ goals: { calls: -1 } }, 'bad_target'],
    [{ goals: { calls: 2.5 } }, 'bad_target'],
    [{ weeklyGoals: { someday: { calls: 1 } } }, 'bad_date'],
    [{ weeklyGoals: [{ calls: 1 }] }, 'missing'],
    [{ weeklyGoals: [{ weekStart: '2024-03-04' }] }, 'missing'],
    [{ weeklyGoals: ['many'] }, 'not_a_row'],
  ])('in %j are reported as a problem', (state, code) => {
    expect(read(state)).toMatchObject([{ kind: 'problem', code }]);
  });
});

test('custom types are read from names and from rows with a name', () => {
  expect(read({ customTypes: ['Demo', { id: 1, label: ' Site visit ' }, 'DEMO', '', 4, []] })).toMatchObject([
    { kind: 'type', name: 'Demo' },
    { kind: 'type', name: 'Site visit' },
    { kind: 'problem', code: 'repeated' },
    { kind: 'problem', code: 'missing' },
    { kind: 'type', name: '4' },
    { kind: 'problem', code: 'bad_text' },
  ]);
});

/** Values as they should be, as they should not, and as nobody would think of. */
const anyValue = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom('2024-03-05', '3/5/2024', '2024-03-05T23:30:00Z', 1_709_681_400_000, 'call', 'followUp', 'done'),
  fc.constant({ toString: 1, valueOf: 2, __proto__: null }),
);
const anyRow = fc.oneof(
  fc.dictionary(
    fc.constantFrom(
      'id',
      'type',
      'date',
      'title',
      'status',
      'completed',
      'followUpDate',
      'time',
      'duration',
      'x\ud800',
    ),
    anyValue,
  ),
  fc
    .record({ id: fc.oneof(fc.uuid(), fc.nat(20), fc.string()), type: fc.string({ minLength: 1 }), notes: fc.string() })
    .map((row) => ({ ...row, date: '2024-03-05' })),
  anyValue,
);
const anyState = fc.record({
  activities: fc.array(anyRow, { maxLength: 12 }),
  weeklyGoals: fc.array(anyRow, { maxLength: 4 }),
  customTypes: fc.array(anyRow, { maxLength: 4 }),
});

const recordsOf = (outcomes: readonly Outcome[]): ImportRecord[] =>
  outcomes.flatMap((outcome) => (outcome.kind === 'problem' ? [] : [outcome]));

describe('numbers that a double cannot hold', () => {
  const state = (rows: string) => `{"activities":[${rows}]}`;
  const row = (members: string) => `{"type":"call","date":"2026-03-05",${members}}`;

  test('make different ids different', () => {
    const outcomes = readText(
      state([9_007_199_254_740_992n, 9_007_199_254_740_993n].map((id) => row(`"id":${id}`)).join()),
    );
    expect(outcomes.map((outcome) => outcome.kind === 'activity' && outcome.activity.local_id)).toEqual([
      '9007199254740992',
      '9007199254740993',
    ]);
  });

  test('keep their digits in what is kept of unknown members', () => {
    const rest = '{"invoice":12345678901234567890,"share":[0.1,1e400]}';
    expect(readText(state(row(rest.slice(1, -1))))).toMatchObject([{ activity: { metadata: { legacy_app: rest } } }]);
  });

  test('are no durations, dates or rows', () => {
    const rows = [row('"duration":1e400'), row('"completedAt":12345678901234567890'), '12345678901234567890'];
    expect(readText(state(rows.join()))).toMatchObject([
      { code: 'bad_duration' },
      { code: 'bad_date' },
      { code: 'not_a_row' },
    ]);
  });

  test('do not change which of two equal members counts', () => {
    expect(readText(state(row('"title":"One","title":"Two","x":12345678901234567890')))).toMatchObject([
      { activity: { title: 'Two' } },
    ]);
  });
});

describe('with arbitrary data', () => {
  test('reading never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.jsonValue().map((part) => JSON.stringify({ goals: part })),
        ),
        (text) => {
          expect(readText(text).length).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('each row is one record or one problem, and a problem contains the original row', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const given = parseJson(JSON.stringify(state)) as typeof state;
        const outcomes = read(given);
        const heldAt = new Map<string, unknown>(
          Object.entries(given).flatMap(([list, rows]) =>
            rows.map((row, index) => [`${list}[${index}]`, row] as const),
          ),
        );
        const ofRows = outcomes.filter((outcome) => !(outcome.kind === 'problem' && outcome.code === 'unknown_target'));
        expect(ofRows.map(({ path }) => path).sort()).toEqual([...heldAt.keys()].sort());
        const problems = ofRows.filter((outcome) => outcome.kind === 'problem');
        expect(problems.map(({ value }) => value)).toEqual(problems.map(({ path }) => heldAt.get(path)));
      }),
      { numRuns: 500 },
    );
  });

  test('no two records are the same row, and reading again returns the same records', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const records = recordsOf(read(state));
        const keys = records.map((record) =>
          record.kind === 'activity'
            ? record.activity.id
            : record.kind === 'goals'
              ? record.weekStart
              : record.kind === 'type'
                ? record.name.toLowerCase()
                : record.row.id,
        );
        expect(new Set(keys).size).toBe(keys.length);
        expect(recordsOf(read(state))).toEqual(records);
      }),
      { numRuns: 300 },
    );
  });
});
