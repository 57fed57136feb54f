import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays, type CalendarDate, dateInTimeZone } from '../../src/domain/calendar/calendar-date.ts';
import { calculateDateForDayIndex } from '../../src/domain/programs/day-dates.ts';
import type { DayCounting } from '../../src/domain/programs/program.ts';
import type { Account, TestBackend } from '../fixtures/backend/backend.ts';
import { type CoachingApi, type CoachingFixture, expectedError, startCoaching } from '../fixtures/backend/coaching.ts';
import { EARLY_ZONE, LATE_ZONE, today } from '../fixtures/server-clock.ts';
import { syncClient } from '../fixtures/backend/sync-client.ts';

const DAYS = 10;

let backend: TestBackend;
let api: CoachingApi;
let reset: CoachingFixture['reset'];
let admin: Account;
let coach: Account;
let otherCoach: Account;
/** Their dates differ by one, so that “today” is each one's own. */
let east: Account;
let west: Account;

interface Rescheduled {
  moved: number;
  removed: number;
  created: number;
  members: number;
  stayed: { done: number; locked: number; edited: number; past: number };
}

const NONE_STAYED = { done: 0, locked: 0, edited: 0, past: 0 };
interface StoredTask {
  id: string;
  date: CalendarDate;
  template_task_id: string | null;
  program_day: number | null;
  title: string;
  notes: string | null;
  position: number;
  status: string;
  client_locked: boolean;
}

beforeAll(async () => {
  ({
    backend,
    api,
    admin,
    coach,
    otherCoach,
    people: [east, west],
    reset,
  } = await startCoaching());
  await backend.sql('update public.profiles set time_zone = $2 where id = $1', east.id, EARLY_ZONE);
  await backend.sql('update public.profiles set time_zone = $2 where id = $1', west.id, LATE_ZONE);
});
afterAll(() => backend.close());

beforeEach(() => reset());

const reschedule = (who: Account | null, cohort: string, start_date: string, dry_run = false) =>
  api.call<Rescheduled>(who, 'reschedule', { cohort, start_date, dry_run });
const tasksOf = (person: Account): Promise<StoredTask[]> =>
  backend.sql<StoredTask>(
    `select id, date::text, template_task_id, program_day, title, notes, position, status, client_locked
     from public.tasks where user_id = $1 order by id`,
    person.id,
  );

/** A cohort that starts on `start` with both people in it, and all tasks of its program from day 1 on. */
const underWay = async (start: CalendarDate, day_counting: DayCounting = 'calendar') => {
  const days = Array.from({ length: DAYS }, (_, day) => day + 1);
  const program = await api.draft(coach, { length_days: DAYS, day_counting }, days);
  const { version } = await api.publish(coach, program);
  const cohort = await api.cohort(coach, program, version, start);
  const members = [await api.join(east, cohort), await api.join(west, cohort)];
  return { program, version, cohort: cohort.id, token: cohort.token, members };
};

describe('rescheduling a cohort', () => {
  test('that has not begun moves all tasks as the preview says, and repeating it changes nothing', async () => {
    const start = addDays(today(), 20);
    const { cohort, token } = await underWay(start);
    const before = await tasksOf(east);
    const later = addDays(start, 9);
    const preview = await reschedule(coach, cohort, later, true);
    expect(preview).toMatchObject({
      status: 200,
      body: { moved: 2 * DAYS, created: 0, stayed: NONE_STAYED, members: 2 },
    });
    expect(await tasksOf(east)).toEqual(before);
    expect((await reschedule(coach, cohort, later)).body).toEqual(preview.body);
    expect((await reschedule(coach, cohort, later)).body).toEqual({
      moved: 0,
      removed: 0,
      created: 0,
      stayed: NONE_STAYED,
      members: 2,
    });
    expect(await tasksOf(east)).toEqual(before.map((task) => ({ ...task, date: addDays(task.date, 9) })));
    // Devices hear of it, and who joins from now on starts with the others.
    const pulled = await syncClient(backend, east).pull();
    expect(JSON.stringify(pulled.body.tables)).toContain(addDays(later, DAYS - 1));
    await backend.sql('delete from public.enrollments where user_id = $1', west.id);
    await api.call(west, 'join_cohort', { token });
    expect((await api.request(west, 'enrollments?select=start_date')).body).toEqual([{ start_date: later }]);
  });

  test('moves every open task that nobody has changed, where its new date is not past, and no other', async () => {
    const act = fc.constantFrom('none', 'none', 'done', 'locked', 'edited', 'deleted');
    const plan = fc.record({
      acts: fc.array(act, { minLength: DAYS, maxLength: DAYS }),
      begun: fc.integer({ min: -DAYS - 3, max: DAYS }),
      shift: fc.integer({ min: -20, max: 20 }),
      counting: fc.constantFrom<DayCounting>('calendar', 'weekdays'),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ acts, begun, shift, counting }) => {
        await backend.sql('delete from public.programs');
        await backend.sql('delete from public.tasks');
        const start = addDays(today(), begun);
        const { cohort, members } = await underWay(start, counting);
        for (const person of [east, west]) {
          const phone = syncClient(backend, person);
          const stored = await tasksOf(person);
          const changes = acts.flatMap((what, place) => {
            const row = stored.find(({ program_day }) => program_day === place + 1)?.id ?? '';
            const update = (fields: Record<string, unknown>) =>
              phone.change({ table: 'tasks', op: 'update', row, fields, at: Date.now() });
            if (what === 'done') return [update({ status: 'done' })];
            if (what === 'locked') return [update({ client_locked: true })];
            if (what === 'edited') return [update({ title: 'My own' })];
            if (what === 'deleted') return [phone.change({ table: 'tasks', op: 'delete', row, at: Date.now() })];
            return [];
          });
          expect((await phone.push(changes)).status).toBe(200);
          const own = { date: addDays(today(), 3), title: 'Their own' };
          await api.request(person, 'tasks', { method: 'POST', body: JSON.stringify(own) });
        }
        const to = addDays(start, shift);
        const expectedFrom = (begins: CalendarDate, task: StoredTask, zone: string): StoredTask => {
          const isFree = task.program_day !== null && acts[task.program_day - 1] === 'none';
          const date = calculateDateForDayIndex(begins, task.program_day ?? 1, counting);
          return isFree && date >= dateInTimeZone(zone, Date.now()) ? { ...task, date } : task;
        };
        const expected = (task: StoredTask, zone: string) => expectedFrom(to, task, zone);
        const [inEast, inWest] = [await tasksOf(east), await tasksOf(west)];
        const response = await reschedule(coach, cohort, to);
        expect(response.status).toBe(200);
        expect(await tasksOf(east)).toEqual(inEast.map((task) => expected(task, EARLY_ZONE)));
        expect(await tasksOf(west)).toEqual(inWest.map((task) => expected(task, LATE_ZONE)));
        const other = [
          ...inEast.map((task) => expected(task, EARLY_ZONE)),
          ...inWest.map((task) => expected(task, LATE_ZONE)),
        ];
        const earlier = new Map([...inEast, ...inWest].map(({ id, date }) => [id, date]));
        expect(response.body.moved).toBe(other.filter(({ id, date }) => date !== earlier.get(id)).length);

        expect((await reschedule(coach, cohort, start)).status).toBe(200);
        expect(await tasksOf(east)).toEqual(
          inEast.map((task) => expectedFrom(start, expected(task, EARLY_ZONE), EARLY_ZONE)),
        );
        expect(await tasksOf(west)).toEqual(
          inWest.map((task) => expectedFrom(start, expected(task, LATE_ZONE), LATE_ZONE)),
        );

        // Nor does a sync double or bring back anything.
        await reschedule(coach, cohort, to);
        await api.call(coach, 'sync_cohort_tasks', { cohort });
        const [first = ''] = members;
        await api.call(east, 'sync_enrollment_tasks', { enrollment: first, from_today: false });
        const ids = ({ id }: StoredTask) => id;
        expect((await tasksOf(east)).map(ids)).toEqual(inEast.map(ids));
        expect((await tasksOf(west)).map(ids)).toEqual(inWest.map(ids));
      }),
      { numRuns: 12 },
    );
  });

  test('affects only members who started with the cohort and have not ended', async () => {
    const start = addDays(today(), 20);
    const { cohort, members } = await underWay(start);
    const [ofEast = '', ofWest = ''] = members;
    await backend.sql('update public.enrollments set start_date = $2 where id = $1', ofWest, addDays(start, 1));
    const before = await tasksOf(west);
    const to = addDays(start, 5);
    expect((await reschedule(coach, cohort, to)).body).toEqual({
      moved: DAYS,
      removed: 0,
      created: 0,
      stayed: NONE_STAYED,
      members: 1,
    });
    expect(await tasksOf(west)).toEqual(before);
    expect((await api.request(coach, 'cohorts?select=start_date')).body).toEqual([{ start_date: to }]);
    await api.call(east, 'end_enrollment', { enrollment: ofEast });
    expect((await reschedule(coach, cohort, start)).body).toEqual({
      moved: 0,
      removed: 0,
      created: 0,
      stayed: NONE_STAYED,
      members: 0,
    });
    expect((await api.request(east, 'enrollments?select=start_date')).body).toEqual([{ start_date: to }]);
  });

  test('keeps the dates of tasks that would no longer be upcoming, and returns their number', async () => {
    const start = addDays(today(), 20);
    const { cohort } = await underWay(start);
    // Day 1 was five days ago, so that days 1 to 6 are over, give or take one for each of them.
    const response = await reschedule(coach, cohort, addDays(today(), -5));
    expect(response.body.moved + response.body.stayed.past).toBe(2 * DAYS);
    expect(response.body.stayed.past).toBeGreaterThanOrEqual(2 * 4);
    const days = (await tasksOf(east)).filter(({ date }) => date >= start).map(({ program_day }) => program_day ?? 0);
    expect(days.length).toBeGreaterThanOrEqual(4);
    expect(Math.max(...days)).toBeLessThanOrEqual(6);
    // Beyond the last day there is nothing.
    expect((await reschedule(coach, cohort, '2999-12-28')).status).toBe(200);
    const dates = (await tasksOf(east)).map(({ date }) => date).sort();
    expect(dates).toHaveLength(DAYS);
    expect(dates.filter((date) => date > '2999-12-31')).toEqual([]);
  });

  test('that starts today leaves no day behind when it moves to next week', async () => {
    const start = dateInTimeZone(LATE_ZONE, Date.now());
    const { cohort } = await underWay(start);
    const to = addDays(start, 7);
    expect((await reschedule(coach, cohort, to)).body).toMatchObject({ moved: 2 * DAYS, stayed: NONE_STAYED });
    expect((await tasksOf(west)).map(({ date }) => date).filter((date) => date < to)).toEqual([]);
  });

  test('brings the days that had passed when somebody joined, where they are ahead now', async () => {
    const start = addDays(today(), -3);
    const { cohort, token } = await underWay(start);
    await backend.sql('delete from public.enrollments where user_id = $1', west.id);
    await backend.sql('delete from public.tasks where user_id = $1', west.id);
    await api.call(west, 'join_cohort', { token });
    await api.call(coach, 'sync_cohort_tasks', { cohort });
    const joinedWith = (await tasksOf(west)).length;
    expect(joinedWith).toBeLessThan(DAYS);
    const preview = (await reschedule(coach, cohort, addDays(today(), 5), true)).body;
    expect(preview.created).toBe(DAYS - joinedWith);
    expect((await reschedule(coach, cohort, addDays(today(), 5))).body).toEqual(preview);
    const days = (await tasksOf(west)).map(({ program_day }) => program_day ?? 0).sort((a, b) => a - b);
    expect(days).toEqual(Array.from({ length: DAYS }, (_, day) => day + 1));
  });

  test('names why tasks stay', async () => {
    const start = addDays(today(), 20);
    const { cohort } = await underWay(start);
    const [done, locked, edited] = await tasksOf(east);
    const change = (task: StoredTask | undefined, fields: object) =>
      api.request(east, `tasks?id=eq.${task?.id ?? ''}`, { method: 'PATCH', body: JSON.stringify(fields) });
    await change(done, { status: 'done' });
    await change(locked, { client_locked: true });
    await change(edited, { minutes: 5 });
    expect((await reschedule(coach, cohort, addDays(start, 1), true)).body).toMatchObject({
      moved: 2 * DAYS - 3,
      stayed: { done: 1, locked: 1, edited: 1, past: 0 },
    });
  });

  test('can be done for one enrollment, by its coach alone', async () => {
    const start = addDays(today(), 20);
    const { members } = await underWay(start);
    const [enrollment = ''] = members;
    const move = (who: Account | null) =>
      api.call<Rescheduled>(who, 'reschedule', { enrollment, start_date: addDays(start, 2) });
    const before = await tasksOf(west);
    expect((await move(null)).status).toBe(401);
    for (const who of [east, west, otherCoach, admin]) expect((await move(who)).status).toBe(404);
    expect((await move(coach)).body).toMatchObject({ moved: DAYS, members: 1 });
    expect((await tasksOf(east)).map(({ date }) => date).sort()[0]).toBe(addDays(start, 2));
    expect(await tasksOf(west)).toEqual(before);
  });

  test('is allowed only to the coach of the cohort, and only by this RPC', async () => {
    const start = addDays(today(), 20);
    const { cohort } = await underWay(start);
    for (const [who, status] of [
      [null, 401],
      [east, 403],
      [otherCoach, 404],
      [admin, 404],
    ] as const) {
      expect((await reschedule(who, cohort, addDays(start, 1))).status).toBe(status);
      expect((await reschedule(who, cohort, addDays(start, 1), true)).status).toBe(status);
    }
    expect((await api.callAsServer('reschedule', { cohort, start_date: start, dry_run: true })).status).toBe(403);
    expect(await reschedule(coach, randomUUID(), start)).toMatchObject(expectedError(404, 'not_found'));
    for (const [parameters, code] of [
      [{ cohort }, 'malformed_request'],
      [{ cohort, start_date: '3000-01-01' }, 'invalid_value'],
      [{ cohort, start_date: start, dry_run: null }, 'malformed_request'],
    ] as const) {
      expect(await api.call(coach, 'reschedule', parameters)).toMatchObject(expectedError(400, code));
    }
    // An edit of the cohort's row alone would leave its members behind.
    const edit = await api.request(coach, `cohorts?id=eq.${cohort}`, {
      method: 'PATCH',
      body: JSON.stringify({ start_date: addDays(start, 1) }),
    });
    expect(edit.status).toBe(403);
    expect((await api.request(coach, 'cohorts?select=start_date')).body).toEqual([{ start_date: start }]);
  });
});

test('no request failed with a 500', () => {
  expect(backend.faults).toEqual([]);
});
