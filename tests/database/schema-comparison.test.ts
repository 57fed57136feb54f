import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Catalog, catalogDifferences, readCatalog } from '../../supabase/checks/catalog.ts';
import { openTestDatabase, type TestDatabase } from '../fixtures/database/roles.ts';

let database: TestDatabase;
let unchanged: Catalog;

/** The catalog as it is after `change`, which is rolled back. */
const catalogAfter = async (change: string): Promise<Catalog> => {
  const client = await database.owner.connect();
  try {
    await client.query('begin');
    await client.query(change);
    return await readCatalog(client);
  } finally {
    await client.query('rollback');
    client.release();
  }
};

const differencesAfter = async (change: string): Promise<string[]> =>
  catalogDifferences(['schema files', unchanged], ['migrations', await catalogAfter(change)]);

beforeAll(async () => {
  database = await openTestDatabase();
  unchanged = await catalogAfter('select');
});
afterAll(() => database.close());

test('a database has no differences from itself', async () => {
  expect(await differencesAfter('select')).toEqual([]);
});

describe('the comparison notices', () => {
  const isAdmin = (options: string, body: string) =>
    `create or replace function private.is_admin() returns boolean language sql ${options} as $$ ${body} $$`;
  const IS_ADMIN_BODY = `select exists (select from public.profiles where id = (select auth.uid()) and role = 'admin')`;

  test.each([
    ['a table', 'create table private.extra ()', 'table private.extra: only in the migrations'],
    ['a table that is missing', 'drop view private.goal_types', 'table private.goal_types: only in the schema files'],
    [
      'a view’s query',
      `create or replace view private.goal_types as select 'a' as type, 'b' as goal`,
      'table private.goal_types:',
    ],
    ['a view’s options', 'alter view private.goal_types reset (security_invoker)', 'table private.goal_types:'],
    ['row-level security', 'alter table public.tasks disable row level security', 'table public.tasks:'],
    ['a column', 'alter table public.tasks add extra text', 'column public.tasks.extra: only in the migrations'],
    ['a column’s type', 'alter table public.tasks alter program_day type bigint', 'column public.tasks.program_day:'],
    ['a column’s default', 'alter table public.tasks alter position set default 1', 'column public.tasks."position":'],
    [
      'a column’s nullability',
      'alter table public.tasks alter position drop not null',
      'column public.tasks."position":',
    ],
    [
      'a check',
      `alter table public.tasks add constraint extra check (position < 9)`,
      'constraint extra on tasks: only in the migrations',
    ],
    ['an enumerated type', `create type private.extra as enum ('a')`, 'type private.extra: only in the migrations'],
    ['a domain', 'create domain private.extra as text', 'type private.extra: only in the migrations'],
    [
      'a domain’s check',
      'create domain private.extra as text check (value > 0::text)',
      'constraint extra_check on private.extra: only in the migrations',
    ],
    ['an index', 'create index extra on public.tasks (title)', 'index public.extra: only in the migrations'],
    ['a sequence', 'create sequence private.extra', 'sequence private.extra: only in the migrations'],
    [
      'a function',
      `create function private.extra() returns int language sql as 'select 1'`,
      'function private.extra(): only in the migrations',
    ],
    [
      'a function’s body',
      isAdmin(`stable security definer set search_path = ''`, 'select true'),
      'function private.is_admin():',
    ],
    [
      'a function’s volatility',
      isAdmin(`volatile security definer set search_path = ''`, IS_ADMIN_BODY),
      'function private.is_admin():',
    ],
    [
      'whether a function runs as its owner',
      isAdmin(`stable set search_path = ''`, IS_ADMIN_BODY),
      'function private.is_admin():',
    ],
    ['a function’s settings', 'alter function private.is_admin() reset search_path', 'function private.is_admin():'],
    ['a function’s grants', 'grant execute on function private.is_admin() to anon', 'function private.is_admin():'],
    [
      'a trigger',
      'drop trigger zz_set_field_timestamps on public.tasks',
      'trigger zz_set_field_timestamps on tasks: only in the schema files',
    ],
    [
      'a disabled trigger',
      'alter table public.tasks disable trigger zz_set_field_timestamps',
      'trigger zz_set_field_timestamps on tasks:',
    ],
    [
      'a policy',
      'drop policy "people edit themselves" on public.profiles',
      'policy "people edit themselves" on public.profiles: only in the schema files',
    ],
    [
      'a policy’s condition',
      'alter policy "people edit themselves" on public.profiles using (true)',
      'policy "people edit themselves" on public.profiles:',
    ],
    [
      'the roles of a policy',
      'alter policy "people edit themselves" on public.profiles to anon',
      'policy "people edit themselves" on public.profiles:',
    ],
    ['a grant on a table', 'grant truncate on public.tasks to anon', 'table public.tasks:'],
    [
      'a grant on a column',
      'grant update (enrollment_id) on public.tasks to authenticated',
      'column public.tasks.enrollment_id:',
    ],
    ['a grant on a schema', 'grant usage on schema private to anon', 'schema private:'],
    [
      'default privileges',
      'alter default privileges in schema private grant select on tables to anon',
      'default privileges postgres in private for r: only in the migrations',
    ],
    [
      'a synced table',
      `delete from private.synced_tables where table_name = 'tasks'`,
      'rows of private.synced_tables:',
    ],
    ['another configuration row', `update public.feature_flags set everyone = false`, 'rows of public.feature_flags:'],
    ['a comment', `comment on table public.tasks is 'extra'`, 'comment table public.tasks: only in the migrations'],
  ])('%s', async (_, change, difference) => {
    const differences = await differencesAfter(change);
    expect(differences.map((text) => text.slice(0, difference.length))).toContain(difference);
  });

  test('what has changed, line by line', async () => {
    expect(await differencesAfter('alter table public.tasks alter position set default 1')).toEqual([
      'column public.tasks."position":\n  schema files: default 0\n  migrations: default 1',
    ]);
  });
});
