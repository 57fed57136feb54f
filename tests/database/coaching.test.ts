import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Account, TestBackend } from '../fixtures/backend/backend.ts';
import { type CoachingApi, type CoachingFixture, startCoaching } from '../fixtures/backend/coaching.ts';
import { COMING_MONDAY } from '../fixtures/server-clock.ts';

let backend: TestBackend;
let api: CoachingApi;
let reset: CoachingFixture['reset'];
let admin: Account;
let coach: Account;
let otherCoach: Account;
let client: Account;
let stranger: Account;

interface Connection {
  id: string;
  role: 'coach' | 'client';
  state: string;
  person: { id: string | null; display_name: string | null; email: string };
}

beforeAll(async () => {
  ({
    backend,
    api,
    admin,
    coach,
    otherCoach,
    people: [client, stranger],
    reset,
  } = await startCoaching());
});
afterAll(() => backend.close());

beforeEach(async () => {
  await reset();
  for (const table of ['program_activities', 'program_weekly_goals']) await backend.sql(`delete from public.${table}`);
});

const invite = async (who: Account, email: string): Promise<string> => {
  const { status, body } = await api.call<string>(who, 'invite_client', { email });
  expect(status).toBe(200);
  return body;
};
const respond = async (who: Account, connection: string, accept = true): Promise<number> =>
  (await api.call(who, 'respond_to_invitation', { connection, accept })).status;
const end = async (who: Account, connection: string): Promise<number> =>
  (await api.call(who, 'end_connection', { connection })).status;
const connectionsOf = async (who: Account): Promise<Connection[]> =>
  (await api.call<Connection[]>(who, 'my_connections')).body;

/** Whether `who` reads what `person` logged and aims at. */
const readsWorkOf = async (who: Account, person: Account): Promise<boolean> => {
  const found = await Promise.all(
    ['program_activities', 'program_weekly_goals'].map((table) => api.request(who, `${table}?user_id=eq.${person.id}`)),
  );
  const counts = found.map(({ body }) => body.length);
  expect(new Set(counts).size).toBe(1);
  return counts[0] === 1;
};

const logWork = async (person: Account): Promise<void> => {
  await backend.sql(
    `insert into public.program_activities (user_id, type, title, date) values ($1, 'call', 'A call', $2)`,
    person.id,
    COMING_MONDAY,
  );
  await backend.sql(
    'insert into public.program_weekly_goals (user_id, week_start) values ($1, $2)',
    person.id,
    COMING_MONDAY,
  );
};

describe('an invitation', () => {
  test('does not reveal to the coach whether the address has an account', async () => {
    const [known, unknown] = [await invite(coach, client.email), await invite(coach, `${randomUUID()}@example.com`)];
    const rows = await api.request<Record<string, unknown>[]>(coach, 'coach_connections?order=invited_at');
    expect(rows.body.map(({ id }) => id).sort()).toEqual([known, unknown].sort());
    const [first, second] = rows.body.map((row) => ({ ...row, id: '', email: '', invited_at: '' }));
    expect(first).toEqual(second);
    const stranger = { id: null, display_name: null, email: expect.any(String) as string };
    expect((await connectionsOf(coach)).map(({ person }) => person)).toEqual([stranger, stranger]);
  });

  test('is not duplicated when it is sent again or its address is written differently', async () => {
    const first = await invite(coach, client.email);
    expect(await invite(coach, ` ${client.email.toUpperCase()} `)).toBe(first);
    expect(await respond(client, first)).toBe(204);
    expect(await invite(coach, client.email)).toBe(first);
    expect(await connectionsOf(client)).toHaveLength(1);
  });

  test('can be accepted by a person who has the address only later', async () => {
    const late = `late-${randomUUID()}@example.com`;
    const connection = await invite(coach, late);
    const signedUp = await backend.signUp();
    expect(await respond(signedUp, connection)).toBe(404);
    await backend.sql('update auth.users set email = $2 where id = $1', signedUp.id, late);
    expect(await connectionsOf(signedUp)).toMatchObject([{ id: connection, role: 'client', state: 'invited' }]);
    expect(await respond(signedUp, connection)).toBe(204);
  });

  test('shows the client who invites them, and the coach nothing of the client until they accept', async () => {
    await logWork(client);
    const connection = await invite(coach, client.email);
    expect((await connectionsOf(client))[0]?.person).toMatchObject({ id: coach.id, email: coach.email });
    expect(await readsWorkOf(coach, client)).toBe(false);
    await respond(client, connection);
    expect((await connectionsOf(coach))[0]?.person).toMatchObject({ id: client.id, email: client.email });
    expect(await readsWorkOf(coach, client)).toBe(true);
  });

  test('can be accepted or declined only by the invited person, and only once', async () => {
    const connection = await invite(coach, client.email);
    for (const who of [coach, otherCoach, stranger, admin]) expect(await respond(who, connection)).toBe(404);
    expect((await api.call(null, 'respond_to_invitation', { connection, accept: true })).status).toBe(401);
    expect((await api.callAsServer('respond_to_invitation', { connection, accept: true })).status).toBe(403);
    expect((await api.call(client, 'respond_to_invitation', { connection, accept: null })).status).toBe(400);
    expect(await respond(client, connection, false)).toBe(204);
    expect(await respond(client, connection, false)).toBe(204);
    expect(await respond(client, connection, true)).toBe(409);
    expect(await connectionsOf(client)).toMatchObject([{ state: 'ended' }]);
  });

  test('that is withdrawn can no longer be accepted', async () => {
    const connection = await invite(coach, client.email);
    expect(await end(client, connection)).toBe(404);
    expect(await end(coach, connection)).toBe(204);
    expect(await respond(client, connection)).toBe(404);
  });

  test('that is accepted replaces an ended connection', async () => {
    await end(client, await api.connect(coach, client));
    const again = await invite(coach, client.email);
    expect(await respond(client, again)).toBe(204);
    expect(await connectionsOf(client)).toMatchObject([{ id: again, state: 'accepted' }]);
  });

  test('to a client’s second address leaves the existing connection unchanged when declined', async () => {
    const person = await backend.signUp();
    const connection = await api.connect(coach, person);
    const second = await invite(coach, `second-${person.email}`);
    await backend.sql('update auth.users set email = $2 where id = $1', person.id, `second-${person.email}`);
    expect(await respond(person, second, false)).toBe(204);
    expect(await connectionsOf(person)).toMatchObject([{ id: connection, state: 'accepted' }]);
  });

  test.each(['', 'nobody', 'a b@example.com', '@example.com', null, `${'x'.repeat(320)}@example.com`])(
    'to %j is rejected with a 400',
    async (email) => {
      expect((await api.call(coach, 'invite_client', { email })).status).toBe(400);
    },
  );

  test('goes to the address in what was pasted, once however it was written', async () => {
    const connection = await invite(coach, 'ben@example.com');
    for (const text of ['ben@example.com;', '<ben@example.com>', 'mailto:Ben@example.com', 'Ben <ben@example.com>']) {
      expect(await invite(coach, text)).toBe(connection);
    }
    const { body } = await api.request<{ email: string }[]>(coach, `coach_connections?id=eq.${connection}`);
    expect(body.map(({ email }) => email)).toEqual(['ben@example.com']);
  });

  test('to many says of each what became of it, and the same whether or not it has an account', async () => {
    const person = await backend.signUp();
    const current = await backend.signUp();
    await api.connect(coach, current);
    const emails = [
      `<${person.email}>`,
      'nobody-yet@example.com',
      person.email,
      current.email,
      coach.email,
      'ben@',
      null,
    ];
    expect((await api.call(coach, 'invite_clients', { emails })).body).toEqual([
      { email: person.email, result: 'invited' },
      { email: 'nobody-yet@example.com', result: 'invited' },
      { email: person.email, result: 'already_invited' },
      { email: current.email, result: 'already_client' },
      { email: coach.email, result: 'own_address' },
      { email: 'ben@', result: 'invalid' },
      { email: null, result: 'invalid' },
    ]);
    for (const refused of [[], Array.from({ length: 101 }, () => 'ben@example.com'), null]) {
      expect((await api.call(coach, 'invite_clients', { emails: refused })).status).toBe(400);
    }
    expect(await api.call(client, 'invite_clients', { emails })).toMatchObject({ status: 403 });
  });

  test('can be sent only by coaches, and not to their own address', async () => {
    const email = { email: stranger.email };
    expect(await api.call(client, 'invite_client', email)).toMatchObject({
      status: 403,
      body: { message: 'forbidden' },
    });
    expect((await api.call(null, 'invite_client', email)).status).toBe(401);
    expect((await api.callAsServer('invite_client', email)).status).toBe(403);
    expect(await api.call(coach, 'invite_client', { email: coach.email })).toMatchObject({
      status: 409,
      body: { message: 'own_address' },
    });
  });
});

describe('a connection', () => {
  test('can be read only by its two sides and admins, and written by nobody', async () => {
    const connection = await api.connect(coach, client);
    const path = `coach_connections?id=eq.${connection}`;
    for (const [who, rows] of [
      [coach, 1],
      [client, 1],
      [admin, 1],
      [otherCoach, 0],
      [stranger, 0],
    ] as const) {
      expect((await api.request(who, path)).body).toHaveLength(rows);
      const forgery = { coach_id: who.id, client_id: stranger.id, email: stranger.email, state: 'accepted' };
      for (const [at, init] of [
        ['coach_connections', { method: 'POST', body: JSON.stringify(forgery) }],
        [path, { method: 'PATCH', body: '{"state":"accepted"}' }],
        [path, { method: 'DELETE' }],
      ] as const) {
        expect((await api.request(who, at, init)).status).toBe(403);
      }
    }
  });

  test('lets its coach, and no other, read the client’s work but not write it', async () => {
    await logWork(client);
    await api.connect(coach, client);
    expect(await readsWorkOf(coach, client)).toBe(true);
    for (const who of [otherCoach, stranger]) expect(await readsWorkOf(who, client)).toBe(false);
    const path = `program_activities?user_id=eq.${client.id}`;
    await api.request(coach, path, { method: 'PATCH', body: '{"title":"x"}' });
    await api.request(coach, path, { method: 'DELETE' });
    expect((await api.request<{ title: string }[]>(client, path)).body).toMatchObject([{ title: 'A call' }]);
  });

  test('cannot be ended by a third person', async () => {
    const connection = await api.connect(coach, client);
    for (const who of [otherCoach, stranger, admin]) expect(await end(who, connection)).toBe(404);
    expect((await api.call(null, 'end_connection', { connection })).status).toBe(401);
    expect((await api.callAsServer('end_connection', { connection })).status).toBe(403);
    expect(await connectionsOf(client)).toMatchObject([{ state: 'accepted' }]);
  });

  test.each(['coach', 'client'] as const)(
    'that the %s ends gives the coach no access from the next request on',
    async (who) => {
      await logWork(client);
      const connection = await api.connect(coach, client);
      const program = await api.draft(coach);
      const { version } = await api.publish(coach, program);
      const { body } = await api.call<{ enrollment_id: string }>(coach, 'enroll_in_version', {
        version,
        client: client.id,
        start_date: COMING_MONDAY,
      });
      await backend.sql(
        `insert into public.tasks (user_id, date, title, source_type, enrollment_id) values ($1, $2, 'x', 'coach', $3)`,
        client.id,
        COMING_MONDAY,
        body.enrollment_id,
      );
      const tasks = `tasks?enrollment_id=eq.${body.enrollment_id}`;
      expect((await api.request(coach, tasks)).body).toHaveLength(1);

      const side = who === 'coach' ? coach : client;
      expect(await end(side, connection)).toBe(204);
      expect(await end(side, connection)).toBe(204);
      expect(await readsWorkOf(coach, client)).toBe(false);
      expect((await api.request(coach, tasks)).body).toEqual([]);
      await api.request(coach, tasks, { method: 'PATCH', body: '{"title":"still mine"}' });
      const added = { user_id: client.id, date: COMING_MONDAY, title: 'y', source_type: 'coach' };
      const again = await api.request(coach, 'tasks', {
        method: 'POST',
        body: JSON.stringify({ ...added, enrollment_id: body.enrollment_id }),
      });
      expect(again.status).toBe(403);
      expect((await api.request<{ title: string }[]>(client, tasks)).body).toMatchObject([{ title: 'x' }]);
      expect(await api.request(client, `enrollments?id=eq.${body.enrollment_id}`)).toMatchObject({
        body: [{ status: 'ended', ended_by: who === 'coach' ? 'coach' : 'person' }],
      });
      const refused = await api.call(coach, 'enroll_in_version', {
        version,
        client: client.id,
        start_date: COMING_MONDAY,
      });
      expect(refused).toMatchObject({ status: 403, body: { message: 'not_connected' } });
      // To ask again gives nothing back before it is answered.
      await invite(coach, client.email);
      expect(await readsWorkOf(coach, client)).toBe(false);
      expect((await api.request(coach, tasks)).body).toEqual([]);
    },
  );

  test('gives no access to a coach whose role was revoked', async () => {
    const former = await backend.signUp('coach');
    await logWork(client);
    await api.connect(former, client);
    await api.call(admin, 'set_role', { person: former.id, new_role: 'rep' });
    expect(await readsWorkOf(former, client)).toBe(false);
    expect(await connectionsOf(former)).toEqual([]);
    expect((await api.call(former, 'invite_client', { email: stranger.email })).status).toBe(403);
  });
});

test('after any sequence of calls, the coach can read the work exactly while the connection is accepted', async () => {
  await logWork(client);
  const acts = {
    invite: () => invite(coach, client.email),
    accept: (id: string) => respond(client, id, true),
    decline: (id: string) => respond(client, id, false),
    'coach ends': (id: string) => end(coach, id),
    'client ends': (id: string) => end(client, id),
  };
  const act = fc.constantFrom(...(Object.keys(acts) as (keyof typeof acts)[]));
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 8 }), async (names) => {
      await backend.sql('delete from public.coach_connections where coach_id = $1', coach.id);
      for (const name of names) {
        for (const { id } of [...(await connectionsOf(client)), { id: randomUUID() }]) {
          await acts[name](id);
          const accepted = (await connectionsOf(coach)).filter(({ state }) => state === 'accepted');
          expect(accepted.length).toBeLessThan(2);
          expect(await readsWorkOf(coach, client)).toBe(accepted.length === 1);
        }
      }
    }),
    { numRuns: 10 },
  );
});

test('no request failed with a 500', () => {
  expect(backend.faults).toEqual([]);
});
