import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays } from '../../src/domain/calendar/calendar-date.ts';
import type { Account, TestBackend } from '../fixtures/backend/backend.ts';
import { type CoachingApi, type CoachingFixture, expectedError, startCoaching } from '../fixtures/backend/coaching.ts';
import { COMING_MONDAY } from '../fixtures/server-clock.ts';
import { syncClient } from '../fixtures/backend/sync-client.ts';

let backend: TestBackend;
let api: CoachingApi;
let reset: CoachingFixture['reset'];
let admin: Account;
let coach: Account;
let otherCoach: Account;
let client: Account;
let rep: Account;

interface Enrolled {
  enrollment_id: string;
  user_id: string;
  status: string;
}

beforeAll(async () => {
  ({
    backend,
    api,
    admin,
    coach,
    otherCoach,
    people: [client, rep],
    reset,
  } = await startCoaching());
});
afterAll(() => backend.close());

beforeEach(async () => {
  await reset();
  await api.connect(coach, client);
});

const published = async (program: object = {}, days?: readonly number[]) => {
  const id = await api.draft(coach, program, days);
  const { version } = await api.publish(coach, id);
  return { program: id, version, cohort: await api.cohort(coach, id, version) };
};
/** Joins by a link, or is enrolled by a coach in a cohort or in a version. */
const enroll = (who: Account | null, request: Record<string, unknown>) =>
  api.call<Enrolled>(
    who,
    'token' in request ? 'join_cohort' : 'cohort' in request ? 'enroll_in_cohort' : 'enroll_in_version',
    request,
  );
const enrolled = async (who: Account, request: Record<string, unknown>): Promise<Enrolled> => {
  const { status, body } = await enroll(who, request);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
};
const rowOf = async (enrollment: string) => {
  const [row] = await backend.sql(
    'select *, start_date::text as start_date from public.enrollments where id = $1',
    enrollment,
  );
  return row;
};
const end = async (who: Account | null, enrollment: string): Promise<number> =>
  (await api.call(who, 'end_enrollment', { enrollment })).status;

describe('a cohort', () => {
  test('can be created only by the program’s coach, and only they can read or renew its link', async () => {
    const { program, version, cohort } = await published();
    for (const who of [rep, otherCoach, admin]) {
      const row = {
        user_id: who.id,
        program_id: program,
        version_id: version,
        name: 'Mine',
        start_date: COMING_MONDAY,
      };
      const made = await api.request(who, 'cohorts', { method: 'POST', body: JSON.stringify(row) });
      expect(made.status).toBe(403);
      const forged = await api.request(who, 'cohorts', {
        method: 'POST',
        body: JSON.stringify({ ...row, user_id: coach.id }),
      });
      expect(forged.status).toBe(403);
    }
    const elsewhere = await published();
    const mixed = {
      user_id: coach.id,
      program_id: program,
      version_id: elsewhere.version,
      name: 'M',
      start_date: COMING_MONDAY,
    };
    expect((await api.request(coach, 'cohorts', { method: 'POST', body: JSON.stringify(mixed) })).status).toBe(403);
    for (const name of ['cohort_link', 'renew_cohort_link', 'cohort_members']) {
      for (const id of [cohort.id, randomUUID()]) {
        expect((await api.call(null, name, { cohort: id })).status).toBe(401);
        expect(await api.call(rep, name, { cohort: id })).toMatchObject(expectedError(403, 'forbidden'));
        expect(await api.call(otherCoach, name, { cohort: id })).toMatchObject(expectedError(404, 'not_found'));
        expect((await api.callAsServer(name, { cohort: id })).status).toBe(403);
      }
    }
    expect((await api.request(coach, 'cohorts?select=join_token')).status).toBe(403);
  });

  test('can be joined by its link while it is open, once per person', async () => {
    const { version, cohort } = await published();
    const opened = await api.call(rep, 'cohort_by_link', { token: cohort.token });
    expect(opened.body).toMatchObject({
      cohort_id: cohort.id,
      name: 'Spring',
      start_date: COMING_MONDAY,
      is_open: true,
      program: { version_id: version, task_count: 2 },
    });
    expect((await api.call(rep, 'preview_version', { version, token: cohort.token })).status).toBe(200);
    const first = await enrolled(rep, { token: cohort.token });
    expect(first).toMatchObject({ user_id: rep.id, status: 'active', length_days: 7, price: null, currency: 'EUR' });
    expect(await rowOf(first.enrollment_id)).toMatchObject({
      coach_id: coach.id,
      cohort_id: cohort.id,
      start_date: COMING_MONDAY,
    });
    expect(await enrolled(rep, { token: cohort.token })).toEqual(first);
    // By the coach too it is the same one; a member reads the cohort.
    await enrolled(client, { token: cohort.token });
    await enrolled(coach, { cohort: cohort.id, client: client.id });
    const fields = 'select=id,name,start_date,is_open';
    expect((await api.request(rep, `cohorts?${fields}`)).body).toMatchObject([{ id: cohort.id }]);
    expect((await api.request(otherCoach, `cohorts?${fields}`)).body).toEqual([]);

    await api.request(coach, `cohorts?id=eq.${cohort.id}`, { method: 'PATCH', body: '{"is_open":false}' });
    expect(await enroll(otherCoach, { token: cohort.token })).toMatchObject(expectedError(409, 'cohort_closed'));
    expect(await enrolled(rep, { token: cohort.token })).toEqual(first);
    expect((await api.call(otherCoach, 'preview_version', { version, token: cohort.token })).status).toBe(404);
    expect((await api.call(coach, 'program_counts', await programOf(cohort.id))).body).toMatchObject({ used: 2 });
  });

  const programOf = async (cohort: string) => {
    const [row] = await backend.sql<{ program: string }>(
      'select program_id as program from public.cohorts where id = $1',
      cohort,
    );
    return row ?? {};
  };

  test('has a link that no longer works after it is renewed', async () => {
    const { cohort } = await published();
    const { body: renewed } = await api.call<string>(coach, 'renew_cohort_link', { cohort: cohort.id });
    expect(renewed).not.toBe(cohort.token);
    expect(await enroll(rep, { token: cohort.token })).toMatchObject(expectedError(404, 'not_found'));
    expect((await api.call(rep, 'cohort_by_link', { token: cohort.token })).body).toBeNull();
    await enrolled(rep, { token: renewed });
    expect((await api.call(coach, 'cohort_link', { cohort: cohort.id })).body).toBe(renewed);
  });

  test('returns its members to its coach, and of who has left no address', async () => {
    const { cohort } = await published();
    const { enrollment_id } = await enrolled(rep, { token: cohort.token });
    await enrolled(coach, { cohort: cohort.id, client: client.id });
    await end(rep, enrollment_id);
    const { body } = await api.call<Record<string, unknown>[]>(coach, 'cohort_members', { cohort: cohort.id });
    expect(new Map(body.map((member) => [member.user_id, member]))).toMatchObject(
      new Map([
        [rep.id, { email: '', status: 'ended', ended_by: 'person', synced_days: 0, sync_state: 'waiting' }],
        [client.id, { email: client.email, status: 'active', length_days: 7, start_date: COMING_MONDAY }],
      ]),
    );
  });

  test('of a coach whose role was revoked cannot be joined', async () => {
    const { cohort } = await published();
    await backend.sql(`update public.profiles set role = 'rep' where id = $1`, coach.id);
    try {
      expect(await enroll(rep, { token: cohort.token })).toMatchObject(expectedError(404, 'not_found'));
      expect((await api.call(coach, 'cohort_link', { cohort: cohort.id })).status).toBe(403);
    } finally {
      await backend.sql(`update public.profiles set role = 'coach' where id = $1`, coach.id);
    }
  });
});

describe('a coach', () => {
  test('can enroll only their accepted clients, in their own published programs and cohorts', async () => {
    const { program, version, cohort } = await published();
    const alone = { version, client: client.id, start_date: COMING_MONDAY };
    const first = await enrolled(coach, alone);
    expect(await enrolled(coach, alone)).toEqual(first);
    expect(await enrolled(coach, { ...alone, start_date: addDays(COMING_MONDAY, 7) })).not.toEqual(first);
    for (const request of [alone, { cohort: cohort.id, client: client.id }]) {
      expect((await enroll(null, request)).status).toBe(401);
      expect(await enroll(rep, request)).toMatchObject(expectedError(403, 'forbidden'));
      expect(await enroll(otherCoach, request)).toMatchObject(expectedError(404, 'not_found'));
      const name = 'cohort' in request ? 'enroll_in_cohort' : 'enroll_in_version';
      expect((await api.callAsServer(name, request)).status).toBe(403);
      for (const person of [rep.id, randomUUID()]) {
        expect(await enroll(coach, { ...request, client: person })).toMatchObject(expectedError(403, 'not_connected'));
      }
    }
    await api.call(coach, 'unpublish_program', { program });
    expect(await enroll(coach, alone)).toMatchObject(expectedError(409, 'not_published'));
    await enrolled(coach, { cohort: cohort.id, client: client.id });
  });

  test('can read the enrollments of their programs, and write them only by RPC', async () => {
    const { cohort } = await published();
    const { enrollment_id } = await enrolled(rep, { token: cohort.token });
    for (const [who, rows] of [
      [coach, 1],
      [rep, 1],
      [admin, 1],
      [otherCoach, 0],
      [client, 0],
    ] as const) {
      expect((await api.request(who, `enrollments?id=eq.${enrollment_id}`)).body).toHaveLength(rows);
      for (const init of [{ method: 'PATCH', body: '{"status":"ended"}' }, { method: 'DELETE' }]) {
        expect((await api.request(who, `enrollments?id=eq.${enrollment_id}`, init)).status).toBe(403);
      }
      const forged = { user_id: who.id, coach_id: who.id, program_title: 'x', start_date: COMING_MONDAY };
      expect((await api.request(who, 'enrollments', { method: 'POST', body: JSON.stringify(forged) })).status).toBe(
        403,
      );
    }
  });
});

describe('a request to enroll', () => {
  test.each([
    { version: 'x' },
    { client: 'x' },
    { client: null },
    { start_date: null },
    { start_date: 'infinity' },
    { start_date: '2027-02-30' },
    { parameters: 5 },
    { parameters: { key: 1 } },
  ])('with %j is rejected with a 400', async (change) => {
    const { version } = await published();
    const request = { version, client: client.id, start_date: COMING_MONDAY, ...change };
    expect((await enroll(coach, request)).status).toBe(400);
    expect(await backend.sql('select from public.enrollments')).toEqual([]);
  });

  test('must contain the required parameters, and only declared ones are stored', async () => {
    const parameters = [{ key: 'instrument', label: 'Instrument', options: null, required: true }];
    const { cohort } = await published({ parameters });
    expect(await enroll(rep, { token: cohort.token })).toMatchObject(expectedError(400, 'missing_parameter'));
    const { enrollment_id } = await enrolled(rep, { token: cohort.token, parameters: { instrument: 'Oboe', x: 'y' } });
    expect(await rowOf(enrollment_id)).toMatchObject({ parameters: { instrument: 'Oboe' } });
  });
});

describe('an enrollment', () => {
  test('can be ended only by its person or its coach', async () => {
    const { cohort } = await published();
    const { enrollment_id } = await enrolled(rep, { token: cohort.token });
    for (const [who, status] of [
      [null, 401],
      [client, 404],
      [otherCoach, 404],
      [admin, 404],
    ] as const) {
      expect(await end(who, enrollment_id)).toBe(status);
    }
    expect((await api.callAsServer('end_enrollment', { enrollment: enrollment_id })).status).toBe(403);
    expect(await rowOf(enrollment_id)).toMatchObject({ status: 'active', ended_by: null });
    for (let time = 0; time < 2; time += 1) expect(await end(rep, enrollment_id)).toBe(200);
    expect(await rowOf(enrollment_id)).toMatchObject({ status: 'ended', ended_by: 'person' });
    expect((await api.request(rep, 'cohorts?select=id')).body).toEqual([]);
  });

  test('can be resumed by its person after they ended it, but not after the coach ended it', async () => {
    const { cohort } = await published();
    const { enrollment_id } = await enrolled(rep, { token: cohort.token });
    await end(rep, enrollment_id);
    expect(await enrolled(rep, { token: cohort.token })).toMatchObject({ enrollment_id, status: 'active' });
    await end(coach, enrollment_id);
    await end(rep, enrollment_id);
    expect(await rowOf(enrollment_id)).toMatchObject({ status: 'ended', ended_by: 'coach' });
    expect(await enroll(rep, { token: cohort.token })).toMatchObject(expectedError(403, 'removed'));
    expect(await enroll(coach, { cohort: cohort.id, client: rep.id })).toMatchObject(
      expectedError(403, 'not_connected'),
    );
    await api.connect(coach, rep);
    expect(await enrolled(coach, { cohort: cohort.id, client: rep.id })).toMatchObject({ status: 'active' });
  });

  test('that has ended no longer shows its tasks to the coach', async () => {
    const { cohort } = await published();
    const { enrollment_id } = await enrolled(rep, { token: cohort.token });
    await api.call(rep, 'sync_enrollment_tasks', { enrollment: enrollment_id });
    expect((await api.request(coach, 'tasks')).body).toHaveLength(2);
    await end(rep, enrollment_id);
    expect((await api.request(coach, 'tasks')).body).toEqual([]);
    expect((await api.request(rep, 'tasks')).body).toHaveLength(2);
  });
});

describe('a task of an enrollment', () => {
  test('cannot be forged, hijacked or moved to another enrollment', async () => {
    const { cohort } = await published();
    const mine = await enrolled(rep, { token: cohort.token });
    const theirs = await enrolled(client, { token: cohort.token });
    await api.call(client, 'sync_enrollment_tasks', { enrollment: theirs.enrollment_id });
    const [task] = await backend.sql<Record<string, string>>('select * from public.tasks order by program_day');
    const add = async (who: Account, row: object) => {
      const body = JSON.stringify({ date: COMING_MONDAY, title: 'x', user_id: who.id, ...row });
      return (await api.request(who, 'tasks', { method: 'POST', body })).status;
    };
    const program = { source_type: 'program_day', template_task_id: task?.template_task_id, program_day: 1 };
    const ofTheirs = { enrollment_id: theirs.enrollment_id };
    const ofMine = { enrollment_id: mine.enrollment_id };
    await backend.sql('delete from public.tasks');
    // Somebody else's enrollment, somebody else's id, somebody else's list.
    expect(await add(rep, { ...program, ...ofTheirs })).toBe(403);
    expect(await add(rep, { ...program, ...ofTheirs, user_id: client.id })).toBe(403);
    expect(await add(rep, { user_id: client.id })).toBe(403);
    expect(await add(coach, { source_type: 'coach', ...ofTheirs, user_id: rep.id })).toBe(403);
    expect(await add(coach, { ...program, ...ofTheirs, user_id: client.id })).toBe(403);
    expect(await add(otherCoach, { source_type: 'coach', ...ofTheirs, user_id: client.id })).toBe(403);
    expect(await add(coach, { source_type: 'coach', ...ofTheirs, user_id: client.id, status: 'done' })).toBe(403);
    expect(await add(coach, { source_type: 'coach', ...ofTheirs, user_id: client.id })).toBe(201);
    const phone = syncClient(backend, rep);
    const push = async (row: string | undefined, fields: object) => {
      const change = phone.change({
        table: 'tasks',
        op: 'insert',
        fields: { date: COMING_MONDAY, title: 'y', ...fields },
      });
      return (await phone.push([{ ...change, ...(row && { row }) }])).body.verdicts[0]?.code;
    };
    expect(await push(task?.id, { ...program, ...ofMine })).toBe('invalid_value');
    expect(await push(task?.id, {})).toBe('invalid_value');
    expect(await push(undefined, { source_type: 'self', ...ofMine })).toBe('invalid_value');
    expect(await push(undefined, { ...program, ...ofTheirs })).toBe('forbidden');
    const change = async (who: Account, fields: object) =>
      (await api.request(who, 'tasks?title=eq.x', { method: 'PATCH', body: JSON.stringify(fields) })).status;
    for (const fields of [ofMine, { user_id: rep.id }, { source_type: 'self' }, { template_task_id: randomUUID() }]) {
      for (const who of [client, coach]) expect(await change(who, fields)).toBe(403);
    }
  });

  test('can be changed by the coach only while it is open and not locked', async () => {
    const { cohort } = await published({}, [1]);
    const { enrollment_id } = await enrolled(rep, { token: cohort.token });
    await api.call(rep, 'sync_enrollment_tasks', { enrollment: enrollment_id });
    const all = 'tasks?title=neq.none';
    const write = async (who: Account, fields: object) =>
      (await api.request(who, all, { method: 'PATCH', body: JSON.stringify(fields) })).status;
    const [before] = await backend.sql<{ title: string }>('select title from public.tasks');
    for (const state of [{ client_locked: true }, { client_locked: false, status: 'done' }]) {
      await write(rep, state);
      await write(coach, { title: 'Changed' });
      await write(coach, { client_locked: false, status: 'open' });
      await api.request(coach, all, { method: 'DELETE' });
      expect(await backend.sql('select title from public.tasks')).toEqual([before]);
      expect((await api.request(coach, all)).body).toMatchObject([state]);
    }
    await write(rep, { client_locked: false, status: 'open' });
    for (const fields of [{ status: 'done' }, { client_locked: true }]) expect(await write(coach, fields)).toBe(403);
    await write(otherCoach, { title: 'Changed' });
    expect(await backend.sql('select title from public.tasks')).toEqual([before]);
    await write(coach, { title: 'Changed' });
    expect(await backend.sql('select title from public.tasks')).toEqual([{ title: 'Changed' }]);
  });
});

test('no request failed with a 500', () => {
  expect(backend.faults).toEqual([]);
});
