import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays } from '../../src/domain/calendar/calendar-date.ts';
import type { Account, TestBackend } from '../fixtures/backend/backend.ts';
import {
  type CoachingApi,
  type CoachingFixture,
  type Cohort,
  expectedError,
  startCoaching,
} from '../fixtures/backend/coaching.ts';
import { rowsOf, type SyncClient, syncClient } from '../fixtures/backend/sync-client.ts';
import { today } from '../fixtures/server-clock.ts';

let backend: TestBackend;
let api: CoachingApi;
let reset: CoachingFixture['reset'];
let admin: Account;
let coach: Account;
let successor: Account;
let client: Account;
let member: Account;

beforeAll(async () => {
  ({
    backend,
    api,
    admin,
    coach,
    otherCoach: successor,
    people: [client, member],
    reset,
  } = await startCoaching());
});
afterAll(() => backend.close());

beforeEach(async () => {
  await reset();
  for (const table of ['public.payments', 'public.payment_intents', 'private.tombstones', 'public.row_history']) {
    await backend.sql(`delete from ${table}`);
  }
  await setRole(coach, 'coach');
  await setRole(successor, 'coach');
});

const setRole = (person: Account, role: string) =>
  backend.sql('update public.profiles set role = $2 where id = $1', person.id, role);

interface Counts {
  programs: number;
  cohorts: number;
  people: number;
  payments: number;
}
const handOver = (who: Account | null = admin, options: object = {}) =>
  api.call<Counts>(who, 'hand_over_programs', { coach: coach.id, successor: successor.id, ...options });

interface Started {
  program: string;
  version: string;
  cohort: Cohort;
  ofClient: string;
  ofMember: string;
}
/** A program of the coach: a client in it and, joined by its link, a member who is no client, with all their tasks. */
const underWay = async (program: object = {}): Promise<Started> => {
  const id = await api.draft(coach, { length_days: 3, ...program }, [1, 2, 3]);
  const { version } = await api.publish(coach, id);
  const cohort = await api.cohort(coach, id, version, addDays(today(), 1));
  await api.connect(coach, client);
  const ofClient = await api.join(client, cohort);
  const ofMember = await api.join(member, cohort);
  return { program: id, version, cohort, ofClient, ofMember };
};

/** Everything that refers to a person as a coach, by table. */
const ofCoach = async (person: Account): Promise<Record<string, number>> => {
  const [found] = await backend.sql<Record<string, number>>(
    `select
       (select count(*)::integer from public.programs where user_id = $1) as programs,
       (select count(*)::integer from public.program_tasks where user_id = $1) as tasks,
       (select count(*)::integer from public.program_versions where user_id = $1) as versions,
       (select count(*)::integer from public.program_events where user_id = $1) as events,
       (select count(*)::integer from public.cohorts where user_id = $1) as cohorts,
       (select count(*)::integer from public.enrollments where coach_id = $1 and user_id <> $1) as enrollments,
       (select count(*)::integer from public.coach_connections where coach_id = $1 and state <> 'ended') as connections`,
    person.id,
  );
  return found ?? {};
};

test('only an admin hands over, to a coach who is somebody else', async () => {
  await underWay();
  const before = await ofCoach(coach);
  const refused = [];
  for (const who of [null, client, coach, successor]) refused.push((await handOver(who)).status);
  expect(refused).toEqual([401, 403, 403, 403]);
  expect(await handOver(admin, { successor: client.id })).toMatchObject(expectedError(409, 'not_a_coach'));
  expect(await handOver(admin, { successor: coach.id })).toMatchObject(expectedError(400, 'malformed_request'));
  expect(await handOver(admin, { successor: null })).toMatchObject(expectedError(400, 'malformed_request'));
  expect(await handOver(admin, { coach: randomUUID() })).toMatchObject(expectedError(404, 'unknown_person'));
  expect(await handOver(admin, { successor: randomUUID() })).toMatchObject(expectedError(409, 'not_a_coach'));
  expect(await ofCoach(coach)).toEqual(before);
});

test('a dry run counts what the handover then does, and changes nothing', async () => {
  const { version } = await underWay();
  await api.draft(coach);
  const before = await ofCoach(coach);
  const counts = { programs: 2, cohorts: 1, people: 2, payments: 0 };
  expect((await handOver(admin, { dry_run: true, successor: null })).body).toEqual(counts);
  expect((await handOver(admin, { dry_run: true })).body).toEqual(counts);
  expect(await ofCoach(coach)).toEqual(before);
  expect((await handOver()).body).toEqual(counts);
  expect((await handOver()).body).toEqual({ programs: 0, cohorts: 0, people: 0, payments: 0 });
  expect(await ofCoach(successor)).toEqual(before);
  expect(Object.values(await ofCoach(coach))).toEqual([0, 0, 0, 0, 0, 0, 0]);
  expect(await backend.sql('select number from public.program_versions where id = $1', version)).toEqual([
    { number: 1 },
  ]);
});

test('the same request again does nothing, and its result can be asked for', async () => {
  await underWay();
  const request = randomUUID();
  const { body } = await handOver(admin, { request });
  const later = await api.draft(coach);
  expect((await handOver(admin, { request })).body).toEqual(body);
  expect((await api.call(admin, 'tool_result', { request })).body).toEqual(body);
  expect(await backend.sql('select user_id from public.programs where id = $1', later)).toEqual([
    { user_id: coach.id },
  ]);
});

test.each(['rep', 'coach', 'admin'])(
  'the tasks of everybody stay as they are, and the new coach reads and changes them in place of a %s',
  async (role) => {
    const { ofClient, ofMember, cohort } = await underWay();
    await setRole(coach, role);
    const tasks = () => backend.sql('select * from public.tasks order by id');
    const before = await tasks();
    await handOver();
    expect(await tasks()).toEqual(before);
    const days = (who: Account, person: Account) =>
      api.call<{ tasks: { id: string }[] }>(who, 'client_days', {
        client: person.id,
        first: today(),
        last: addDays(today(), 7),
      });
    expect((await days(successor, client)).body.tasks).toHaveLength(3);
    expect((await days(successor, member)).body.tasks).toHaveLength(3);
    expect((await days(coach, client)).status).toBe(role === 'rep' ? 403 : 404);
    expect((await api.call<unknown[]>(successor, 'cohort_members', { cohort: cohort.id })).body).toHaveLength(2);
    const end = (who: Account, enrollment: string) => api.call(who, 'end_enrollment', { enrollment });
    expect((await end(coach, ofClient)).status).toBe(404);
    expect((await end(successor, ofMember)).status).toBe(200);
  },
);

test('clients, but nobody else, become clients of the new coach, and the connections to the former one end', async () => {
  await underWay();
  const connections = () =>
    backend.sql('select coach_id, client_id, state from public.coach_connections order by coach_id = $1', coach.id);
  await handOver();
  expect(await connections()).toEqual([
    { coach_id: successor.id, client_id: client.id, state: 'accepted' },
    { coach_id: coach.id, client_id: client.id, state: 'ended' },
  ]);
});

test('open invitations are the new coach’s, once for each address', async () => {
  const emails = [client.email, member.email, successor.email, 'new@example.com'];
  await api.call(coach, 'invite_clients', { emails });
  await api.call(successor, 'invite_client', { email: member.email });
  await api.connect(successor, client);
  await handOver();
  expect(
    await backend.sql('select coach_id, email from public.coach_connections where client_id is null order by email'),
  ).toEqual(
    [member.email, 'new@example.com'].sort().map((email) => ({ coach_id: successor.id, email: email.toLowerCase() })),
  );
});

test('what a coach takes themselves stays their own, and is not shown to the new coach', async () => {
  const { cohort, version } = await underWay();
  const joined = await api.join(coach, cohort);
  const { body: alone } = await api.call<string>(coach, 'import_program', {
    version,
    start_date: today(),
    parameters: {},
    token: null,
  });
  await handOver();
  const own = { coach_id: coach.id, cohort_id: null, status: 'active' };
  expect(
    await backend.sql('select coach_id, cohort_id, status from public.enrollments where id in ($1, $2)', joined, alone),
  ).toEqual([own, own]);
  const members = await api.call<{ user_id: string }[]>(successor, 'cohort_members', { cohort: cohort.id });
  expect(members.body.map(({ user_id }) => user_id)).not.toContain(coach.id);
});

test('a new coach who was to pay for the program takes it for free', async () => {
  const { cohort } = await underWay();
  await backend.sql('update public.program_versions set price = 900');
  const { body } = await api.call<{ enrollment_id: string; status: string }>(successor, 'join_cohort', {
    token: cohort.token,
  });
  expect(body.status).toBe('pending');
  await api.call(successor, 'quote_payment', { enrollment: body.enrollment_id });
  await handOver();
  expect(
    await backend.sql(
      `select e.status, i.state from public.enrollments e join public.payment_intents i on i.enrollment_id = e.id
       where e.id = $1 and e.coach_id = e.user_id`,
      body.enrollment_id,
    ),
  ).toEqual([{ status: 'active', state: 'void' }]);
});

test('people go on joining by the same links, with the new coach', async () => {
  const program = await api.draft(coach);
  const { version } = await api.publish(coach, program);
  const cohort = await api.cohort(coach, program, version);
  await setRole(coach, 'rep');
  expect((await api.call(member, 'join_cohort', { token: cohort.token })).status).toBe(404);
  await handOver();
  const enrollment = await api.join(member, cohort);
  expect(await backend.sql('select coach_id from public.enrollments where id = $1', enrollment)).toEqual([
    { coach_id: successor.id },
  ]);
});

test('a program stays in the gallery only where the new coach may publish to it', async () => {
  const program = await api.draft(coach, { visibility: 'gallery' });
  await api.publish(coach, program);
  await api.approve(admin, program);
  const shown = async () =>
    (await api.call<{ items: unknown[] }>(member, 'search_gallery', { query: '', page: 0 })).body.items.length;
  expect(await shown()).toBe(1);
  await handOver();
  expect(await shown()).toBe(0);
  await api.call(admin, 'set_gallery_permission', { person: successor.id, granted: true });
  expect(await shown()).toBe(1);
});

test('what the former coach has cleared can be undone by the new one', async () => {
  const { ofClient } = await underWay();
  const { body } = await api.call<{ clear_id: string; deleted: number }>(coach, 'clear_tasks', {
    enrollment: ofClient,
  });
  await handOver();
  expect((await api.call(coach, 'undo_clear', { clear_id: body.clear_id })).status).toBe(404);
  expect((await api.call(successor, 'undo_clear', { clear_id: body.clear_id })).body).toEqual({
    restored: body.deleted,
  });
});

describe('of payments', () => {
  const pay = async (enrollment: string, change: object = {}) => {
    const quoted = (await api.call<{ intent_id: string }>(client, 'quote_payment', { enrollment })).body;
    const { body: payment } = await api.callAsServer('record_payment', {
      provider: 'bank',
      reference: randomUUID(),
      intent: quoted.intent_id,
      amount: 900,
      currency: 'EUR',
      ...change,
    });
    await api.callAsServer('settle_payment', { payment });
    return payment as string;
  };
  const pending = async () => {
    const started = await underWay();
    await backend.sql('update public.program_versions set price = 900');
    await backend.sql("update public.enrollments set status = 'pending' where id = $1", started.ofClient);
    return started.ofClient;
  };
  const coachOf = (payment: string) =>
    backend.sql('select coach_id, state from public.payments where id = $1', payment);

  test('those that wait for a decision, and quotes, are the new coach’s', async () => {
    const enrollment = await pending();
    const payment = await pay(enrollment, { amount: 800 });
    expect((await handOver()).body).toMatchObject({ payments: 2 });
    expect(await coachOf(payment)).toEqual([{ coach_id: successor.id, state: 'held' }]);
    expect((await api.call(coach, 'accept_payment', { payment })).status).toBe(404);
    expect((await api.call(successor, 'accept_payment', { payment })).body).toMatchObject({ status: 'active' });
  });

  test('one that comes later for an old quote is the new coach’s', async () => {
    const enrollment = await pending();
    const { body: quoted } = await api.call<{ intent_id: string }>(client, 'quote_payment', { enrollment });
    await api.call(client, 'end_enrollment', { enrollment });
    await handOver();
    const { body: payment } = await api.callAsServer('record_payment', {
      provider: 'bank',
      reference: 'late',
      intent: quoted.intent_id,
      amount: 900,
      currency: 'EUR',
    });
    await api.callAsServer('settle_payment', { payment });
    expect(await coachOf(payment as string)).toEqual([{ coach_id: successor.id, state: 'held' }]);
  });

  test('decided ones stay with who was paid, and an admin refunds them once that is no coach', async () => {
    const payment = await pay(await pending());
    expect((await handOver()).body).toMatchObject({ payments: 0 });
    expect(await coachOf(payment)).toEqual([{ coach_id: coach.id, state: 'applied' }]);
    const refund = (who: Account) => api.call(who, 'begin_refund', { payment, request: randomUUID(), amount: 1 });
    expect([(await refund(successor)).status, (await refund(admin)).status]).toEqual([404, 404]);
    expect((await refund(coach)).status).toBe(200);
    await setRole(coach, 'rep');
    expect([(await refund(coach)).status, (await refund(admin)).status]).toEqual([403, 200]);
  });
});

describe('on devices', () => {
  const read = async (device: SyncClient, cursor: Awaited<ReturnType<SyncClient['pull']>>['body']['cursor'] | null) => {
    const { body } = await device.pull(cursor);
    return {
      cursor: body.cursor,
      programs: rowsOf(body, 'programs').map(({ id }) => id),
      tasks: rowsOf(body, 'program_tasks').length,
      gone: [body.tables['programs']?.gone.length ?? 0, body.tables['program_tasks']?.gone.length ?? 0],
    };
  };

  test.each(['rep', 'coach', 'admin'])(
    'drafts leave those of the former coach, a %s by now, and reach those of the new one',
    async (role) => {
      const { program } = await underWay();
      const [former, later] = [syncClient(backend, coach), syncClient(backend, successor)];
      const ofFormer = await read(former, null);
      const ofLater = await read(later, null);
      expect(ofFormer).toMatchObject({ programs: [program], tasks: 3 });
      await setRole(coach, role);
      await handOver();
      expect(await read(former, ofFormer.cursor)).toMatchObject({ programs: [], tasks: 0, gone: [1, 3] });
      expect(await read(later, ofLater.cursor)).toMatchObject({ programs: [program], tasks: 3, gone: [0, 0] });
      expect(await read(syncClient(backend, coach), null)).toMatchObject({ programs: [], tasks: 0 });
      const check = await backend.rpc<{ tables: Record<string, { rows: number }> }>(
        'sync_check',
        {
          request: {
            protocol: 1,
            device: { id: former.id, name: 'test', app_version: '1.0.0', pending: 0, rejected: 0 },
            cursor: (await read(former, null)).cursor,
            token: null,
            format: 1,
            except: {},
            rows: [],
          },
        },
        coach.token,
      );
      expect(check.body.tables['programs']?.rows ?? 0).toBe(0);
    },
  );

  test.each(['rep', 'coach', 'admin'])(
    'edits that a former coach, a %s by now, has not sent yet are rejected, each with its reason',
    async (role) => {
      const { program } = await underWay();
      const [task] = await backend.sql<{ id: string }>('select id from public.program_tasks order by day_index');
      const former = syncClient(backend, coach);
      const tables = ['programs', 'program_tasks'] as const;
      const state = async () => [
        await backend.sql('select title, user_id from public.programs'),
        await backend.sql('select title, user_id from public.program_tasks order by day_index'),
      ];
      await setRole(coach, role);
      await handOver();
      const before = await state();
      const fields = { program_id: program, day_index: 1, title: 'Mine', user_id: coach.id };
      const { body } = await former.push([
        former.change({ table: tables[0], op: 'update', row: program, fields: { title: 'Mine' } }),
        former.change({ table: tables[1], op: 'update', row: task?.id ?? '', fields: { title: 'Mine' } }),
        former.change({ table: tables[1], op: 'insert', fields }),
        former.change({ table: tables[0], op: 'delete', row: program }),
      ]);
      const codes = body.verdicts.slice(0, 3).map((verdict) => ('code' in verdict ? verdict.code : verdict.verdict));
      expect(codes).toEqual(['not_found', 'not_found', role === 'rep' ? 'forbidden' : 'missing_parent']);
      expect(await state()).toEqual(before);
    },
  );

  test('drafts that were deleted on the first coach’s device come back with a handover back', async () => {
    const { program } = await underWay();
    const device = syncClient(backend, coach);
    await handOver();
    await device.push([device.change({ table: 'programs', op: 'delete', row: program })]);
    const { cursor } = await read(device, null);
    await handOver(admin, { coach: successor.id, successor: coach.id });
    expect(await read(device, cursor)).toMatchObject({ programs: [program], tasks: 3, gone: [0, 0] });
    const edit = device.change({
      ...{ table: 'programs', op: 'update', row: program },
      fields: { title: 'Back' },
      at: Date.now(),
    });
    expect((await device.push([edit])).body.verdicts).toMatchObject([{ verdict: 'applied' }]);
  });

  test('two texts that conflict are the new coach’s to choose from', async () => {
    const { program } = await underWay();
    const [a, b] = [syncClient(backend, coach), syncClient(backend, coach)];
    const write = (device: SyncClient, description: string) =>
      device.push([
        {
          ...device.change({ table: 'programs', op: 'update', row: program, fields: { description }, at: Date.now() }),
          base: { description: null },
        },
      ]);
    await write(a, 'One');
    await write(b, 'Two');
    await handOver();
    const { body } = await syncClient(backend, successor).pull();
    expect(rowsOf(body, 'sync_conflicts')).toMatchObject([{ row_id: program, lost: 'One' }]);
    expect((await syncClient(backend, coach).pull()).body.tables['sync_conflicts']?.rows ?? []).toEqual([]);
  });
});

test('the history tells both coaches, each person and admins who handed over what to whom', async () => {
  const { program, ofClient } = await underWay();
  await backend.sql('delete from public.row_history');
  await handOver();
  const entries = async (who: Account, row: string) =>
    (await api.request(who, `row_history?row_id=eq.${row}&select=user_id,before,after,actor&order=user_id`)).body;
  const entry = {
    before: expect.objectContaining({ user_id: coach.id }) as object,
    after: expect.objectContaining({ user_id: successor.id }) as object,
    actor: admin.id,
  };
  expect(await entries(coach, program)).toEqual([{ ...entry, user_id: coach.id }]);
  expect(await entries(successor, program)).toEqual([{ ...entry, user_id: successor.id }]);
  expect(await entries(admin, program)).toHaveLength(2);
  expect(await entries(client, ofClient)).toEqual([
    { user_id: client.id, before: { coach_id: coach.id }, after: { coach_id: successor.id }, actor: admin.id },
  ]);
});

test('people are told who coaches them, and in whose place since when', async () => {
  const { ofClient } = await underWay();
  const coaches = async (who: Account | null) => (await api.call(who, 'my_coaches')).body;
  const name = async ({ id }: Account) =>
    (await backend.sql<{ name: string }>('select display_name as name from public.profiles where id = $1', id))[0]
      ?.name;
  const shown = { enrollment_id: ofClient, coach: await name(coach), former_coach: null, since: null };
  expect(await coaches(client)).toEqual([shown]);
  await handOver();
  expect(await coaches(client)).toEqual([
    { ...shown, coach: await name(successor), former_coach: await name(coach), since: expect.any(String) as string },
  ]);
  expect(await coaches(admin)).toEqual([]);
  expect((await api.call(null, 'my_coaches')).status).toBe(401);
});

test('nobody else gives a program to another person, whatever they write', async () => {
  const { program } = await underWay();
  const write = (who: Account, table: string, row: string) =>
    api.request(who, `${table}?id=eq.${row}`, { method: 'PATCH', body: JSON.stringify({ user_id: successor.id }) });
  for (const who of [coach, successor, admin]) {
    expect((await write(who, 'programs', program)).status).toBe(403);
  }
  await expect(backend.sql('update public.programs set user_id = $1', successor.id)).rejects.toThrow(/immutable/);
  await expect(backend.sql('update public.program_tasks set user_id = $1', successor.id)).rejects.toThrow(/immutable/);
});
