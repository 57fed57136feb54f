import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, errorCodeOf, type TestDatabase } from '../fixtures/database/roles.ts';
import { PUBLIC_FUNCTIONS } from './authority-matrix.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** The names that a query over the catalog finds: each of these queries looks for what must not be. */
const found = async (query: string): Promise<string[]> =>
  (await database.owner.query<{ name: string }>(query)).rows.map(({ name }) => name);

const OURS = "n.nspname in ('public', 'private')";

describe('every table', () => {
  test('has row-level security on', async () => {
    expect(
      await found(`select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where ${OURS} and c.relkind in ('r', 'p') and not c.relrowsecurity`),
    ).toEqual([]);
  });

  test('has policies only for the role authenticated', async () => {
    expect(
      await found(`select tablename || ': ' || policyname as name from pg_policies
        where schemaname in ('public', 'private') and roles <> '{authenticated}'`),
    ).toEqual([]);
  });

  test('evaluates its policy predicates once per statement, not once per row', async () => {
    expect(
      await found(`select tablename || ': ' || policyname as name from pg_policies
        where schemaname in ('public', 'private')
          and regexp_replace(coalesce(qual, '') || coalesce(with_check, ''), '\\( SELECT (auth|private)\\.\\w+\\(', '', 'g')
            ~ '(auth|private)\\.\\w+\\('`),
    ).toEqual([]);
  });

  // Columns that only say whether a row found may be written need none: their policies follow the one for reading.
  test('has an index on every column that its read policies filter by', async () => {
    expect(
      await found(`select distinct format('%s.%s', c.relname, a.attname) as name
        from pg_policy p
        join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
        join pg_depend d on d.classid = 'pg_policy'::regclass and d.objid = p.oid
          and d.refclassid = 'pg_class'::regclass and d.refobjid = c.oid and d.refobjsubid > 0
        join pg_attribute a on a.attrelid = c.oid and a.attnum = d.refobjsubid
        where ${OURS} and p.polcmd in ('r', '*') and not exists (
          select from pg_index i where i.indrelid = c.oid and i.indkey[0] = a.attnum and i.indpred is null)`),
    ).toEqual([]);
  });

  test('has no index that another one makes redundant', async () => {
    expect(
      await found(`select i.indexrelid::regclass::text as name
        from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
        join pg_index o on o.indrelid = i.indrelid and o.indexrelid <> i.indexrelid
        where ${OURS} and not i.indisunique and i.indpred is null and o.indpred is null
          and i.indexprs is null and o.indexprs is null
          and (o.indkey::int2[])[0:i.indnkeyatts - 1] = i.indkey::int2[]
          and (o.indnkeyatts > i.indnkeyatts or o.indisunique or o.indexrelid < i.indexrelid)`),
    ).toEqual([]);
  });

  test('has policies whose names Postgres does not truncate', async () => {
    expect(
      await found(`select tablename || ': ' || policyname as name from pg_policies
        where schemaname in ('public', 'private') and octet_length(policyname) >= 63`),
    ).toEqual([]);
  });

  test('has an index on every foreign key', async () => {
    expect(
      await found(`select conname as name from pg_constraint f join pg_namespace n on n.oid = f.connamespace
        where ${OURS} and f.contype = 'f' and not exists (
          select from pg_index i where i.indrelid = f.conrelid and i.indkey[0] = f.conkey[1])`),
    ).toEqual([]);
  });

  test('that is synced has its triggers, and the one that sets field timestamps fires last', async () => {
    expect(
      await found(`select t.table_name as name from private.synced_tables t
        where (select array_agg(tgname::text order by tgname) from pg_trigger
               where tgrelid = format('public.%I', t.table_name)::regclass and not tgisinternal and tgname ~ '^zz_(delete|feed|set)')
          is distinct from case when t.long_text <> '{}' then array['zz_delete_row_conflicts'] end
            || array['zz_feed_deletes', 'zz_feed_inserts', 'zz_feed_updates', 'zz_set_field_timestamps']
        or exists (select from pg_trigger where tgrelid = format('public.%I', t.table_name)::regclass
               and tgtype & 2 = 2 and not tgisinternal and tgname > 'zz_set_field_timestamps')`),
    ).toEqual([]);
  });

  test('that is created later is accessible to nobody until it is granted', async () => {
    const client = await database.owner.connect();
    try {
      await client.query('begin');
      await client.query('create table public.later (id uuid)');
      await client.query("create function public.later() returns int language sql as 'select 1'");
      const { rows } = await client.query(
        `select role from unnest(array['anon', 'authenticated', 'service_role']) role
         where has_table_privilege(role, 'public.later', 'select, insert, update, delete, truncate, references, trigger')
            or has_function_privilege(role, 'public.later()', 'execute')`,
      );
      expect(rows).toEqual([]);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});

describe('functions', () => {
  test('of the API can be called only by the listed roles', async () => {
    const { rows } = await database.owner.query<{ signature: string; callers: string[] }>(
      `select format('%s(%s)', p.proname, pg_get_function_identity_arguments(p.oid)) as signature,
         array(select role from unnest(array['anon', 'authenticated', 'service_role']) role
               where has_function_privilege(role, p.oid, 'execute')) as callers
       from pg_proc p where p.pronamespace = 'public'::regnamespace order by 1`,
    );
    expect(Object.fromEntries(rows.map(({ signature, callers }) => [signature, callers]))).toEqual(PUBLIC_FUNCTIONS);
  });

  test('cannot be called by anybody who is not signed in, but those that such a device needs', async () => {
    expect(
      await found(`select p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where ${OURS} and has_function_privilege('anon', p.oid, 'execute') order by 1`),
    ).toEqual(['account_exists', 'cohort_invitation', 'gallery_program', 'linked_program']);
    expect(await errorCodeOf(database.tryAs(null, (client) => client.query('select private.now_ms()')))).toBe('42501');
  });

  test('set an empty search path, so that a caller’s objects cannot replace ours', async () => {
    expect(
      await found(`select p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where ${OURS} and not coalesce('search_path=""' = any (p.proconfig), false)`),
    ).toEqual([]);
  });

  test('that run as their owner check who is calling, or cannot be called', async () => {
    expect(
      await found(`select p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where ${OURS} and p.prosecdef and has_function_privilege('authenticated', p.oid, 'execute')
          and p.prosrc !~ '(auth\\.uid|private\\.(is_admin|require_user|require_coach|require_admin))\\(' order by 1`),
      // What these tell is the same for everybody: which database this is, how far it forgets, what the gallery shows, what
      // its operator says of backups; whether an account exists; what a link leads to.
    ).toEqual([
      'account_exists',
      'cohort_invitation',
      'epoch',
      'feed_pruned_to',
      'gallery_program',
      'gallery_versions',
      'linked_program',
      'recovery',
    ]);
  });
});

describe('views', () => {
  test('run with the rights of their callers', async () => {
    expect(
      await found(`select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where ${OURS} and c.relkind = 'v' and not coalesce('security_invoker=true' = any (c.reloptions), false)`),
    ).toEqual([]);
  });
});
