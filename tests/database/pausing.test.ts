import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays, type CalendarDate } from '../../src/domain/calendar/calendar-date.ts';
import { type Pause, pauseOn } from '../../src/domain/enrollments/pauses.ts';
import { calculateDateForDayIndex } from '../../src/domain/programs/day-dates.ts';
import type { DayCounting } from '../../src/domain/programs/program.ts';
import type { Account, TestBackend } from '../fixtures/backend/backend.ts';
import { type CoachingApi, type CoachingFixture, expectedError, startCoaching } from '../fixtures/backend/coaching.ts';
import { syncClient } from '../fixtures/backend/sync-client.ts';
import { today } from '../fixtures/server-clock.ts';

const DAYS = 10;

let backend: TestBackend;
let api: CoachingApi;
let reset: CoachingFixture['reset'];
let admin: Account;
let coach: Account;
let otherCoach: Account;
let person: Account;
let stranger: Account;

interface Counts {
  moved: number;
  removed: number;
  created: number;
  stayed: { done: number; locked: number; edited: number; past: number };
}

interface StoredTask {
  id: string;
  date: CalendarDate;
  program_day: number;
  title: string;
}

beforeAll(async () => {
  ({
    backend,
    api,
    admin,
    coach,
    otherCoach,
    people: [person, stranger],
    reset,
  } = await startCoaching());
});
afterAll(() => backend.close());

beforeEach(() => reset());

const tasks = (): Promise<StoredTask[]> =>
  backend.sql<StoredTask>(
    'select id, date::text, program_day, title from public.tasks where user_id = $1 order by program_day, id',
    person.id,
  );

const storedPauses = async (): Promise<unknown> =>
  (await backend.sql('select pauses from public.enrollments where user_id = $1', person.id))[0]?.['pauses'];

/** The person's enrollment in a program with a task on each day, which starts on `start`, with all its tasks. */
const underWay = async (start: CalendarDate, day_counting: DayCounting = 'calendar'): Promise<string> => {
  const days = Array.from({ length: DAYS }, (_, day) => day + 1);
  const program = await api.draft(coach, { length_days: DAYS, day_counting }, days);
  const { version } = await api.publish(coach, program);
  const cohort = await api.cohort(coach, program, version, start);
  const enrollment = await api.join(person, cohort);
  await api.call(person, 'sync_enrollment_tasks', { enrollment, from_today: false });
  return enrollment;
};

const pause = (who: Account | null, enrollment: string, { first_date, last_date, mode }: Pause, options: object = {}) =>
  api.call<Counts>(who, 'pause_enrollment', { enrollment, first_date, last_date, mode, ...options });

const resume = (who: Account | null, enrollment: string, first_date: CalendarDate, options: object = {}) =>
  api.call<Counts>(who, 'resume_enrollment', { enrollment, first_date, ...options });

/** Dates relative to today. */
const between = (first: number, last: number, mode: Pause['mode'] = 'shift'): Pause => ({
  first_date: addDays(today(), first),
  last_date: addDays(today(), last),
  mode,
});

describe('pausing an enrollment', () => {
  test('and resuming it brings each untouched task to the date of its day, as the preview says, and keeps all others', async () => {
    const act = fc.constantFrom(
      ...(['none', 'none', 'none', 'done', 'locked', 'edited', 'noted', 'deleted', 'cleared', 'removed'] as const),
    );
    const plan = fc.record({
      acts: fc.array(act, { minLength: DAYS, maxLength: DAYS }),
      begun: fc.integer({ min: -DAYS, max: DAYS }),
      first: fc.integer({ min: -DAYS, max: DAYS }),
      length: fc.integer({ min: 0, max: 12 }),
      mode: fc.constantFrom<Pause['mode']>('shift', 'skip'),
      counting: fc.constantFrom<DayCounting>('calendar', 'weekdays'),
      who: fc.constantFrom<'person' | 'coach'>('person', 'coach'),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ acts, begun, first, length, mode, counting, who }) => {
        await backend.sql('delete from public.programs');
        await backend.sql('delete from public.tasks');
        const start = addDays(today(), begun);
        const enrollment = await underWay(start, counting);
        const made = await tasks();
        const phone = syncClient(backend, person);
        const changes = made.flatMap(({ id: row, program_day }) => {
          const at = Date.now();
          const update = (fields: Record<string, unknown>) => [
            phone.change({ table: 'tasks', op: 'update', row, fields, at }),
          ];
          const what = acts[program_day - 1];
          if (what === 'done') return update({ status: 'done' });
          if (what === 'locked') return update({ client_locked: true });
          if (what === 'edited') return update({ title: 'My own' });
          if (what === 'noted') return update({ client_notes: 'Ask about this' });
          if (what === 'deleted') return [phone.change({ table: 'tasks', op: 'delete', row, at })];
          return [];
        });
        expect((await phone.push(changes)).status).toBe(200);
        for (const { id: task, program_day: day } of made) {
          const what = acts[day - 1];
          // Tasks of days that have passed, or of today, are not cleared.
          if (what === 'cleared') {
            await api.call(coach, 'clear_tasks', { enrollment, first_day: day, last_day: day, dry_run: false });
          }
          if (what === 'removed') await api.call(coach, 'remove_client_task', { task });
        }
        const before = await tasks();
        const by = who === 'person' ? person : coach;
        const one = between(first, first + length, mode);

        const dateOf = (day: number, pauses: readonly Pause[]) =>
          calculateDateForDayIndex(start, day, counting, pauses);
        const isSkipped = (day: number, pauses: readonly Pause[]) =>
          pauseOn(pauses, dateOf(day, pauses))?.mode === 'skip';
        const isFree = ({ program_day }: StoredTask) =>
          ['none', 'noted', 'cleared'].includes(acts[program_day - 1] ?? '');
        const planned = (task: StoredTask, pauses: readonly Pause[]): StoredTask[] => {
          if (!isFree(task)) return [task];
          if (isSkipped(task.program_day, pauses)) return acts[task.program_day - 1] === 'noted' ? [task] : [];
          const date = dateOf(task.program_day, pauses);
          return date < today() ? [task] : [{ ...task, date }];
        };

        const preview = await pause(by, enrollment, one, { dry_run: true });
        expect(await tasks()).toEqual(before);
        const paused = await pause(by, enrollment, one);
        expect(paused.body).toEqual(preview.body);
        expect(paused.status).toBe(200);
        expect(await storedPauses()).toEqual([one]);
        const during = await tasks();
        expect(during).toEqual(before.flatMap((task) => planned(task, [one])));
        // A sync makes what was cleared, and nothing on the days of a pause.
        const cleared = made.filter(
          ({ id, program_day }) => acts[program_day - 1] === 'cleared' && before.every((task) => task.id !== id),
        );
        const remade = cleared.filter(
          ({ program_day: day }) => !isSkipped(day, [one]) && dateOf(day, [one]) >= today(),
        );
        const sync = await api.call<{ created: number }>(coach, 'sync_enrollment_tasks', { enrollment, dry_run: true });
        expect(sync.body.created).toBe(remade.length);

        const resumed = await resume(by, enrollment, one.first_date);
        const isGoingOn = one.first_date < today() && one.last_date >= today();
        const now = isGoingOn ? [between(first, -1, mode)] : [];
        expect(resumed.status).toBe(200);
        expect(await storedPauses()).toEqual(now);
        const expected = before.flatMap((task) => {
          const [inPause] = planned(task, [one]);
          if (inPause) return planned(inPause, now);
          // What the pause left out comes back where its day is ahead again, and all of it where the pause was a mistake.
          const date = dateOf(task.program_day, now);
          const isBack = !isSkipped(task.program_day, now) && (date >= today() || one.last_date < today());
          return isBack ? [{ ...task, date }] : [];
        });
        expect(await tasks()).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });

  test('shifts the days that are not materialized yet as well', async () => {
    const enrollment = await underWay(addDays(today(), 1));
    await backend.sql('delete from public.tasks where user_id = $1', person.id);
    await backend.sql(
      'update public.enrollments set synced_days = 0, sync_state = $2 where id = $1',
      enrollment,
      'waiting',
    );
    await pause(person, enrollment, between(3, 9));
    await api.call(person, 'sync_enrollment_tasks', { enrollment });
    expect((await tasks()).map(({ date }) => date)).toEqual(
      [1, 2, 10, 11, 12, 13, 14, 15, 16, 17].map((day) => addDays(today(), day)),
    );
    expect((await api.call(person, 'ensure_day_tasks', { day: addDays(today(), 5) })).body).toEqual({ created: 0 });
  });

  test('gives somebody who paid late the days before as well, where they are ahead again', async () => {
    const enrollment = await underWay(addDays(today(), -3));
    await backend.sql('delete from public.tasks where user_id = $1', person.id);
    await backend.sql("update public.enrollments set created_at = now() - interval '5 days', status = 'pending'");
    await backend.sql("update public.enrollments set status = 'active'");
    await api.call(person, 'sync_enrollment_tasks', { enrollment });
    expect((await tasks()).map(({ program_day }) => program_day)).toEqual([4, 5, 6, 7, 8, 9, 10]);
    await pause(person, enrollment, between(-3, -1));
    expect((await tasks()).map(({ date }) => date)).toEqual(
      Array.from({ length: DAYS }, (_, day) => addDays(today(), day)),
    );
  });

  test('leaves cleared tasks cleared, until a sync makes them, after which a pause that ends brings them back', async () => {
    const enrollment = await underWay(addDays(today(), 1));
    const skipped = between(2, 4, 'skip');
    const days = async () => (await tasks()).map(({ program_day }) => program_day);
    await api.call(coach, 'clear_tasks', { enrollment, first_day: 3, last_day: 3, dry_run: false });
    await backend.sql("update public.task_clears set at = now() - interval '31 days'");
    // Another clear forgets what older ones have deleted, which can no longer be undone.
    await api.call(coach, 'clear_tasks', { enrollment, first_day: 10, last_day: 10, dry_run: false });
    await pause(coach, enrollment, skipped);
    await resume(coach, enrollment, skipped.first_date);
    expect(await days()).toEqual([1, 2, 4, 5, 6, 7, 8, 9]);
    await api.call(coach, 'sync_enrollment_tasks', { enrollment });
    await pause(coach, enrollment, skipped);
    expect(await days()).toEqual([1, 5, 6, 7, 8, 9, 10]);
    await resume(coach, enrollment, skipped.first_date);
    expect(await days()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test('keeps a week’s task that was made during it on its day after it, where its person moves to another version', async () => {
    const program = await api.draft(coach, { length_days: 14 }, []);
    const task = {
      program_id: program,
      user_id: coach.id,
      day_index: 1,
      position: 1,
      title: 'Long run',
      level: 'program_week',
    };
    await api.request(coach, 'program_tasks', { method: 'POST', body: JSON.stringify(task) });
    const { version } = await api.publish(coach, program);
    const enrollment = await api.join(person, await api.cohort(coach, program, version, addDays(today(), -2)));
    await backend.sql('delete from public.tasks where user_id = $1', person.id);
    await pause(person, enrollment, between(0, 2, 'skip'));
    await api.call(person, 'sync_enrollment_tasks', { enrollment });
    expect((await tasks()).map(({ title, date }) => [title, date])).toEqual([['Long run', addDays(today(), 3)]]);
    await backend.sql("update public.program_tasks set title = 'Longer run' where program_id = $1", program);
    const { version: other } = await api.publish(coach, program);
    await api.call(coach, 'move_enrollment', { enrollment, version: other, dry_run: false });
    expect((await tasks()).map(({ title, date }) => [title, date])).toEqual([['Longer run', addDays(today(), 3)]]);
  });

  test('moves what was missed during an illness to the days after it', async () => {
    const enrollment = await underWay(addDays(today(), -4));
    const counts = await pause(person, enrollment, between(-3, -1));
    expect(counts.body).toEqual({
      moved: DAYS - 1,
      removed: 0,
      created: 0,
      stayed: { done: 0, locked: 0, edited: 0, past: 0 },
    });
    expect((await tasks()).map(({ date }) => date)).toEqual(
      [-4, 0, 1, 2, 3, 4, 5, 6, 7, 8].map((day) => addDays(today(), day)),
    );
  });

  test('dates a week’s task after a pause of its first days, and leaves it out with the whole week', async () => {
    const start = addDays(today(), 1);
    const program = await api.draft(coach, { length_days: 14 }, []);
    for (const [title, day_index] of [
      ['First week', 1],
      ['Second week', 8],
    ] as const) {
      const task = { program_id: program, user_id: coach.id, day_index, position: 1, title, level: 'program_week' };
      expect((await api.request(coach, 'program_tasks', { method: 'POST', body: JSON.stringify(task) })).status).toBe(
        201,
      );
    }
    const { version } = await api.publish(coach, program);
    const enrollment = await api.join(person, await api.cohort(coach, program, version, start));
    const titles = async () => (await tasks()).map(({ title, date }) => [title, date]);
    expect(await titles()).toEqual([
      ['First week', start],
      ['Second week', addDays(start, 7)],
    ]);
    await pause(person, enrollment, between(-2, 3, 'skip'));
    expect(await titles()).toEqual([
      ['First week', addDays(today(), 4)],
      ['Second week', addDays(start, 7)],
    ]);
    await pause(person, enrollment, between(4, 30, 'skip'));
    expect(await titles()).toEqual([]);
  });

  test('reaches the person’s devices, and a start date that moves later counts the pause again', async () => {
    const enrollment = await underWay(addDays(today(), 1));
    await pause(coach, enrollment, between(3, 9));
    const { columns, rows } = (await syncClient(backend, person).pull()).body.tables['enrollments'] ?? {};
    expect(rows?.map((row) => row[columns?.indexOf('pauses') ?? -1])).toEqual([[between(3, 9)]]);
    await api.call(coach, 'reschedule', { enrollment, start_date: addDays(today(), 20) });
    expect((await tasks()).map(({ date }) => date)).toEqual(
      Array.from({ length: DAYS }, (_, day) => addDays(today(), 20 + day)),
    );
  });

  test('is for its person and their coach alone, while it is active', async () => {
    const enrollment = await underWay(addDays(today(), 1));
    const one = between(2, 4);
    for (const [who, status] of [
      [null, 401],
      [stranger, 404],
      [otherCoach, 404],
      [admin, 404],
    ] as const) {
      expect((await pause(who, enrollment, one)).status).toBe(status);
      expect((await pause(who, enrollment, one, { dry_run: true })).status).toBe(status);
      expect((await resume(who, enrollment, one.first_date)).status).toBe(status);
    }
    // Nobody writes pauses but by these calls.
    for (const who of [person, coach, admin]) {
      const edit = await api.request(who, `enrollments?id=eq.${enrollment}`, {
        method: 'PATCH',
        body: JSON.stringify({ pauses: [one] }),
      });
      expect(edit.status).toBe(403);
    }
    await api.call(person, 'end_enrollment', { enrollment });
    expect(await pause(person, enrollment, one)).toMatchObject(expectedError(409, 'not_active'));
    expect(await storedPauses()).toEqual([]);
  });

  test('refuses what is no pause, and says why', async () => {
    const enrollment = await underWay(addDays(today(), 1));
    await pause(person, enrollment, between(3, 5));
    for (const [values, code] of [
      [between(5, 8), 'pause_overlaps'],
      [between(1, 3), 'pause_overlaps'],
      [between(10, 376), 'pause_too_long'],
    ] as const) {
      expect(await pause(person, enrollment, values)).toMatchObject(expectedError(409, code));
    }
    const malformed = { ...between(8, 9), mode: 'both' as never };
    expect(await pause(person, enrollment, malformed)).toMatchObject(expectedError(400, 'malformed_request'));
    expect(await pause(person, enrollment, between(9, 8))).toMatchObject(expectedError(400, 'malformed_request'));
    expect(await pause(person, enrollment, { ...between(8, 9), last_date: 'tomorrow' })).toMatchObject(
      expectedError(400, 'invalid_value'),
    );
    expect(await resume(person, enrollment, addDays(today(), 4))).toMatchObject(expectedError(409, 'not_paused'));
    expect(await storedPauses()).toEqual([between(3, 5)]);
  });

  test('does nothing twice for one request', async () => {
    const enrollment = await underWay(addDays(today(), 1));
    const request = randomUUID();
    const first = await pause(person, enrollment, between(3, 5), { request });
    expect(first.body.moved).toBe(DAYS - 2);
    expect(await pause(person, enrollment, between(3, 5), { request })).toEqual(first);
    expect((await api.call(person, 'tool_result', { request })).body).toEqual(first.body);
  });
});

test('no request failed with a 500', () => {
  expect(backend.faults).toEqual([]);
});
