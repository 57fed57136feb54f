import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays } from '../../src/domain/calendar/calendar-date.ts';
import type { Account, TestBackend } from '../fixtures/backend/backend.ts';
import { type CoachingApi, expectedError, startCoaching } from '../fixtures/backend/coaching.ts';
import { NOON_ZONE, today } from '../fixtures/server-clock.ts';

let backend: TestBackend;
let api: CoachingApi;
let admin: Account;
let coach: Account;
let otherCoach: Account;
let rep: Account;
let reset: () => Promise<void>;
let program: string;
let version: string;
let people: Account[];

interface Statistics {
  totals: Record<string, number>;
  days: { day: number; reached: number; active: number }[];
}

beforeAll(async () => {
  ({
    backend,
    api,
    admin,
    coach,
    otherCoach,
    reset,
    people: [rep],
  } = await startCoaching());
  people = [];
  for (let number = 0; number < 5; number += 1) people.push(await backend.signUp());
  await backend.sql('update public.profiles set time_zone = $1', NOON_ZONE);
});
afterAll(() => backend.close());

beforeEach(async () => {
  await reset();
  program = await api.draft(coach, { visibility: 'gallery', length_days: 4 }, [1, 2, 3, 4]);
  ({ version } = await api.publish(coach, program));
  await api.approve(admin, program);
});

const statistics = async (who: Account = coach) =>
  (await api.call<Statistics>(who, 'program_statistics', { program })).body;
const doTask = (person: Account, program_day: number) =>
  backend.sql(
    `update public.tasks set status = 'done', done_at = now() where user_id = $1 and program_day = $2`,
    person.id,
    program_day,
  );
/** A member of a cohort that has come to its third day. */
const join = async (person: Account, cohort: { id: string; token: string }) => api.join(person, cohort);
const startOwn = async (person: Account) => {
  const started = { version, start_date: addDays(today(), -2), parameters: {}, token: null };
  const { body: enrollment } = await api.call<string>(person, 'import_program', started);
  await api.call(person, 'sync_enrollment_tasks', { enrollment, from_today: false });
};

describe('views of a program', () => {
  const viewed = async () => (await statistics()).totals;

  test('count each person once a day, and neither its coach nor admins', async () => {
    for (const who of [rep, rep, otherCoach, coach, admin, rep]) {
      await api.call(who, 'preview_version', { version, token: null });
    }
    expect(await viewed()).toMatchObject({ viewed: 2, viewed_anonymously: 0 });
    await backend.sql('update private.program_views set on_day = on_day - 1');
    await api.call(rep, 'preview_version', { version, token: null });
    expect(await viewed()).toMatchObject({ viewed: 3 });
  });

  test('name nobody, and are no one’s to read or to write', async () => {
    await api.call(rep, 'preview_version', { version, token: null });
    const { body } = await api.request<object[]>(coach, 'program_events?kind=eq.viewed');
    expect(JSON.stringify(body)).not.toContain(rep.id);
    expect(body).toMatchObject([{ at: expect.stringMatching(/T00:00:00/) as string, user_id: coach.id }]);
    const event = JSON.stringify({ program_id: program, user_id: coach.id, kind: 'viewed' });
    for (const who of [rep, coach, admin]) {
      expect((await api.request(who, 'program_events', { method: 'POST', body: event })).status).toBe(403);
    }
  });

  test('by people without an account count up to a limit a day, whatever door they use', async () => {
    const [row] = await backend.sql<{ link_token: string }>('select link_token from public.programs');
    const cohort = await api.cohort(coach, program, version);
    await api.call(null, 'gallery_program', { version });
    await api.call(null, 'linked_program', { token: row?.link_token });
    await api.call(null, 'cohort_invitation', { token: cohort.token });
    await api.call(null, 'linked_program', { token: 'x'.repeat(64) });
    expect(await viewed()).toMatchObject({ viewed: 0, viewed_anonymously: 3 });
    await backend.sql('update private.anonymous_views set views = 99');
    for (const _ of [1, 2, 3]) await api.call(null, 'gallery_program', { version });
    expect(await viewed()).toMatchObject({ viewed_anonymously: 100 });
  });
});

describe('how far people get', () => {
  test('is counted of the coach’s own people by day: who came to it, and who did something on it or later', async () => {
    const cohort = await api.cohort(coach, program, version, addDays(today(), -2));
    const [first, second, third] = people as [Account, Account, Account];
    for (const person of [first, second, third]) await join(person, cohort);
    await doTask(first, 1);
    await doTask(second, 3);
    for (const day of [1, 2, 3, 4]) await doTask(third, day);
    expect(await statistics()).toMatchObject({
      totals: { used: 3, imported: 0, people: 3, withheld: 0, started: 3, completed: 1 },
      days: [
        { day: 1, reached: 3, active: 3 },
        { day: 2, reached: 3, active: 2 },
        { day: 3, reached: 3, active: 2 },
      ],
    });
  });

  test('is nothing for people who have not begun or wait for payment', async () => {
    const cohort = await api.cohort(coach, program, version, addDays(today(), 3));
    await join(rep, cohort);
    expect(await statistics()).toMatchObject({ totals: { people: 1, started: 0, completed: 0 }, days: [] });
    await backend.sql(`update public.enrollments set status = 'pending'`);
    expect(await statistics()).toMatchObject({ totals: { people: 0 }, days: [] });
  });

  test('tells the coach nothing of people whose work they may not read, before there are five of them', async () => {
    for (const person of people.slice(0, 4)) await startOwn(person);
    await doTask(people[0] as Account, 1);
    expect(await statistics()).toMatchObject({
      totals: { imported: 4, people: 0, withheld: 4, started: 0, completed: 0 },
      days: [],
    });
    // Admins may read all of it.
    expect(await statistics(admin)).toMatchObject({ totals: { people: 4, withheld: 0, started: 1 } });
    await startOwn(people[4] as Account);
    expect(await statistics()).toMatchObject({
      totals: { people: 5, withheld: 0, started: 1 },
      days: [{ day: 1, reached: 5, active: 1 }, {}, {}],
    });
  });

  test('tells nothing of a day that fewer than five of them have come to', async () => {
    for (const person of people) await startOwn(person);
    await backend.sql('update public.enrollments set start_date = start_date + 1 where user_id = $1', people[0]?.id);
    expect((await statistics()).days.map(({ day }) => day)).toEqual([1, 2]);
    expect((await statistics(admin)).days.map(({ day }) => day)).toEqual([1, 2, 3]);
  });

  test('counts those who have left among the people whose work the coach may not read', async () => {
    const cohort = await api.cohort(coach, program, version, addDays(today(), -2));
    const enrollment = await join(rep, cohort);
    expect((await statistics()).totals).toMatchObject({ people: 1, withheld: 0 });
    await api.call(rep, 'end_enrollment', { enrollment });
    expect((await statistics()).totals).toMatchObject({ people: 0, withheld: 1 });
  });
});

test('statistics are of one’s own programs, and of all for admins alone', async () => {
  for (const who of [rep, otherCoach]) {
    expect(await api.call(who, 'program_statistics', { program })).toMatchObject(expectedError(404, 'not_found'));
    expect(await api.call(who, 'all_program_statistics')).toMatchObject(expectedError(403, 'forbidden'));
  }
  expect((await api.call(null, 'program_statistics', { program })).status).toBe(401);
  expect((await api.call(null, 'all_program_statistics')).status).toBe(401);
  await api.draft(otherCoach, { title: 'Never published' });
  expect((await api.call(admin, 'all_program_statistics')).body).toMatchObject([
    { program_id: program, title: 'First steps', totals: { imported: 0, people: 0 } },
  ]);
});

test('no request failed with a 500', () => {
  expect(backend.faults).toEqual([]);
});
