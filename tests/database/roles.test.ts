import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { enter, openTestDatabase, errorCodeOf, type TestDatabase } from '../fixtures/database/roles.ts';

let database: TestDatabase;
let rep: string;
let admin: string;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
  await database.owner.query('delete from auth.users');
  rep = await database.signUp('rep@example.com');
  admin = await database.signUp('admin@example.com');
  await database.owner.query("update public.profiles set role = 'admin' where id = $1", [admin]);
});

const profileOf = async (id: string) => {
  const { rows } = await database.owner.query<{ role: string; display_name: string; time_zone: string; email: string }>(
    'select role, display_name, time_zone, email from public.profiles where id = $1',
    [id],
  );
  return rows[0];
};

const setRole = (actor: string | null, person: string, role: string | null) =>
  database.runAs(actor, (client) => client.query('select public.set_role($1, $2)', [person, role]));

describe('signing up', () => {
  test.each([
    ['none', {}, 'rep'],
    ['rep', { role: 'rep' }, 'rep'],
    ['coach', { role: 'coach' }, 'coach'],
    ['admin', { role: 'admin' }, 'rep'],
    ['admin in a list', { role: ['admin'] }, 'rep'],
    ['service_role', { role: 'service_role' }, 'rep'],
  ])('with the requested role %s (metadata %j) gives the role %s', async (_wish, metadata, role) => {
    expect(await profileOf(await database.signUp('new@example.com', metadata))).toMatchObject({ role });
  });

  test('with an unknown time zone and a name that is too long still creates a profile', async () => {
    const id = await database.signUp('new@example.com', { display_name: 'x'.repeat(500), time_zone: 'Mars/Olympus' });
    expect(await profileOf(id)).toMatchObject({ display_name: 'x'.repeat(120), time_zone: 'UTC' });
  });

  test('stores the time zone, and the profile follows changes of the account’s email address', async () => {
    const id = await database.signUp('new@example.com', { time_zone: 'Europe/Paris' });
    await database.owner.query("update auth.users set email = 'newer@example.com' where id = $1", [id]);
    expect(await profileOf(id)).toMatchObject({ time_zone: 'Europe/Paris', email: 'newer@example.com' });
  });
});

describe('a person cannot change', () => {
  test.each(['rep', 'admin'])('their own role by an update, as %s', async (who) => {
    const id = who === 'rep' ? rep : admin;
    const attempt = database.runAs(id, (client) =>
      client.query("update public.profiles set role = 'admin' where id = $1", [id]),
    );
    expect(await errorCodeOf(attempt)).toBe('42501');
  });

  test('their own role by set_role, as a rep', async () => {
    expect(await errorCodeOf(setRole(rep, rep, 'admin'))).toBe('PT403');
    expect(await profileOf(rep)).toMatchObject({ role: 'rep' });
  });

  test('their own email address, which is the account’s', async () => {
    const attempt = database.runAs(rep, (client) => client.query("update public.profiles set email = 'x@example.com'"));
    expect(await errorCodeOf(attempt)).toBe('42501');
  });
});

describe('set_role', () => {
  test('is rejected for somebody who is not signed in', async () => {
    expect(await errorCodeOf(setRole(null, rep, 'admin'))).toBe('42501');
  });

  test('is rejected for a coach', async () => {
    const coach = await database.signUp('coach@example.com', { role: 'coach' });
    expect(await errorCodeOf(setRole(coach, coach, 'admin'))).toBe('PT403');
  });

  test('by an admin takes effect at the next request', async () => {
    await setRole(admin, rep, 'admin');
    const seen = async () =>
      (await database.tryAs(rep, (client) => client.query('select from public.profiles'))).rowCount;
    expect(await seen()).toBe(2);
    await setRole(admin, rep, 'rep');
    expect(await seen()).toBe(1);
  });

  test.each([
    ['an unknown role', 'owner'],
    ['no role', null],
  ])('rejects %s', async (_what, role) => {
    expect(await errorCodeOf(setRole(admin, rep, role))).toBe('PT400');
  });

  test('rejects an unknown person', async () => {
    expect(await errorCodeOf(setRole(admin, '00000000-0000-7000-8000-000000000000', 'rep'))).toBe('PT404');
  });

  test('cannot remove the last admin', async () => {
    expect(await errorCodeOf(setRole(admin, admin, 'rep'))).toBe('PT409');
    expect(await profileOf(admin)).toMatchObject({ role: 'admin' });
  });

  test('keeps one admin when two demote each other concurrently', async () => {
    await setRole(admin, rep, 'admin');
    const [first, second] = await Promise.all([database.owner.connect(), database.owner.connect()]);
    try {
      for (const [client, actor] of [
        [first, admin],
        [second, rep],
      ] as const) {
        await client.query('begin');
        await enter(client, actor);
      }
      await first.query("select public.set_role($1, 'rep')", [rep]);
      const late = errorCodeOf(second.query("select public.set_role($1, 'rep')", [admin]));
      await first.query('commit');
      // By now the second is no admin any more; either refusal leaves an admin.
      expect(['PT403', 'PT409']).toContain(await late);
      await second.query('rollback');
    } finally {
      first.release();
      second.release();
    }
    expect(await profileOf(admin)).toMatchObject({ role: 'admin' });
  });
});

test('deleting an account deletes all rows of the person, also feed entries and tombstones', async () => {
  await database.runAs(rep, async (client) => {
    await client.query(
      "insert into public.submissions (id, name) values (gen_random_uuid(), 'a'), (gen_random_uuid(), 'b')",
    );
    await client.query("delete from public.submissions where name = 'a'");
    await client.query(
      `insert into public.program_activities (type, title, date, lead_id)
       select 'call', 'x', '2026-01-05', id from public.submissions`,
    );
  });
  await database.owner.query('insert into public.program_sync_status (user_id) values ($1)', [rep]);
  await database.owner.query('delete from auth.users where id = $1', [rep]);
  const { rows } = await database.owner.query<{ left_over: string }>(
    `select 'feed ' || table_name as left_over from private.sync_feed where user_id = $1
     union all select 'tombstone ' || table_name from private.tombstones where user_id = $1
     union all select 'profile' from public.profiles where id = $1
     union all select 'lead' from public.submissions where user_id = $1
     union all select 'activity' from public.program_activities where user_id = $1
     union all select 'status' from public.program_sync_status where user_id = $1`,
    [rep],
  );
  expect(rows).toEqual([]);
});
