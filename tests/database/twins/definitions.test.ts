import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { REJECTION_CODES } from '../../../src/contract/protocol.ts';
import { REPORTS_LIMIT } from '../../../src/contract/sync-report.ts';
import { SYNCED_TABLES, type SyncedTable } from '../../../src/contract/synced-tables.ts';
import { addDays } from '../../../src/domain/calendar/calendar-date.ts';
import { FLAG_PEOPLE_LIMIT } from '../../../src/domain/flags/feature-flags.ts';
import { PROGRAM_LIMITS } from '../../../src/domain/programs/program.ts';
import { METRICS_MAX_DAYS } from '../../../src/domain/reporting/date-range.ts';
import { CLEAR_UNDO_DAYS, TASK_LIMITS } from '../../../src/domain/tasks/task.ts';
import { LONG_TEXT_LIMIT } from '../../../src/domain/values/text.ts';
import { type Account, startBackend, type TestBackend } from '../../fixtures/backend/backend.ts';
import { type SyncClient, syncClient } from '../../fixtures/backend/sync-client.ts';

let backend: TestBackend;
let coach: Account;
let phone: SyncClient;

beforeAll(async () => {
  backend = await startBackend();
  coach = await backend.signUp('coach');
  phone = syncClient(backend, coach);
});
afterAll(() => backend.close());

const TABLES = Object.keys(SYNCED_TABLES) as SyncedTable[];

describe('the definition of a synced table', () => {
  test('has the foreign keys between rows that devices create', async () => {
    const keys = await backend.sql<{ table: string; field: string; parent: string }>(
      `select c.conrelid::regclass::text as "table", a.attname as field, c.confrelid::regclass::text as parent
       from pg_constraint c
       cross join unnest(c.conkey) with ordinality k (number, n)
       join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.number
       where c.contype = 'f' and a.attname <> 'user_id'
         and has_column_privilege('authenticated', c.conrelid, a.attnum, 'insert')
         and has_any_column_privilege('authenticated', c.confrelid, 'insert')`,
    );
    const inDatabase = keys
      .map(({ table, field, parent }) => `${table}.${field} ${parent}`)
      .filter(
        (key) =>
          TABLES.some((table) => key.startsWith(`${table}.`)) && TABLES.some((table) => key.endsWith(` ${table}`)),
      );
    const defined = TABLES.flatMap((table) =>
      Object.entries(SYNCED_TABLES[table].references ?? {}).map(([field, parent]) => `${table}.${field} ${parent}`),
    );
    expect(inDatabase.sort()).toEqual(defined.sort());
  });

  test('clears in copies the fields that are unique besides the keys', async () => {
    const indexes = await backend.sql<{ table: string; fields: string[] }>(
      `select i.indrelid::regclass::text as "table",
         array(select a.attname::text from pg_attribute a where a.attrelid = i.indrelid and a.attnum = any (i.indkey)) as fields
       from pg_index i where i.indisunique and not i.indisprimary`,
    );
    const uniqueFields = (table: string) =>
      indexes
        .filter((index) => index.table === table)
        .flatMap(({ fields }) => fields)
        .filter((field) => !['id', 'user_id'].includes(field));
    const copied = TABLES.filter((table) => SYNCED_TABLES[table].clearedInCopies);
    expect(copied.length).toBeGreaterThan(0);
    expect(copied.map((table) => [table, uniqueFields(table)])).toEqual(
      copied.map((table) => [table, SYNCED_TABLES[table].clearedInCopies]),
    );
  });

  test('contains the fields that only the server writes', async () => {
    const columns = await backend.sql<{ table: string; field: string }>(
      `select c.table_name as "table", c.column_name as field from information_schema.columns c
       where c.table_schema = 'public' and c.column_name not in ('id', 'user_id', 'created_at', 'updated_at', 'field_timestamps')
         and exists (select from information_schema.column_privileges p
           where p.table_name = c.table_name and p.grantee = 'authenticated' and p.privilege_type = 'INSERT')
         and not has_column_privilege('authenticated', format('public.%I', c.table_name), c.column_name, 'update')
         and not has_column_privilege('authenticated', format('public.%I', c.table_name), c.column_name, 'insert')`,
    );
    const inDatabase = columns.filter(({ table }) => (TABLES as string[]).includes(table));
    const defined = TABLES.flatMap((table) =>
      (SYNCED_TABLES[table].serverFields ?? []).map((field) => ({ table, field })),
    );
    expect(inDatabase.map(({ table, field }) => `${table}.${field}`).sort()).toEqual(
      defined.map(({ table, field }) => `${table}.${field}`).sort(),
    );
  });
});

test('the database returns every rejection code that the device knows', async () => {
  const functions = await backend.sql<{ source: string }>(
    `select prosrc as source from pg_proc
     where pronamespace = 'private'::regnamespace and (proname = 'rejection_code' or prosrc like '%fault%' or prosrc like '%rejected_verdict%')`,
  );
  const words = new Set(
    functions.flatMap(({ source }) => [...source.matchAll(/'([a-z]+(?:_[a-z]+)*)'/g)].map(([, word]) => word)),
  );
  // The device's own, for a rejection without a code.
  expect(REJECTION_CODES.filter((code) => !words.has(code))).toEqual(['internal']);
});

describe('SQL and TypeScript have the same limit', () => {
  const long = (length: number) => 'x'.repeat(length);

  test('of the reports in one request', async () => {
    await phone.pull();
    const report = (id: string) => ({
      id,
      outcome: 'ok',
      ago_ms: 1,
      duration_ms: 1,
      sent: 0,
      received: 0,
      oldest_pending_ms: null,
      rejections: {},
      drift: [],
      app_version: '1',
    });
    const send = (count: number) =>
      backend.rpc(
        'report_sync',
        { device: phone.id, reports: Array.from({ length: count }, () => report(crypto.randomUUID())) },
        coach.token,
      );
    expect((await send(REPORTS_LIMIT)).status).toBeLessThan(300);
    expect((await send(REPORTS_LIMIT + 1)).status).toBe(413);
  });

  test('of the people of a flag', async () => {
    const setPeople = (count: number) =>
      backend.sql(
        'update public.feature_flags set people = $1',
        Array.from({ length: count }, () => crypto.randomUUID()),
      );
    await setPeople(FLAG_PEOPLE_LIMIT);
    await expect(setPeople(FLAG_PEOPLE_LIMIT + 1)).rejects.toThrow(/feature_flags/);
    await setPeople(0);
  });

  test('of the days in which a clear can be undone', async () => {
    const [row] = await backend.sql<{ days: number }>(
      'select extract(epoch from private.undo_period())::int / 86400 as days',
    );
    expect(row?.days).toBe(CLEAR_UNDO_DAYS);
  });

  test('of the days of metrics', async () => {
    const metricsOf = async (days: number) => {
      const dates = { from_date: '2024-01-01', to_date: addDays('2024-01-01', days - 1) };
      return (await backend.rpc('user_activity_metrics', { person: coach.id, ...dates }, coach.token)).status;
    };
    expect(await metricsOf(METRICS_MAX_DAYS)).toBe(200);
    expect(await metricsOf(METRICS_MAX_DAYS + 1)).toBe(400);
  });

  const program = { title: 'A program' };
  const templateTask = { program_id: crypto.randomUUID(), title: 'A task', day_index: 1, position: 1 };
  const task = { title: 'A task', date: '2026-03-02', position: 1 };

  test.each([
    ['programs', program, { title: long(PROGRAM_LIMITS.title) }, { title: long(PROGRAM_LIMITS.title + 1) }],
    ['programs', program, { description: long(LONG_TEXT_LIMIT) }, { description: long(LONG_TEXT_LIMIT + 1) }],
    ['programs', program, { length_days: PROGRAM_LIMITS.days }, { length_days: PROGRAM_LIMITS.days + 1 }],
    ['programs', program, { length_days: 1 }, { length_days: 0 }],
    ['programs', program, { price: PROGRAM_LIMITS.price }, { price: PROGRAM_LIMITS.price + 1 }],
    [
      'program_tasks',
      templateTask,
      { title: long(PROGRAM_LIMITS.taskTitle) },
      { title: long(PROGRAM_LIMITS.taskTitle + 1) },
    ],
    ['program_tasks', templateTask, { notes: long(LONG_TEXT_LIMIT) }, { notes: long(LONG_TEXT_LIMIT + 1) }],
    [
      'program_tasks',
      templateTask,
      { type: long(PROGRAM_LIMITS.taskType) },
      { type: long(PROGRAM_LIMITS.taskType + 1) },
    ],
    [
      'program_tasks',
      templateTask,
      { minutes: PROGRAM_LIMITS.taskMinutes },
      { minutes: PROGRAM_LIMITS.taskMinutes + 1 },
    ],
    ['program_tasks', templateTask, { minutes: 0 }, { minutes: -1 }],
    ['tasks', task, { title: long(TASK_LIMITS.title) }, { title: long(TASK_LIMITS.title + 1) }],
    ['tasks', task, { notes: long(LONG_TEXT_LIMIT) }, { notes: long(LONG_TEXT_LIMIT + 1) }],
    ['tasks', task, { type: long(PROGRAM_LIMITS.taskType) }, { type: long(PROGRAM_LIMITS.taskType + 1) }],
    ['tasks', task, { minutes: TASK_LIMITS.minutes }, { minutes: TASK_LIMITS.minutes + 1 }],
    ['tasks', task, { minutes: 0 }, { minutes: -1 }],
  ])('in %s, with %j: %.60j', async (table, fields, most, tooMuch) => {
    const [{ id } = { id: '' }] = await backend.sql<{ id: string }>(
      `insert into public.programs (user_id, title) values ($1, 'Parent') returning id`,
      coach.id,
    );
    const push = async (values: object) => {
      const all = { ...fields, ...(table === 'program_tasks' && { program_id: id }), ...values };
      const { body } = await phone.push([phone.change({ table, op: 'insert', fields: all })]);
      return body.verdicts.map(({ verdict, code }) => code ?? verdict);
    };
    expect(await push(most)).toEqual(['applied']);
    expect(await push(tooMuch)).toEqual(['invalid_value']);
  });
});
