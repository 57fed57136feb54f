import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addDays } from '../../src/domain/calendar/calendar-date.ts';
import type { Account, TestBackend } from '../fixtures/backend/backend.ts';
import { type CoachingApi, type CoachingFixture, startCoaching } from '../fixtures/backend/coaching.ts';
import { today } from '../fixtures/server-clock.ts';

let backend: TestBackend;
let api: CoachingApi;
let reset: CoachingFixture['reset'];
let coach: Account;
let otherCoach: Account;
let client: Account;
let rep: Account;

beforeAll(async () => {
  ({
    backend,
    api,
    coach,
    otherCoach,
    people: [client, rep],
    reset,
  } = await startCoaching());
});
afterAll(() => backend.close());
beforeEach(() => reset());

const DAYS = [1, 2, 3, 4, 5];

/** A cohort with two members that starts in a week, and a second version of its program with one task more. */
const underWay = async () => {
  const program = await api.draft(coach, { length_days: 5 }, DAYS);
  const { version } = await api.publish(coach, program);
  const cohort = await api.cohort(coach, program, version, addDays(today(), 7));
  for (const person of [client, rep]) await api.call(person, 'join_cohort', { token: cohort.token });
  const task = { program_id: program, day_index: 3, title: 'One more' };
  await api.request(coach, 'program_tasks', { method: 'POST', body: JSON.stringify(task) });
  const { version: second } = await api.publish(coach, program);
  return { program, cohort: cohort.id, second };
};
const dump = () => backend.sql('select id, date::text, title from public.tasks order by id');

test('a request of a tool that is repeated returns what the first one did, and does nothing', async () => {
  const { cohort, second } = await underWay();
  const calls: [string, Record<string, unknown>, (result: Record<string, unknown>) => void][] = [
    ['sync_cohort_tasks', { cohort }, (result) => expect(result['created']).toBe(10)],
    ['move_enrollment', { cohort, version: second }, (result) => expect(result['added']).toBe(2)],
    ['reschedule', { cohort, start_date: addDays(today(), 9) }, (result) => expect(result['moved']).toBe(12)],
    ['clear_tasks', { cohort }, (result) => expect(result['deleted']).toBe(12)],
  ];
  let clearId: unknown;
  for (const [name, parameters, check] of calls) {
    const request = randomUUID();
    expect((await api.call(coach, 'tool_result', { request })).body, name).toBeNull();
    const first = await api.call<Record<string, unknown>>(coach, name, { ...parameters, request });
    check(first.body);
    const after = await dump();
    const again = await api.call<Record<string, unknown>>(coach, name, { ...parameters, request });
    expect(again.body, name).toEqual(first.body);
    expect((await api.call(coach, 'tool_result', { request })).body, name).toEqual(first.body);
    expect(await dump(), name).toEqual(after);
    clearId = first.body['clear_id'];
  }
  const request = randomUUID();
  const undone = await api.call(coach, 'undo_clear', { clear_id: clearId, request });
  expect(undone.body).toEqual({ restored: 12 });
  expect((await api.call(coach, 'undo_clear', { clear_id: clearId, request })).body).toEqual({ restored: 12 });
});

test('the result of a request is its sender’s alone, and the id of another’s request is free', async () => {
  const { cohort } = await underWay();
  const request = randomUUID();
  await api.call(coach, 'sync_cohort_tasks', { cohort, request });
  for (const who of [otherCoach, client]) {
    expect((await api.call(who, 'tool_result', { request })).body).toBeNull();
    expect((await api.call(who, 'sync_cohort_tasks', { cohort, request })).status).toBe(404);
  }
  expect((await api.call(null, 'tool_result', { request })).status).toBe(401);
});

test('a refused request leaves nothing: it can be sent again', async () => {
  const { cohort } = await underWay();
  const request = randomUUID();
  const refused = await api.call(coach, 'reschedule', { cohort, start_date: '3000-01-01', request });
  expect(refused.status).toBe(400);
  const done = await api.call(coach, 'reschedule', { cohort, start_date: addDays(today(), 9), request });
  expect(done.status).toBe(200);
});

test('everybody in a program is moved at once, with their cohorts, by its coach alone', async () => {
  const { program, cohort, second } = await underWay();
  await api.call(coach, 'sync_cohort_tasks', { cohort });
  const move = (who: Account | null, dry_run: boolean) =>
    api.call<{ added: number }>(who, 'move_enrollment', { program, version: second, dry_run });
  expect((await move(null, false)).status).toBe(401);
  expect((await move(client, false)).status).toBe(403);
  expect((await move(otherCoach, false)).status).toBe(404);
  expect((await move(coach, true)).body).toMatchObject({ added: 2 });
  expect((await move(coach, false)).body).toMatchObject({ added: 2 });
  expect((await api.request(coach, 'cohorts?select=version_id')).body).toEqual([{ version_id: second }]);
});

test('who joins late gets the tasks of the running week and of the whole program, dated today', async () => {
  const id = await api.draft(coach, { length_days: 14 }, []);
  const task = (day_index: number, level: string) => ({
    program_id: id,
    day_index,
    title: `${level} ${String(day_index)}`,
    level,
  });
  const tasks = [
    task(1, 'program'),
    task(1, 'program_week'),
    task(8, 'program_week'),
    task(2, 'program_day'),
    task(12, 'program_day'),
  ];
  await api.request(coach, 'program_tasks', { method: 'POST', body: JSON.stringify(tasks) });
  const { version } = await api.publish(coach, id);
  const cohort = await api.cohort(coach, id, version, addDays(today(), -9));
  const { body } = await api.call<{ enrollment_id: string }>(client, 'join_cohort', { token: cohort.token });
  await api.call(client, 'sync_enrollment_tasks', { enrollment: body.enrollment_id });
  const made = await backend.sql('select title, date::text from public.tasks order by title');
  expect(made).toEqual([
    { title: 'program 1', date: today() },
    { title: 'program_day 12', date: addDays(today(), 2) },
    { title: 'program_week 8', date: today() },
  ]);
});
