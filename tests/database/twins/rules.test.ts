import fc from 'fast-check';
import { needsDecision } from '../../../src/domain/money/payment.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isTimeZone } from '../../../src/domain/calendar/calendar-date.ts';
import { nextPosition } from '../../../src/domain/ordering/position.ts';
import { dueDayIndex } from '../../../src/domain/programs/day-dates.ts';
import {
  fillTaskPlaceholders,
  isParameterKey,
  missingParameters,
  storedParameterValues,
} from '../../../src/domain/programs/parameters.ts';
import type { DayCounting, ProgramParameter, TaskLevel } from '../../../src/domain/programs/program.ts';
import type { PreviewTask } from '../../../src/domain/programs/version.ts';
import { isDue, isMissed } from '../../../src/domain/tasks/adherence.ts';
import { formatHlcTimestamp, hlcTimestampMs } from '../../../src/domain/sync/hlc.ts';
import { startBackend, type TestBackend } from '../../fixtures/backend/backend.ts';

let backend: TestBackend;

beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());

/** Evaluates an SQL expression over `x`, a JSON value, for each of `values`, in their order. */
const evaluate = async <Result>(expression: string, values: readonly unknown[]): Promise<Result[]> => {
  const rows = await backend.sql<{ result: Result }>(
    `select (${expression}) as result from jsonb_array_elements($1::jsonb) with ordinality v (x, n) order by n`,
    JSON.stringify(values),
  );
  return rows.map(({ result }) => result);
};

/** Some of each run are compared in one statement. */
const many = <Value>(value: fc.Arbitrary<Value>) => fc.array(value, { minLength: 40, maxLength: 40 });
const RUNS = { numRuns: 8 };

test('HLC timestamps have the same text and the same time in SQL and TypeScript', async () => {
  const timestamps = many(
    fc.record({
      ms: fc.integer({ min: 0, max: 2 ** 47 }),
      counter: fc.integer({ min: 0, max: 0xffff }),
      device: fc.uuid(),
    }),
  );
  await fc.assert(
    fc.asyncProperty(timestamps, async (values) => {
      const texts = values.map(({ ms, counter, device }) => formatHlcTimestamp({ ms, counter }, device));
      expect(
        await evaluate("private.hlc_timestamp((x ->> 'ms')::bigint, (x ->> 'counter')::int, x ->> 'device')", values),
      ).toEqual(texts);
      expect(
        await evaluate("(extract(epoch from private.hlc_instant(x #>> '{}')) * 1000)::bigint::text", texts),
      ).toEqual(texts.map((text) => String(hlcTimestampMs(text))));
    }),
    RUNS,
  );
});

test('a task is due and missed in SQL where it is in TypeScript', async () => {
  const dates = fc.constantFrom('2026-02-28', '2026-03-01', '2026-03-02', '2999-12-31');
  const tasks = many(
    fc.record({
      status: fc.constantFrom('open' as const, 'done' as const),
      is_required: fc.boolean(),
      date: dates,
      today: dates,
    }),
  );
  await fc.assert(
    fc.asyncProperty(tasks, async (values) => {
      const day = "(x ->> 'is_required')::boolean, (x ->> 'date')::date, (x ->> 'today')::date";
      expect(await evaluate(`private.is_due(${day})`, values)).toEqual(values.map((task) => isDue(task, task.today)));
      expect(await evaluate(`private.is_missed(x ->> 'status', ${day})`, values)).toEqual(
        values.map((task) => isMissed(task, task.today)),
      );
    }),
    RUNS,
  );
});

test('a settled payment waits for a decision in SQL where it does in TypeScript', async () => {
  const payments = many(
    fc.record({
      state: fc.constantFrom('applied', 'held', 'refunded', 'undone'),
      issue: fc.constantFrom(null, 'too_little' as const, 'too_much' as const),
      decided_at: fc.constantFrom(null, '2026-03-01T10:00:00+00:00'),
    }),
  );
  await fc.assert(
    fc.asyncProperty(payments, async (values) => {
      const undecided = 'private.is_undecided(jsonb_populate_record(null::public.payments, x))';
      expect(await evaluate(undecided, values)).toEqual(values.map(needsDecision));
    }),
    RUNS,
  );
});

test('a task is added after the others of its day in SQL as in TypeScript', async () => {
  const positions = many(fc.oneof(fc.constant(null), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })));
  await fc.assert(
    fc.asyncProperty(positions, async (values) => {
      expect(await evaluate("private.position_after((x #>> '{}')::integer)", values)).toEqual(
        values.map((position) => nextPosition(position === null ? [] : [{ position }])),
      );
    }),
    RUNS,
  );
});

test('SQL and TypeScript accept the same time zones, all of the browser’s among them', async () => {
  const zones = Intl.supportedValuesOf('timeZone');
  const names = [
    ...zones,
    'UTC',
    'Etc/GMT+5',
    '',
    ' ',
    'Mars/Phobos',
    '+05:30',
    'posixrules',
    'utc',
    'EST5EDT',
    'Europe',
  ];
  const inSql = await evaluate<boolean>("private.is_time_zone(x #>> '{}')", names);
  expect(names.filter((_, index) => !inSql[index])).toEqual(names.filter((name) => !isTimeZone(name)));
  expect(zones.filter((name) => !isTimeZone(name))).toEqual([]);
});

test('a template task is due on the same program day in SQL and TypeScript', async () => {
  const tasks = many(
    fc.record({
      level: fc.constantFrom<TaskLevel>('program', 'program_week', 'program_day'),
      day: fc.integer({ min: 1, max: 366 }),
      counting: fc.constantFrom<DayCounting>('calendar', 'weekdays'),
    }),
  );
  await fc.assert(
    fc.asyncProperty(tasks, async (values) => {
      expect(
        await evaluate("private.due_day(x ->> 'level', (x ->> 'day')::integer, x ->> 'counting')", values),
      ).toEqual(values.map(({ level, day, counting }) => dueDayIndex(level, day, counting)));
    }),
    RUNS,
  );
});

describe('placeholders', () => {
  const key = fc.constantFrom('name', 'instrument', 'a_1', 'x'.repeat(50), 'toString');
  const piece = fc.oneof(
    key.map((name) => `{${name}}`),
    fc.constantFrom('{', '}', '{}', '{ name }', '{{name}}', '{name', 'Scales ', '🎺', ' ', '{unknown}'),
  );
  const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
  const parameterValues = fc.dictionary(
    key,
    fc.oneof(fc.constantFrom('', '{name}', '🎻'.repeat(150), 'x'.repeat(300)), fc.string({ unit: 'grapheme' })),
  );

  test('are replaced in titles and notes as in materialized tasks', async () => {
    const tasks = many(
      fc.record({
        title: fc.oneof(
          text.filter((one) => one.trim() !== ''),
          fc.constant(`{name}${'é'.repeat(200)}`),
        ),
        notes: fc.option(fc.oneof(text, fc.constant('{name}'.repeat(3_000)))),
        parameters: parameterValues.map(({ ...values }) => values),
      }),
    );
    await fc.assert(
      fc.asyncProperty(tasks, async (values) => {
        const inSql = await evaluate<{ title: string; notes: string | null }>(
          `select json_build_object('title', private.fill_title(x ->> 'title', x -> 'parameters'),
             'notes', private.fill_notes(x ->> 'notes', x -> 'parameters'))`,
          values,
        );
        const inTypeScript = values.flatMap(({ title, notes, parameters }) =>
          fillTaskPlaceholders([{ title, notes } as PreviewTask], parameters),
        );
        expect(inSql).toEqual(inTypeScript);
      }),
      RUNS,
    );
  });

  test('have the same valid keys on both sides', async () => {
    const keys = ['a', 'A9_', 'x'.repeat(50), 'x'.repeat(51), '', '9a', '_a', 'a-b', 'é', 'a\n', 'a b', 'constructor'];
    expect(await evaluate("private.is_parameter_key(x #>> '{}')", keys)).toEqual(keys.map(isParameterKey));
  });
});

describe('parameters of an enrollment', () => {
  const declared: ProgramParameter[] = [
    { key: 'name', label: 'Name', options: null, required: true },
    { key: 'nick', label: 'Nickname', options: null, required: false },
    { key: 'level', label: 'Level', options: ['New', 'Old'], required: false },
  ];
  const value = fc.constantFrom(undefined, '', ' ', 'Mia', ' Mia ', '{name}', '🎺', '\u00a0', 'New', ' Old');
  const given = fc
    .record({ name: value, nick: value, level: fc.constantFrom(undefined, '', 'New', ' Old ') })
    .map((values) => JSON.parse(JSON.stringify(values)) as Record<string, string>);

  test('are validated and stored as on the device', async () => {
    await fc.assert(
      fc.asyncProperty(given, async (values) => {
        const missing = missingParameters(declared, values);
        const [row] = await backend
          .sql<{ result: unknown }>(
            `select private.parse_parameters($1::jsonb, $2::jsonb) as result`,
            JSON.stringify(declared),
            JSON.stringify(values),
          )
          .catch((error: unknown) => [{ result: (error as Error).message }]);
        expect(row?.result).toEqual(missing.size > 0 ? 'missing_parameter' : storedParameterValues(declared, values));
      }),
      { numRuns: 60 },
    );
  });
});
