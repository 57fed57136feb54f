import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Account, startBackend, type TestBackend } from '../fixtures/backend/backend.ts';
import { MATRIX, PUBLIC_FUNCTIONS } from './authority-matrix.ts';

let backend: TestBackend;
let rep: Account;
let admin: Account;

beforeAll(async () => {
  backend = await startBackend();
  rep = await backend.signUp();
  admin = await backend.signUp('admin');
  await backend.rest('submissions', { method: 'POST', body: JSON.stringify({ name: 'A lead' }) }, rep.token);
});
afterAll(() => backend.close());

const namesIn = (schema: string, names: string[]): string[] =>
  names.filter((name) => name.startsWith(`${schema}.`)).map((name) => name.slice(schema.length + 1));
const publicTables = namesIn('public', Object.keys(MATRIX));
const privateTables = namesIn('private', Object.keys(MATRIX));
const publicFunctions = Object.keys(PUBLIC_FUNCTIONS)
  .filter((signature) => PUBLIC_FUNCTIONS[signature]?.includes('anon') === false)
  .map((signature) => signature.replace(/\(.*/, ''));

/** The schema asked for by name, as PostgREST lets a client do. */
const inPrivate = { 'accept-profile': 'private', 'content-profile': 'private' };

describe('somebody who is not signed in', () => {
  test.each(publicTables.flatMap((table) => ['GET', 'POST', 'PATCH', 'DELETE'].map((verb) => ({ table, verb }))))(
    'cannot $verb $table',
    async ({ table, verb }) => {
      const { ownedBy = null, touch = '' } = MATRIX[`public.${table}`] ?? {};
      const column = ownedBy ?? touch;
      const body = verb === 'POST' || verb === 'PATCH' ? { body: JSON.stringify({ [column]: rep.id }) } : {};
      const path = verb === 'PATCH' || verb === 'DELETE' ? `${table}?${column}=eq.${rep.id}` : table;
      expect((await backend.rest(path, { method: verb, ...body }, null)).status).toBe(401);
    },
  );

  test.each(publicFunctions)('cannot call %s', async (name) => {
    const { status } = await backend.rpc(name, argumentsOf(name), null);
    expect(status).toBe(401);
  });

  const argumentsOf = (name: string): Record<string, unknown> => {
    const list = Object.keys(PUBLIC_FUNCTIONS).find((signature) => signature.startsWith(`${name}(`)) ?? '';
    const named = [
      ...list.matchAll(/(\w+) (jsonb|uuid|text\[\]|smallint\[\]|text|date|timestamp|boolean|integer|bigint)/g),
    ];
    const values: Record<string, unknown> = {
      jsonb: {},
      uuid: rep.id,
      text: 'rep',
      'text[]': ['rep'],
      'smallint[]': [1],
      date: '2026-03-02',
      timestamp: '2026-03-02',
      boolean: true,
      integer: 0,
      bigint: 0,
    };
    return Object.fromEntries(named.map(([, parameter = '', type = '']) => [parameter, values[type]]));
  };
});

describe('the HTTP API', () => {
  test('exposes no function of the private schema', async () => {
    const functions = await backend.sql<{ name: string }>(
      "select distinct proname as name from pg_proc where pronamespace = 'private'::regnamespace",
    );
    expect(functions.length).toBeGreaterThan(20);
    for (const { name } of functions) {
      expect((await backend.rpc(name, {}, admin.token)).status, name).toBe(404);
      expect((await backend.rpc(`private.${name}`, {}, admin.token)).status, name).toBe(404);
      const response = await backend.rest(
        `rpc/${name}`,
        { method: 'POST', body: '{}', headers: inPrivate },
        admin.token,
      );
      expect(response.status, name).toBeGreaterThanOrEqual(400);
      expect(response.status, name).toBeLessThan(500);
    }
  });

  test.each(privateTables)('does not expose the private table %s', async (table) => {
    for (const init of [{}, { headers: inPrivate }]) {
      const { status, body } = await backend.rest(table, init, admin.token);
      expect(status, JSON.stringify(body)).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    }
  });

  test('does not expose accounts', async () => {
    for (const init of [{}, { headers: { 'accept-profile': 'auth' } }]) {
      expect((await backend.rest('users', init, admin.token)).status).toBeGreaterThanOrEqual(400);
    }
  });
});

describe('over HTTP as in SQL', () => {
  test('a rep reads their own rows and an admin reads everybody’s', async () => {
    const names = async (token: string) => (await backend.rest<{ id: string }[]>('profiles?select=id', {}, token)).body;
    expect(await names(rep.token)).toEqual([{ id: rep.id }]);
    expect((await names(admin.token)).map(({ id }) => id).sort()).toEqual([rep.id, admin.id].sort());
  });

  test('an admin’s edit of a rep’s row changes nothing', async () => {
    await backend.rest('submissions?name=eq.A lead', { method: 'PATCH', body: '{"name":"x"}' }, admin.token);
    await backend.rest('submissions?name=eq.A lead', { method: 'DELETE' }, admin.token);
    expect(await backend.sql('select name from public.submissions')).toEqual([{ name: 'A lead' }]);
  });

  test.each([{ role: 'admin' }, { email: 'x@example.com' }, { id: '00000000-0000-7000-8000-000000000000' }])(
    'a person cannot set %o in their own profile',
    async (change) => {
      const { status } = await backend.rest(
        `profiles?id=eq.${rep.id}`,
        { method: 'PATCH', body: JSON.stringify(change) },
        rep.token,
      );
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    },
  );

  test.each([
    ['a rep', () => rep.token, 403],
    ['somebody who is not signed in', () => null, 401],
  ])('set_role is rejected for %s', async (_who, token, expected) => {
    const { status } = await backend.rpc('set_role', { person: rep.id, new_role: 'admin' }, token());
    expect(status).toBe(expected);
  });

  test.each([[{}], [[1]], [5], [true], ['x']])('a parameter that is %j is rejected with a 400', async (value) => {
    for (const [name, body] of [
      ['admin_week', { week_start: value }],
      ['set_role', { person: value, new_role: 'rep' }],
      ['set_role', { person: rep.id, new_role: value }],
      ['sync_health', { since: value, until: '2026-03-02' }],
    ] as const) {
      expect((await backend.rpc(name, body, admin.token)).status, name).toBe(400);
    }
  });

  test('no request failed with a 500', () => {
    expect(backend.faults).toEqual([]);
  });
});
