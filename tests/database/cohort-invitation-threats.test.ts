import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Account, TestBackend } from '../fixtures/backend/backend.ts';
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
  test('is three names, and nothing that identifies a person or a row', async () => {
    const { status, body } = await invitationFor(callers[role] ?? null, cohort.token);
    expect(status).toBe(200);
    expect(body).toEqual({ cohort: 'Spring', program: 'First steps', coach: 'Carla' });
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

  test('gets by a token no more than the names', async () => {
    expect((await api.call(null, 'cohort_by_link', { token: cohort.token })).status).toBe(401);
    expect((await api.call(null, 'join_cohort', { token: cohort.token })).status).toBe(401);
    expect((await api.request(null, `cohorts?id=eq.${cohort.id}`)).status).toBe(401);
  });
});

test('the server itself has no use for it', async () => {
  expect((await api.callAsServer('cohort_invitation', { token: cohort.token })).status).toBe(403);
});

test('no request failed with a 500', () => {
  expect(backend.faults).toEqual([]);
});
