import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Account, TestBackend } from '../fixtures/backend/backend.ts';
import { COMING_MONDAY } from '../fixtures/server-clock.ts';
import {
  type Cohort,
  type CoachingApi,
  type CoachingFixture,
  expectedError,
  startCoaching,
} from '../fixtures/backend/coaching.ts';

let backend: TestBackend;
let api: CoachingApi;
let reset: CoachingFixture['reset'];
let coach: Account;
let cohort: Cohort;
let callers: Record<string, Account | null>;

const ROLES = ['anon', 'rep', 'the coach', 'another coach', 'admin'] as const;

beforeAll(async () => {
  const fixture = await startCoaching();
  ({ backend, api, coach, reset } = fixture);
  callers = {
    anon: null,
    rep: fixture.people[0],
    'the coach': coach,
    'another coach': fixture.otherCoach,
    admin: fixture.admin,
  };
  await backend.sql(`update public.profiles set display_name = 'Carla' where id = $1`, coach.id);
});
afterAll(() => backend.close());

beforeEach(async () => {
  await reset();
  const program = await api.draft(coach);
  const { version } = await api.publish(coach, program);
  cohort = await api.cohort(coach, program, version);
});

const invitationFor = (who: Account | null, token: unknown) => api.call(who, 'cohort_invitation', { token });
const someToken = () => createHash('sha256').update(randomUUID()).digest('hex');

describe.each(ROLES)('the invitation of a cohort’s link, for %s', (role) => {
  test('is the offer with its first week, and names nobody but the coach', async () => {
    const { status, body } = await invitationFor(callers[role] ?? null, cohort.token);
    expect(status).toBe(200);
    const task = { notes: null, minutes: 10, type: 'task', is_required: true, level: 'program_day' };
    expect(body).toEqual({
      cohort: 'Spring',
      program: 'First steps',
      coach: 'Carla',
      start_date: COMING_MONDAY,
      offer: {
        number: 1,
        title: 'First steps',
        description: null,
        coach: 'Carla',
        kind: 'individual',
        length_days: 7,
        day_counting: 'calendar',
        task_count: 2,
        minutes: 20,
        parameters: [],
        price: null,
        currency: 'EUR',
        preview_days: null,
        is_approved: false,
      },
      modules: [],
      days: [
        { day_index: 1, tasks: [{ ...task, title: 'Task 0' }] },
        { day_index: 2, tasks: [{ ...task, title: 'Task 1' }] },
      ],
      hidden_tasks: 0,
    });
    // No id, address or note.
    expect(JSON.stringify(body)).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-|@|How to do it/);
  });

  test('is the same nothing for a closed cohort, an old link, a former coach and a text that is no token', async () => {
    const who = callers[role] ?? null;
    const responses = [await invitationFor(who, someToken())];
    await api.request(coach, `cohorts?id=eq.${cohort.id}`, { method: 'PATCH', body: '{"is_open":false}' });
    responses.push(await invitationFor(who, cohort.token));
    await api.request(coach, `cohorts?id=eq.${cohort.id}`, { method: 'PATCH', body: '{"is_open":true}' });
    await api.call(coach, 'renew_cohort_link', { cohort: cohort.id });
    responses.push(await invitationFor(who, cohort.token));
    const { body: token } = await api.call<string>(coach, 'cohort_link', { cohort: cohort.id });
    await backend.sql(`update public.profiles set role = 'rep' where id = $1`, coach.id);
    responses.push(await invitationFor(who, token));
    await backend.sql(`update public.profiles set role = 'coach' where id = $1`, coach.id);
    expect((await invitationFor(who, token)).status).toBe(200);
    for (const text of ['', cohort.id, `${token} `, token.toUpperCase(), token.slice(0, 63), '%'.repeat(64), null]) {
      responses.push(await invitationFor(who, text));
    }
    for (const { status, body } of responses) {
      expect({ status, body }).toMatchObject(expectedError(404, 'not_found'));
      expect(body).toEqual(responses[0]?.body);
    }
  });
});

describe('somebody who is not signed in', () => {
  test('gets nothing by a token of a megabyte, by patterns, or by values of other types', async () => {
    for (const token of ['a'.repeat(1_000_000), '_'.repeat(64), "' or true --".padEnd(64, ' ')]) {
      expect(await invitationFor(null, token)).toMatchObject(expectedError(404, 'not_found'));
    }
    for (const token of [{}, [cohort.token], 1, true]) {
      const { status } = await invitationFor(null, token);
      expect([400, 404]).toContain(status);
    }
    expect((await api.call(null, 'cohort_invitation', {})).status).toBe(404);
  });

  test('gets by a token no more than the invitation', async () => {
    expect((await api.call(null, 'cohort_by_link', { token: cohort.token })).status).toBe(401);
    expect((await api.call(null, 'join_cohort', { token: cohort.token })).status).toBe(401);
    expect((await api.request(null, `cohorts?id=eq.${cohort.id}`)).status).toBe(401);
  });
});

describe('a program’s link, opened by somebody who is not signed in', () => {
  const linked = (token: unknown, who: Account | null = null) => api.call(who, 'linked_program', { token });
  const linkOf = async (program: string) =>
    (await backend.sql<{ link_token: string }>('select link_token from public.programs where id = $1', program))[0]
      ?.link_token ?? '';

  test('shows the offer with its first week, and names nobody but the coach', async () => {
    const program = await api.draft(coach, { visibility: 'link', length_days: 14 }, [1, 7, 8]);
    await api.publish(coach, program);
    const { status, body } = await linked(await linkOf(program));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      offer: { title: 'First steps', coach: 'Carla', task_count: 3, is_approved: false },
      days: [{ day_index: 1 }, { day_index: 7 }],
      hidden_tasks: 1,
    });
    expect(JSON.stringify(body)).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-|@|How to do it/);
  });

  test('is the same nothing for a private or unpublished program, a former coach and a text that is no token', async () => {
    const program = await api.draft(coach, { visibility: 'link' });
    const token = await linkOf(program);
    const responses = [await linked(token)];
    await api.publish(coach, program);
    expect((await linked(token)).status).toBe(200);
    const edit = (change: object) =>
      api.request(coach, `programs?id=eq.${program}`, { method: 'PATCH', body: JSON.stringify(change) });
    await edit({ visibility: 'private' });
    responses.push(await linked(token));
    await edit({ visibility: 'link' });
    await backend.sql(`update public.profiles set role = 'rep' where id = $1`, coach.id);
    responses.push(await linked(token));
    await backend.sql(`update public.profiles set role = 'coach' where id = $1`, coach.id);
    await api.call(coach, 'unpublish_program', { program });
    responses.push(await linked(token));
    for (const text of ['', program, someToken(), 'a'.repeat(1_000_000), '%'.repeat(64), null]) {
      responses.push(await linked(text));
    }
    for (const { status, body } of responses) {
      expect({ status, body }).toMatchObject(expectedError(404, 'not_found'));
      expect(body).toEqual(responses[0]?.body);
    }
  });

  test('shows no version by its id that is not in the gallery', async () => {
    const program = await api.draft(coach, { visibility: 'link' });
    const { version } = await api.publish(coach, program);
    for (const id of [version, randomUUID(), null]) {
      expect(await api.call(null, 'gallery_program', { version: id })).toMatchObject(expectedError(404, 'not_found'));
    }
  });
});

describe('what joining shares', () => {
  /** Every table that a coach may read through the API. */
  const readable = async (who: Account | null, person: Account): Promise<Record<string, number>> => {
    const counts: Record<string, number> = {};
    for (const table of [
      'profiles',
      'tasks',
      'enrollments',
      'program_activities',
      'program_weekly_goals',
      'submissions',
      'row_history',
      'sync_devices',
      'coach_connections',
      'program_sync_status',
    ]) {
      const column = table === 'profiles' ? 'id' : table === 'coach_connections' ? 'client_id' : 'user_id';
      const { body } = await api.request(who, `${table}?${column}=eq.${person.id}`);
      if (body.length > 0) counts[table] = body.length;
    }
    return counts;
  };

  test('is name, email, answers and the program’s tasks, and nothing else of the person', async () => {
    const person = await backend.signUp();
    for (const [table, row] of [
      ['program_activities', { type: 'call', title: 'A call', date: COMING_MONDAY }],
      ['submissions', { name: 'A lead' }],
      ['tasks', { title: 'My own', date: COMING_MONDAY }],
    ] as const) {
      expect((await api.request(person, table, { method: 'POST', body: JSON.stringify(row) })).status).toBe(201);
    }
    expect(await readable(coach, person)).toEqual({});
    await api.join(person, cohort);
    expect(await readable(coach, person)).toEqual({ enrollments: 1, tasks: 2 });
    const { body } = await api.call<object[]>(coach, 'cohort_members', { cohort: cohort.id });
    expect(body).toMatchObject([{ user_id: person.id, email: person.email }]);
    expect(await readable(callers['another coach'] ?? null, person)).toEqual({});
  });

  test('is nothing where somebody starts a program by themselves', async () => {
    const program = await api.draft(coach, { visibility: 'gallery' });
    const { version } = await api.publish(coach, program);
    if (callers['admin']) await api.approve(callers['admin'], program);
    const person = await backend.signUp();
    const started = { version, start_date: COMING_MONDAY, parameters: {}, token: null };
    const { body: enrollment } = await api.call<string>(person, 'import_program', started);
    await api.call(person, 'sync_enrollment_tasks', { enrollment });
    expect(await readable(person, person)).toMatchObject({ enrollments: 1, tasks: 2 });
    expect(await readable(coach, person)).toEqual({});
  });
});

test('the server itself has no use for it', async () => {
  expect((await api.callAsServer('cohort_invitation', { token: cohort.token })).status).toBe(403);
});

test('no request failed with a 500', () => {
  expect(backend.faults).toEqual([]);
});
