import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Account, startBackend, type TestBackend } from '../fixtures/backend/backend.ts';
import { chainDatabase, type StagedRows } from '../fixtures/chains/chain-database.ts';

let backend: TestBackend;
let chains: ReturnType<typeof chainDatabase>;
let admin: Account;
let rep: Account;

beforeAll(async () => {
  backend = await startBackend();
  chains = chainDatabase(backend);
  admin = await backend.signUp('admin');
  rep = await backend.signUp();
});
afterAll(() => backend.close());

const NOW = '2026-11-30T12:00:00Z';
const USERS = Array.from({ length: 100 }, (_, index) => ({
  id: `p${String(index).padStart(3, '0')}`,
  email: `p${String(index)}@example.com`,
  first_name: 'P',
  last_name: String(index),
  unsubscribed: false,
}));

/** A complete walk of the users that brings these, as its own run; `finish` is false where it breaks off. */
const walk = async (users: StagedRows['users'], { finish = true, gone = {} } = {}): Promise<void> => {
  await backend.sql(
    "select private.start_run('daily_full', 'manual', null, null, 'daily_full.sync_users', false, $1)",
    NOW,
  );
  const step = await chains.take(NOW);
  if (!step) throw new Error('no step');
  await chains.store(step, { rows: { users }, gone, checkpoint: { complete: true } }, NOW);
  if (finish) await chains.finish(step, NOW);
  else await chains.fail(step, 'server_error', false, NOW);
};
const without = (count: number, from = 0) => USERS.filter((_, index) => index < from || index >= from + count);
const counts = async () =>
  (
    await backend.sql<Record<'live' | 'missing' | 'gone', number>>(
      `select count(*) filter (where gone_at is null)::int as live, count(*) filter (where missing_since is not null)::int as missing,
         count(gone_at)::int as gone from public.lms_users`,
    )
  )[0];
const held = async () =>
  backend.sql<{ id: number; state: string; missing_count: number; row_count: number; sample: unknown[] }>(
    'select id::int, state, missing_count, row_count, sample from public.held_deletions order by id',
  );
const decide = (who: Account, id: number | undefined, approve: boolean) =>
  backend.rpc('decide_deletions', { held: id, approve }, who.token);

beforeEach(async () => {
  await chains.reset();
  await walk(USERS);
});

test('a row that one complete walk does not bring is missing, and gone after the second', async () => {
  await walk(without(3));
  expect(await counts()).toEqual({ live: 100, missing: 3, gone: 0 });
  await walk(without(3));
  expect(await counts()).toEqual({ live: 97, missing: 3, gone: 3 });
  expect(await backend.sql('select row_count from public.datasets where name = $1', 'users')).toEqual([
    { row_count: 97 },
  ]);
});

test('a row that comes again is neither missing nor gone', async () => {
  await walk(without(2));
  await walk(without(2));
  await walk(without(2, 50));
  expect(await counts()).toEqual({ live: 100, missing: 2, gone: 0 });
  await walk(USERS);
  expect(await counts()).toEqual({ live: 100, missing: 0, gone: 0 });
});

test('what the API does not find any more is gone at once', async () => {
  await walk(USERS, { gone: { users: ['p001', 'p002', 'unknown'] } });
  expect(await counts()).toEqual({ live: 98, missing: 2, gone: 2 });
});

test('a walk that breaks off changes nothing, whatever it brought', async () => {
  const renamed = USERS.slice(0, 10).map((user) => ({ ...user, first_name: 'Q' }));
  await walk(renamed, { finish: false });
  expect(await counts()).toEqual({ live: 100, missing: 0, gone: 0 });
  expect(await backend.sql("select from public.lms_users where first_name = 'Q'")).toEqual([]);
});

test('a complete walk that brings nothing fails, and is tried again', async () => {
  await walk([]);
  const [run] = (await chains.runs()).slice(-1);
  expect(run?.status).toBe('running');
  expect(await counts()).toEqual({ live: 100, missing: 0, gone: 0 });
  const [step] = await backend.sql("select status, error_code from public.task_chain_steps where status = 'waiting'");
  expect(step).toEqual({ status: 'waiting', error_code: 'empty_walk' });
});

test('when more than 20 and more than 5 % are missing, nothing is gone before an admin approves it', async () => {
  await walk(without(50));
  await walk(without(50));
  expect(await counts()).toEqual({ live: 100, missing: 50, gone: 0 });
  const [obsolete, open] = await held();
  expect(obsolete).toMatchObject({ state: 'obsolete' });
  expect(open).toMatchObject({ state: 'held', missing_count: 50, row_count: 100 });
  expect(open?.sample).toHaveLength(20);
  expect((await decide(rep, open?.id, true)).status).toBe(403);
  expect(await decide(admin, open?.id, true)).toMatchObject({ status: 200, body: 50 });
  expect(await counts()).toEqual({ live: 50, missing: 50, gone: 50 });
  expect((await decide(admin, open?.id, true)).status).toBe(409);
});

test('up to 20 of few rows may be missing', async () => {
  await walk(without(20));
  await walk(without(20));
  expect(await held()).toEqual([]);
  expect(await counts()).toEqual({ live: 80, missing: 20, gone: 20 });
});

test('what an admin rejects is there: it takes two walks again to find that it is not', async () => {
  await walk(without(50));
  const [first] = await held();
  expect(await decide(admin, first?.id, false)).toMatchObject({ status: 200, body: 0 });
  expect(await counts()).toEqual({ live: 100, missing: 0, gone: 0 });
  await walk(without(15));
  expect(await counts()).toEqual({ live: 100, missing: 15, gone: 0 });
  await walk(without(50));
  expect((await held()).map(({ state }) => state)).toEqual(['rejected', 'held']);
});

test('more than can be believed is held as well where the API says that it does not find it', async () => {
  const gone = { users: USERS.slice(0, 60).map(({ id }) => id) };
  await walk(USERS, { gone });
  expect(await counts()).toEqual({ live: 100, missing: 60, gone: 0 });
  const [open] = await held();
  expect(open).toMatchObject({ state: 'held', missing_count: 60 });
  expect(await decide(admin, open?.id, true)).toMatchObject({ body: 60 });
});

test('an approval makes only those gone that no walk has brought since', async () => {
  await walk(without(50));
  const [first] = await held();
  await walk(USERS);
  expect((await held()).map(({ state }) => state)).toEqual(['obsolete']);
  expect((await decide(admin, first?.id, true)).status).toBe(409);
  expect(await counts()).toEqual({ live: 100, missing: 0, gone: 0 });
});
