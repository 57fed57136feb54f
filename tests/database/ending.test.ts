import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addDays } from '../../src/domain/calendar/calendar-date.ts';
import type { Account, TestBackend } from '../fixtures/backend/backend.ts';
import { type CoachingApi, type CoachingFixture, startCoaching } from '../fixtures/backend/coaching.ts';
import { today } from '../fixtures/server-clock.ts';

let backend: TestBackend;
let api: CoachingApi;
let reset: CoachingFixture['reset'];
let admin: Account;
let coach: Account;
let otherCoach: Account;
let client: Account;
let rep: Account;

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
beforeEach(() => reset());

/** Two members of a cohort that begins tomorrow, with all their tasks; the first has done one of theirs and noted another. */
const underWay = async () => {
  const program = await api.draft(coach, { length_days: 4 }, [1, 2, 3, 4]);
  const { version } = await api.publish(coach, program);
  const cohort = await api.cohort(coach, program, version, addDays(today(), 1));
  const enrollment = await api.join(client, cohort);
  await api.join(rep, cohort);
  const [done, noted] = await backend.sql<{ id: string }>(
    'select id from public.tasks where user_id = $1 order by date',
    client.id,
  );
  const edit = (id: string | undefined, fields: object) =>
    api.request(client, `tasks?id=eq.${id ?? ''}`, { method: 'PATCH', body: JSON.stringify(fields) });
  await edit(done?.id, { status: 'done' });
  await edit(noted?.id, { client_notes: 'Mine' });
  return { program, cohort, enrollment };
};
const countOf = async (person: Account) =>
  (await backend.sql('select from public.tasks where user_id = $1', person.id)).length;
const statuses = () => backend.sql('select status from public.enrollments order by status');

test('ending an enrollment keeps its open tasks, or removes those that nobody has touched', async () => {
  const { enrollment } = await underWay();
  expect((await api.call(client, 'end_enrollment', { enrollment })).body).toBe(0);
  expect(await countOf(client)).toBe(4);
  await backend.sql("update public.enrollments set status = 'active', ended_by = null");
  expect((await api.call(coach, 'end_enrollment', { enrollment, remove_tasks: true })).body).toBe(2);
  expect(await countOf(client)).toBe(2);
  expect(await countOf(rep)).toBe(4);
});

test('deleting a cohort lets its members go on under their names, or ends for everybody', async () => {
  const { program, cohort } = await underWay();
  const remove = (who: Account | null, end_members: boolean, remove_tasks = false) =>
    api.call(who, 'delete_cohort', { cohort: cohort.id, end_members, remove_tasks });
  const refused = [];
  for (const who of [null, client, otherCoach, admin]) refused.push((await remove(who, true)).status);
  expect(refused).toEqual([401, 403, 404, 404]);
  expect((await remove(coach, false, true)).status).toBe(400);
  expect((await remove(coach, false)).body).toBe(0);
  expect(await statuses()).toEqual([{ status: 'active' }, { status: 'active' }]);
  const names = (who: Account) => api.call<{ user_id: string }[]>(who, 'enrollee_names', { program });
  expect((await names(coach)).body.map(({ user_id }) => user_id).sort()).toEqual([client.id, rep.id].sort());
  expect((await names(otherCoach)).body).toEqual([]);
  expect((await names(client)).status).toBe(403);
});

test('deleting a cohort with its enrollments removes untouched tasks where that is chosen', async () => {
  const { cohort } = await underWay();
  const response = await api.call(coach, 'delete_cohort', { cohort: cohort.id, end_members: true, remove_tasks: true });
  expect(response.body).toBe(6);
  expect(await statuses()).toEqual([{ status: 'ended' }, { status: 'ended' }]);
  expect([await countOf(client), await countOf(rep)]).toEqual([2, 0]);
});

test('the untouched tasks of a program are removed by its coach alone', async () => {
  const { program } = await underWay();
  const refused = [];
  for (const who of [null, client, otherCoach, admin]) {
    refused.push((await api.call(who, 'remove_program_tasks', { program })).status);
  }
  expect(refused).toEqual([401, 403, 404, 404]);
  expect((await api.call(coach, 'remove_program_tasks', { program })).body).toBe(6);
});

test('whoever was in a program that was deleted reads which one it was, and nobody else does', async () => {
  const { program, enrollment } = await underWay();
  await api.request(coach, `programs?id=eq.${program}`, { method: 'DELETE' });
  const path = `row_history?select=row_id,before,at&table_name=eq.enrollments&op=eq.delete&row_id=eq.${enrollment}`;
  expect((await api.request(client, path)).body).toEqual([
    {
      row_id: enrollment,
      before: expect.objectContaining({ program_title: 'First steps', status: 'active', coach_id: coach.id }) as object,
      at: expect.any(String) as string,
    },
  ]);
  for (const who of [rep, coach, otherCoach]) expect((await api.request(who, path)).body).toEqual([]);
});
