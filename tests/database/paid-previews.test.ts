import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Account, TestBackend } from '../fixtures/backend/backend.ts';
import { type Cohort, type CoachingApi, expectedError, startCoaching } from '../fixtures/backend/coaching.ts';

let backend: TestBackend;
let api: CoachingApi;
let admin: Account;
let coach: Account;
let otherCoach: Account;
let member: Account;
let stranger: Account;
let reset: () => Promise<void>;
let program: string;
let version: string;
let cohort: Cohort;
let link: string;

beforeAll(async () => {
  ({
    backend,
    api,
    admin,
    coach,
    otherCoach,
    reset,
    people: [member, stranger],
  } = await startCoaching());
});
afterAll(() => backend.close());

/** A program of four days for money, of which the first two are its preview, in the gallery and behind both links. */
beforeEach(async () => {
  await reset();
  program = await api.draft(coach, { visibility: 'gallery', price: 900, preview_days: 2 }, [1, 2, 3, 4]);
  ({ version } = await api.publish(coach, program));
  await api.approve(admin, program);
  cohort = await api.cohort(coach, program, version);
  const [row] = await backend.sql<{ link_token: string }>('select link_token from public.programs');
  link = row?.link_token ?? '';
});

interface Preview {
  days: { day_index: number; tasks: { title: string; notes: string | null }[] }[];
  hidden_tasks: number;
}

const preview = async (who: Account, token: string | null = null) =>
  (await api.call<Preview>(who, 'preview_version', { version, token })).body;
/** What somebody can read of the tasks through the REST API. */
const rows = async (who: Account) =>
  (await api.request(who, `program_version_tasks?version_id=eq.${version}&select=title,notes`)).body;
const HIDDEN = /Task [23]/;

describe('the tasks of a paid program beyond its preview', () => {
  test.each([
    ['the gallery', () => null],
    ['the program’s link', () => link],
    ['the cohort’s link', () => cohort.token],
  ])('are not readable by %s before paying, by anybody but its coach and admins', async (_, token) => {
    for (const who of [member, stranger, otherCoach]) {
      const body = await preview(who, token());
      expect(body.days.map(({ day_index }) => day_index)).toEqual([1, 2]);
      expect(body.days[0]?.tasks).toMatchObject([{ title: 'Task 0', notes: 'How to do it' }]);
      expect(body.hidden_tasks).toBe(2);
      expect(JSON.stringify(body)).not.toMatch(HIDDEN);
      expect(await rows(who)).toEqual([]);
    }
    for (const who of [coach, admin]) {
      expect((await preview(who, token())).days).toHaveLength(4);
      expect(await rows(who)).toHaveLength(4);
    }
  });

  test('are not readable while the enrollment is pending, and are once it is paid', async () => {
    const { body } = await api.call<{ enrollment_id: string }>(member, 'join_cohort', { token: cohort.token });
    const texts = async () =>
      JSON.stringify([
        await preview(member),
        await rows(member),
        (await api.call(member, 'cohort_by_link', { token: cohort.token })).body,
        (await api.request(member, 'tasks')).body,
        (await api.request(member, 'enrollments')).body,
        (await api.request(member, 'program_versions')).body,
        (await api.request(member, 'program_tasks')).body,
        (await api.request(member, 'row_history')).body,
      ]);
    await api.call(member, 'sync_enrollment_tasks', { enrollment: body.enrollment_id });
    await api.call(member, 'ensure_day_tasks', { day: '2030-01-01' });
    expect(await texts()).not.toMatch(HIDDEN);
    const paid = { enrollment: body.enrollment_id, amount: 900, method: 'cash', request: randomUUID() };
    expect((await api.call(coach, 'confirm_enrollment', paid)).status).toBe(200);
    expect((await preview(member)).days).toHaveLength(4);
    expect(await rows(member)).toHaveLength(4);
    // Whoever leaves keeps the tasks in their days, and no access to the others.
    await api.call(member, 'end_enrollment', { enrollment: body.enrollment_id });
    expect((await preview(member)).hidden_tasks).toBe(2);
    expect(await rows(member)).toEqual([]);
  });

  test('are not readable before the sign-in, and no notes at all', async () => {
    for (const [name, parameters] of [
      ['cohort_invitation', { token: cohort.token }],
      ['linked_program', { token: link }],
      ['gallery_program', { version }],
    ] as const) {
      const { status, body } = await api.call<Preview>(null, name, parameters);
      expect(status, name).toBe(200);
      expect(body.days.map(({ day_index }) => day_index)).toEqual([1, 2]);
      expect(body.hidden_tasks).toBe(2);
      expect(JSON.stringify(body)).not.toMatch(/Task [23]|How to do it/);
    }
  });

  test('are all tasks where the coach has chosen no preview', async () => {
    const patch = { method: 'PATCH', body: '{"preview_days":null}' };
    await api.request(coach, `programs?id=eq.${program}`, patch);
    ({ version } = await api.publish(coach, program));
    await api.approve(admin, program);
    expect(await preview(stranger)).toMatchObject({ days: [], hidden_tasks: 4, preview_days: null, task_count: 4 });
    expect((await api.call(null, 'gallery_program', { version })).body).toMatchObject({ days: [], hidden_tasks: 4 });
  });

  test('are shown in full where the program is free, whatever the preview was', async () => {
    await api.request(coach, `programs?id=eq.${program}`, { method: 'PATCH', body: '{"price":null}' });
    ({ version } = await api.publish(coach, program));
    await api.approve(admin, program);
    expect(await preview(stranger)).toMatchObject({ hidden_tasks: 0 });
    expect((await preview(stranger)).days).toHaveLength(4);
  });
});

test('a version keeps the preview that it was published with', async () => {
  await api.request(coach, `programs?id=eq.${program}`, { method: 'PATCH', body: '{"preview_days":4}' });
  expect((await preview(stranger)).hidden_tasks).toBe(2);
  // Another preview is another version, which is reviewed by itself.
  const next = await api.publish(coach, program);
  expect(next.number).toBe(2);
  expect(await api.call(stranger, 'gallery_program', { version: next.version })).toMatchObject(
    expectedError(404, 'not_found'),
  );
});

test('no request failed with a 500', () => {
  expect(backend.faults).toEqual([]);
});
