import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FLAG_DEFAULTS } from '../../src/domain/flags/feature-flags.ts';
import { openTestDatabase, errorCodeOf, type TestDatabase } from '../fixtures/database/roles.ts';

let database: TestDatabase;
let rep: string;
let coach: string;
let admin: string;

beforeAll(async () => {
  database = await openTestDatabase();
  rep = await database.signUp('rep@example.com');
  coach = await database.signUp('coach@example.com', { role: 'coach' });
  admin = await database.signUp('admin@example.com');
  await database.owner.query("update public.profiles set role = 'admin' where id = $1", [admin]);
});
afterAll(() => database.close());

beforeEach(async () => {
  await database.owner.query("delete from public.feature_flags where name = 'trial'");
  await database.owner.query("insert into public.feature_flags (name) values ('trial')");
});

const setTrial = (assignments: string, actor: string = admin, parameters: unknown[] = []) =>
  database.runAs(actor, (client) =>
    client.query(`update public.feature_flags set ${assignments} where name = 'trial'`, parameters),
  );

const flagsOf = async (actor: string): Promise<Record<string, boolean>> => {
  const { rows } = await database.tryAs(actor, (client) =>
    client.query<{ flags: Record<string, boolean> }>('select public.my_flags() as flags'),
  );
  return rows[0]?.flags ?? {};
};

const whoHasTrial = async (): Promise<string[]> => {
  const names = { rep, coach, admin };
  const having: string[] = [];
  for (const [name, id] of Object.entries(names)) if ((await flagsOf(id))['trial']) having.push(name);
  return having;
};

describe('a flag is on', () => {
  test('for nobody by default', async () => {
    expect(await whoHasTrial()).toEqual([]);
  });

  test('for everyone', async () => {
    await setTrial('everyone = true');
    expect(await whoHasTrial()).toEqual(['rep', 'coach', 'admin']);
  });

  test('for roles, from the next request on', async () => {
    await setTrial("roles = array['coach', 'admin']");
    expect(await whoHasTrial()).toEqual(['coach', 'admin']);
    await setTrial("roles = '{}'");
    expect(await whoHasTrial()).toEqual([]);
  });

  test('for named people', async () => {
    await setTrial('people = array[$1::uuid]', admin, [rep]);
    expect(await whoHasTrial()).toEqual(['rep']);
  });

  test('for everybody who meets one of several conditions', async () => {
    await setTrial("people = array[$1::uuid], roles = array['coach']", admin, [rep]);
    expect(await whoHasTrial()).toEqual(['rep', 'coach']);
  });
});

describe('a percentage', () => {
  const share = async (flag: string, percentage: number): Promise<number[]> => {
    const { rows } = await database.owner.query<{ n: number }>(
      `select n from generate_series(1, 4000) n
       where private.flag_bucket($1, md5(n::text)::uuid) < $2 order by n`,
      [flag, percentage],
    );
    return rows.map(({ n }) => n);
  };

  test('selects the same people every time, and keeps them when it grows', async () => {
    const small = await share('trial', 20);
    expect(await share('trial', 20)).toEqual(small);
    expect(small).not.toEqual([]);
    const large = await share('trial', 50);
    expect(large).toEqual(expect.arrayContaining(small));
    expect(large.length).toBeGreaterThan(small.length);
  });

  test('selects about that share of people: 0 selects nobody, 100 everybody', async () => {
    expect((await share('trial', 30)).length / 4000).toBeCloseTo(0.3, 1);
    expect(await share('trial', 0)).toEqual([]);
    expect(await share('trial', 100)).toHaveLength(4000);
  });

  test('selects other people for another flag', async () => {
    const one = new Set(await share('trial', 20));
    const both = (await share('another', 20)).filter((n) => one.has(n));
    expect(both.length / 4000).toBeCloseTo(0.04, 1);
    expect(both.length).toBeLessThan(one.size / 2);
  });

  test('decides whether a flag is on for a person', async () => {
    const { rows } = await database.owner.query<{ place: number }>('select private.flag_bucket($1, $2) as place', [
      'trial',
      rep,
    ]);
    const place = rows[0]?.place ?? 0;
    await setTrial('percentage = $1', admin, [place]);
    expect((await flagsOf(rep))['trial']).toBe(false);
    await setTrial('percentage = $1', admin, [place + 1]);
    expect((await flagsOf(rep))['trial']).toBe(true);
  });
});

describe('the table of flags', () => {
  test('has every flag that the app knows, with the app’s defaults', async () => {
    expect(await flagsOf(rep)).toEqual({ ...FLAG_DEFAULTS, trial: false });
  });

  test.each(['rep', 'coach'] as const)('can be neither read nor edited by a %s', async (role) => {
    const actor = role === 'rep' ? rep : coach;
    expect((await setTrial('everyone = true', actor)).rowCount).toBe(0);
    const seen = await database.tryAs(actor, (client) => client.query('select from public.feature_flags'));
    expect(seen.rowCount).toBe(0);
    expect(await whoHasTrial()).toEqual([]);
  });

  test('cannot be read by somebody who is not signed in', async () => {
    expect(await errorCodeOf(database.tryAs(null, (client) => client.query('select public.my_flags()')))).toBe('42501');
  });

  test('records who edited a flag and when, whatever the edit claims', async () => {
    await setTrial('percentage = 5');
    const { rows } = await database.owner.query<{ updated_by: string; recent: boolean }>(
      "select updated_by, updated_at > now() - interval '1 minute' as recent from public.feature_flags where name = 'trial'",
    );
    expect(rows).toEqual([{ updated_by: admin, recent: true }]);
    expect(await errorCodeOf(setTrial('updated_by = $1', admin, [rep]))).toBe('42501');
    expect(await errorCodeOf(setTrial("name = 'renamed'"))).toBe('42501');
  });

  test('allows no insert and no delete through the API', async () => {
    for (const statement of [
      "insert into public.feature_flags (name) values ('new')",
      'delete from public.feature_flags',
    ]) {
      expect(await errorCodeOf(database.tryAs(admin, (client) => client.query(statement)))).toBe('42501');
    }
  });

  test.each([
    'percentage = -1',
    'percentage = 101',
    "roles = array['owner']",
    'roles = array[null]',
    'people = array[null::uuid]',
    "description = repeat('x', 301)",
    'people = array(select gen_random_uuid() from generate_series(1, 1001))',
  ])('rejects %s', async (assignment) => {
    expect(await errorCodeOf(setTrial(assignment))).toBe('23514');
  });
});
