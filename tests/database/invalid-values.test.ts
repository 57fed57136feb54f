import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LOCAL_PUBLISHABLE_KEY } from '../../src/api/config.ts';
import { customTypeId } from '../../src/domain/activities/custom-type.ts';
import { derivedId } from '../../src/domain/sync/derived-id.ts';
import { type Account, startBackend, type TestBackend } from '../fixtures/backend/backend.ts';
import { type CoachingApi, coachingApi } from '../fixtures/backend/coaching.ts';
import { ACTIVITY, type SyncClient, syncClient } from '../fixtures/backend/sync-client.ts';
import { DOMAIN_SAMPLES, INVALID_OF_TYPE } from '../fixtures/simulation/value-samples.ts';

/* Every way into the database, as the catalog lists it, with values that are not what its columns and arguments mean. */

let backend: TestBackend;
let api: CoachingApi;
let coach: Account;
let phone: SyncClient;

beforeAll(async () => {
  backend = await startBackend();
  api = coachingApi(backend);
  coach = await backend.signUp('coach');
  phone = syncClient(backend, coach);
});
afterAll(() => backend.close());

const PUSH_SIZE = 400;

describe('a column', () => {
  interface Column {
    table: string;
    column: string;
    type: string;
    can_insert: boolean;
    can_update: boolean;
  }

  /** All columns of synced tables but those that no change may name; `type` is a domain's name, or a type's. */
  const syncedColumns = () =>
    backend.sql<Column>(
      `select s.table_name as table, a.attname::text as column, t.typname::text as type,
         has_table_privilege('authenticated', a.attrelid, 'DELETE')
           and has_column_privilege('authenticated', a.attrelid, a.attnum, 'INSERT') as can_insert,
         has_column_privilege('authenticated', a.attrelid, a.attnum, 'UPDATE') as can_update
       from private.synced_tables s
       join pg_attribute a on a.attrelid = format('public.%I', s.table_name)::regclass
       join pg_type t on t.oid = a.atttypid
       where a.attnum > 0 and not a.attisdropped and a.attname <> all (array['id', 'updated_at', 'field_timestamps'])
       order by 1, a.attnum`,
    );

  let validRows: Record<string, { row: string; fields: Record<string, unknown> }>;

  beforeAll(async () => {
    const program_id = await api.draft(coach);
    const week_start = '2026-01-05';
    const type_name = 'Site visit';
    const user_id = coach.id;
    validRows = {
      submissions: { row: randomUUID(), fields: { name: 'Anna' } },
      program_activities: { row: randomUUID(), fields: ACTIVITY },
      program_weekly_goals: {
        row: derivedId('program_weekly_goals', user_id, week_start),
        fields: { user_id, week_start },
      },
      program_custom_activity_types: {
        row: customTypeId(user_id, type_name),
        fields: { user_id, type_name },
      },
      programs: { row: randomUUID(), fields: { title: 'First steps' } },
      program_tasks: { row: randomUUID(), fields: { program_id, title: 'Read', day_index: 1 } },
      library_blocks: { row: randomUUID(), fields: { title: 'Warm-up' } },
      tasks: { row: randomUUID(), fields: { title: 'Read', date: '2026-01-05' } },
    };
    const rows = Object.entries(validRows).map(([table, valid]) => phone.change({ table, op: 'insert', ...valid }));
    const { body } = await phone.push(rows);
    expect(body.verdicts.map(({ verdict }) => verdict)).toEqual(rows.map(() => 'applied'));
  });

  /** The changes that try a value: the first and a later one of a row, as far as a device may make them. */
  const changesWith = ({ table, column, can_insert, can_update }: Column, value: unknown) => {
    const valid = validRows[table] ?? { row: coach.id, fields: {} };
    return [
      ...(can_insert ? [{ table, op: 'insert', row: valid.row, fields: { ...valid.fields, [column]: value } }] : []),
      ...(can_update ? [{ table, op: 'update', row: valid.row, fields: { [column]: value } }] : []),
    ];
  };

  test('accepts only values of its type, and the verdict names the column', async () => {
    const columns = (await syncedColumns()).filter(({ can_insert, can_update }) => can_insert || can_update);
    expect(columns.filter(({ type }) => !(type in INVALID_OF_TYPE))).toEqual([]);
    const attempts = columns.flatMap((column) =>
      (INVALID_OF_TYPE[column.type] ?? []).flatMap((value) =>
        changesWith(column, value).map((change) => ({
          column: column.column,
          value,
          change: phone.change(change as never),
        })),
      ),
    );
    expect(attempts.length).toBeGreaterThan(1_000);
    for (const row of Object.keys(validRows)) expect(attempts.some(({ change }) => change.table === row)).toBe(true);
    for (let from = 0; from < attempts.length; from += PUSH_SIZE) {
      const batch = attempts.slice(from, from + PUSH_SIZE);
      const { body } = await phone.push(batch.map(({ change }) => change));
      const summaryOf = ({ change, column, value }: (typeof batch)[number]) => [change.table, change.op, column, value];
      expect(
        body.verdicts.map(({ code, detail }, index) => [...summaryOf(batch[index] as never), code, detail]),
      ).toEqual(batch.map((attempt) => [...summaryOf(attempt), 'invalid_value', attempt.column]));
    }
  });

  test('that devices may not write accepts no value from a device', async () => {
    const columns = (await syncedColumns()).filter(({ can_insert, can_update }) => !can_insert && !can_update);
    const changes = columns.map(({ table, column, type }) =>
      phone.change({
        table,
        op: 'update',
        row: validRows[table]?.row ?? coach.id,
        fields: { [column]: INVALID_OF_TYPE[type]?.[0] ?? 'text' },
      }),
    );
    const { body } = await phone.push(changes);
    expect(body.verdicts.filter(({ verdict }) => verdict !== 'rejected')).toEqual([]);
  });

  test('of a synced table has a type whose JSON form is checked', async () => {
    expect(
      await backend.sql(
        `select s.table_name, a.attname from private.synced_tables s
         join pg_attribute a on a.attrelid = format('public.%I', s.table_name)::regclass
         join pg_type t on t.oid = a.atttypid
         where a.attnum > 0 and not a.attisdropped
           and private.not_json_of(coalesce(nullif(t.typbasetype, 0), t.oid)::regtype) = 'true'`,
      ),
    ).toEqual([]);
  });

  test('with dates, times or instants has a domain as its type', async () => {
    expect(
      await backend.sql(
        `select a.attrelid::regclass::text as table, a.attname as column
         from pg_attribute a join pg_class c on c.oid = a.attrelid
         where c.relkind = 'r' and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
           and a.attnum > 0 and not a.attisdropped
           and a.atttypid in ('date'::regtype, 'time'::regtype, 'timetz'::regtype, 'timestamp'::regtype, 'timestamptz'::regtype)`,
      ),
    ).toEqual([]);
  });
});

describe('an argument of a function', () => {
  const KINDS = { date: 'calendar_date', instant: 'instant', label: 'label' } as const;

  interface Argument {
    function: string;
    kind: keyof typeof KINDS;
    argument: string;
    /** The types of all arguments, by name. */
    types: Record<string, string>;
    is_for_server: boolean;
  }

  const readArguments = () =>
    backend.sql<Argument>(
      `select p.proname::text as function, m[1] as kind, m[2] as argument,
         (select jsonb_object_agg(n.name, t.type::regtype::text)
          from unnest(p.proargnames) with ordinality n (name, i)
          join unnest(p.proargtypes::oid[]) with ordinality t (type, i) on t.i = n.i) as types,
         not has_function_privilege('authenticated', p.oid, 'EXECUTE') as is_for_server
       from pg_proc p
       cross join regexp_matches(p.prosrc, 'private\\.read_(\\w+)\\(''(\\w+)''', 'g') m
       where p.pronamespace = 'public'::regnamespace order by 1, 3`,
    );

  const VALID_OF_TYPE: Record<string, unknown> = {
    uuid: randomUUID(),
    jsonb: {},
    text: 'EUR',
    integer: 1,
    bigint: 1,
    boolean: true,
  };

  test('that is a date, an instant or a label rejects invalid values', async () => {
    const readers = await readArguments();
    expect(new Set(readers.map(({ kind }) => kind))).toEqual(new Set(Object.keys(KINDS)));
    for (const { function: name, kind, argument, types, is_for_server } of readers) {
      const others = Object.fromEntries([
        ...Object.entries(types).map(([key, type]) => [key, VALID_OF_TYPE[type]]),
        ...readers
          .filter((other) => other.function === name)
          .map((other) => [other.argument, DOMAIN_SAMPLES[KINDS[other.kind]].valid[0]]),
      ]) as Record<string, unknown>;
      const responses: unknown[] = [];
      const invalid: readonly unknown[] = DOMAIN_SAMPLES[KINDS[kind]].invalid;
      const texts = invalid.filter((value) => typeof value === 'string');
      for (const value of texts) {
        const parameters = { ...others, [argument]: value };
        const reply = is_for_server
          ? await api.callAsServer(name, parameters)
          : await api.call(coach, name, parameters);
        const { message, details } = reply.body as { message: string; details: string };
        responses.push([name, argument, value, reply.status, message, details.startsWith(`${argument} `)]);
      }
      expect(responses).toEqual(texts.map((value) => [name, argument, value, 400, 'invalid_value', true]));
    }
  });

  test('never has a date or time type, which Postgres would parse leniently', async () => {
    expect(
      await backend.sql(
        `select p.oid::regprocedure::text as function from pg_proc p
         where p.pronamespace = 'public'::regnamespace
           and p.proargtypes::oid[] && array['date', 'time', 'timetz', 'timestamp', 'timestamptz']::regtype[]::oid[]`,
      ),
    ).toEqual([]);
  });

  test.each(['a\u202Eb', '\u0007'])('with a parameter value rejects %j', async (value) => {
    const parameters = [{ key: 'a', label: 'A', options: null, required: true }];
    const { version } = await api.publish(coach, await api.draft(coach, { parameters }));
    expect(
      await api.call(coach, 'import_program', {
        version,
        start_date: '2026-01-05',
        parameters: { a: value },
        token: null,
      }),
    ).toMatchObject({ status: 400, body: { message: 'invalid_value' } });
  });
});

test('a new account with an invalid name and time zone gets the defaults', async () => {
  const response = await backend.fetch(
    new Request('http://localhost/auth/v1/signup', {
      method: 'POST',
      headers: { apikey: LOCAL_PUBLISHABLE_KEY, 'content-type': 'application/json' },
      body: JSON.stringify({
        email: `${randomUUID()}@example.com`,
        password: 'cadence-test',
        data: { display_name: ' \u202E\u200B ', time_zone: 'Mars/Phobos', role: 'rep' },
      }),
    }),
  );
  const { user } = (await response.json()) as { user: { id: string } };
  expect(await backend.sql('select display_name, time_zone from public.profiles where id = $1', user.id)).toEqual([
    { display_name: '', time_zone: 'UTC' },
  ]);
});

test('an unknown time zone counts as UTC', async () => {
  const [row] = await backend.sql<{ day: string }>(
    `select private.date_in('+05:30', '2026-01-05T22:00:00Z')::text as day`,
  );
  expect(row?.day).toBe('2026-01-05');
});
