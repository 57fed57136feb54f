import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays, type CalendarDate } from '../../src/domain/calendar/calendar-date.ts';
import { timestampOf } from '../fixtures/backend/sync-client.ts';
import { seedCohort, seedEnrollment, type SeededVersion, seedVersion } from '../fixtures/database/programs.ts';
import { overlapping } from '../fixtures/database/overlapping.ts';
import { callOn, enter, errorCodeOf, openTestDatabase, type TestDatabase } from '../fixtures/database/roles.ts';

const DAYS = 10;
const PLAN = { length_days: DAYS, tasks: Array.from({ length: DAYS }, (_, day) => ({ day_index: day + 1 })) };
const HAND_OVER = 'hand_over_programs($1, $2)';
const DEVICE = '00000000-0000-4000-8000-00000000000d';
const REQUEST = '00000000-0000-4000-8000-0000000000aa';

let database: TestDatabase;
let admin: string;
let coach: string;
let successor: string;
let person: string;
let today: CalendarDate;
let version: SeededVersion;
let cohort: string;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const rows = async <Row extends pg.QueryResultRow>(sql: string, ...values: unknown[]): Promise<Row[]> =>
  (await database.owner.query<Row>(sql, values)).rows;

beforeEach(async () => {
  await rows('delete from public.payments');
  await rows('delete from auth.users');
  admin = await database.signUp('admin@example.com');
  await rows("update public.profiles set role = 'admin' where id = $1", admin);
  coach = await database.signUp('coach@example.com', { role: 'coach' });
  successor = await database.signUp('successor@example.com', { role: 'coach' });
  person = await database.signUp('person@example.com');
  today = (await rows<{ date: CalendarDate }>('select private.today_of($1)::text as date', person))[0]?.date ?? '';
  version = await seedVersion(database.owner, coach, PLAN);
  cohort = await seedCohort(database.owner, version, day(1));
});

const day = (number: number): CalendarDate => addDays(today, number);

/** The program days and dates of the person's tasks. */
const tasks = () =>
  rows<{ program_day: number; date: string }>(
    'select program_day, date::text from public.tasks where user_id = $1 order by program_day, date',
    person,
  );

/** The person in the cohort's program from tomorrow on, with all tasks. */
const enrolled = async (of = version): Promise<string> => {
  const enrollment = await seedEnrollment(database.owner, person, of, { start_date: day(1), cohort });
  await database.call(person, 'sync_enrollment_tasks($1)', enrollment);
  return enrollment;
};

const handOver = (client: pg.PoolClient) => callOn(client, HAND_OVER, coach, successor);

/** A first version with two tasks, and a draft that differs by a text; minor changes follow. */
const withMinorChange = async (): Promise<SeededVersion> => {
  await rows('update public.programs set minor_changes_follow = true');
  await rows(
    "insert into public.program_tasks (user_id, program_id, day_index, title) values ($1, $2, 1, 'A'), ($1, $2, 2, 'B')",
    coach,
    version.program,
  );
  const published = await database.call<{ version: string }>(coach, 'publish_program($1)', version.program);
  await rows('update public.cohorts set version_id = $1', published.version);
  await rows("update public.program_tasks set notes = 'Slowly'");
  return { ...version, version: published.version };
};

describe('what waits for somebody who leaves', () => {
  const leave = (enrollment: string) => (client: pg.PoolClient) => callOn(client, 'end_enrollment($1)', enrollment);

  test('keeps the tasks that they keep, where a minor change is published', async () => {
    const enrollment = await enrolled(await withMinorChange());
    const before = await tasks();
    await overlapping(database, person, leave(enrollment), () =>
      database.call(coach, 'publish_program($1)', version.program),
    );
    expect(before).toHaveLength(2);
    expect(await tasks()).toEqual(before);
  });

  test('keeps the tasks that they keep, where the cohort moves to another version', async () => {
    const enrollment = await enrolled();
    const before = await tasks();
    const other = await withMinorChange();
    await rows('update public.cohorts set version_id = $1', version.version);
    await overlapping(database, person, leave(enrollment), () =>
      database.call(coach, 'move_enrollment(null, $1, null, $2)', cohort, other.version),
    );
    expect(await tasks()).toEqual(before);
  });

  test.each([
    ['a clear', 'clear_tasks($1)', (enrollment: string) => enrollment],
    ['a clear of the cohort', 'clear_tasks(null, $1)', () => cohort],
    ['deleting the cohort and its tasks', 'delete_cohort($1, true, true)', () => cohort],
    ['removing the tasks of the program', 'remove_program_tasks($1)', () => version.program],
  ])('keeps the tasks that they keep, where it is %s', async (_, call, about) => {
    const enrollment = await enrolled();
    const before = await tasks();
    await overlapping(database, person, leave(enrollment), () =>
      errorCodeOf(database.call(coach, call, about(enrollment))),
    );
    expect(await tasks()).toEqual(before);
  });
});

describe('what waits for a handover', () => {
  test.each([
    ['a clear', 'clear_tasks($1)'],
    ['a reschedule', "reschedule($1, null, '2999-01-01')"],
    ['a pause', "pause_enrollment($1, '2999-01-01', '2999-01-02', 'shift')"],
    ['an end', 'end_enrollment($1)'],
    ['a sync', 'sync_enrollment_tasks($1)'],
    ['a task', `add_client_task(gen_random_uuid(), '{"title": "New", "date": "2999-01-01"}', $1)`],
  ])('is refused for the former coach: %s', async (_, call) => {
    const enrollment = await enrolled();
    const before = await tasks();
    expect(
      await overlapping(database, admin, handOver, () => errorCodeOf(database.call(coach, call, enrollment))),
    ).toBe('PT404');
    expect(await tasks()).toEqual(before);
    expect(await rows('select from public.task_clears')).toEqual([]);
  });

  test.each([
    ['a reschedule', "reschedule(null, $1, '2999-01-01')"],
    ['a task for everyone', `add_client_task(gen_random_uuid(), '{"title": "New", "date": "2999-01-01"}', null, $1)`],
    ['deleting it', 'delete_cohort($1, true, true)'],
    ['a new link', 'renew_cohort_link($1)'],
  ])('is refused for the former coach of a cohort: %s', async (_, call) => {
    await enrolled();
    const before = await tasks();
    const refused = () => errorCodeOf(database.call(coach, call, cohort));
    expect(await overlapping(database, admin, handOver, refused)).toBe('PT404');
    expect(await tasks()).toEqual(before);
    expect(await rows('select user_id from public.cohorts')).toEqual([{ user_id: successor }]);
    expect(await rows('select status from public.enrollments')).toEqual([{ status: 'active' }]);
  });

  test('is refused for the former coach of a task: changing it', async () => {
    await enrolled();
    const before = await tasks();
    const [task] = await rows<{ id: string }>('select id from public.tasks limit 1');
    const change = () => errorCodeOf(database.call(coach, `change_client_task($1, '{"title": "Mine"}')`, task?.id));
    expect(await overlapping(database, admin, handOver, change)).toBe('PT404');
    expect(await tasks()).toEqual(before);
  });

  test.each([
    ['unpublishing it', 'unpublish_program($1)', 'PT404'],
    ['removing the tasks of its people', 'remove_program_tasks($1)', null],
  ])('does nothing for the former coach of a program: %s', async (_, call, code) => {
    await rows('update public.programs set published_version = 1');
    await enrolled();
    const before = await tasks();
    const request = () => errorCodeOf(database.call(coach, call, version.program));
    expect(await overlapping(database, admin, handOver, request)).toBe(code);
    expect(await tasks()).toEqual(before);
    expect(await rows('select published_version from public.programs')).toEqual([{ published_version: 1 }]);
  });

  /** A pending enrollment, and a payment of less than its price. */
  const paidTooLittle = async (): Promise<string> => {
    await rows('update public.program_versions set price = 900');
    const enrollment = await seedEnrollment(database.owner, person, version, { start_date: day(1), status: 'pending' });
    const quote = await database.call<{ intent_id: string }>(person, 'quote_payment($1)', enrollment);
    const recorded = await rows<{ id: string }>(
      "select public.record_payment('bank', 'reference', $1, 800, 'EUR') as id",
      quote.intent_id,
    );
    return recorded[0]?.id ?? '';
  };

  test('is the new coach’s to decide: a payment that is settled', async () => {
    const payment = await paidTooLittle();
    await overlapping(database, admin, handOver, () => rows('select public.settle_payment($1)', payment));
    expect(await rows('select coach_id, state from public.payments')).toEqual([{ coach_id: successor, state: 'held' }]);
  });

  test('is refused for the former coach: a decision about a payment', async () => {
    const payment = await paidTooLittle();
    await rows('select public.settle_payment($1)', payment);
    const refused = () => errorCodeOf(database.call(coach, 'accept_payment($1)', payment));
    expect(await overlapping(database, admin, handOver, refused)).toBe('PT404');
    expect(await rows('select state from public.payments')).toEqual([{ state: 'held' }]);
  });
});

test('a former coach who was paid neither ends an enrollment that was handed over nor makes it pending', async () => {
  await rows('update public.program_versions set price = 900');
  const enrollment = await seedEnrollment(database.owner, person, version, { start_date: day(1), status: 'pending' });
  await database.call(coach, "confirm_enrollment($1, 900, 'cash', $2)", enrollment, REQUEST);
  await database.call(person, 'sync_enrollment_tasks($1)', enrollment);
  const [paid] = await rows<{ id: string }>(
    `insert into public.payments (provider, reference, enrollment_id, user_id, coach_id, amount, currency, state)
     values ('bank', 'reference', $1, $2, $3, 900, 'EUR', 'applied') returning id`,
    enrollment,
    person,
    coach,
  );
  await database.call(admin, HAND_OVER, coach, successor);
  expect(await errorCodeOf(database.call(coach, 'undo_confirmation($1)', REQUEST))).toBe('42501');
  expect(await errorCodeOf(database.call(coach, 'begin_refund($1, gen_random_uuid(), 1, true)', paid?.id))).toBe(
    '42501',
  );
  // What was paid to them they pay back.
  expect(await errorCodeOf(database.call(coach, 'begin_refund($1, gen_random_uuid(), 1)', paid?.id))).toBeNull();
  expect(await tasks()).toHaveLength(DAYS);
  expect(await rows('select status from public.enrollments')).toEqual([{ status: 'active' }]);
});

describe('a coach who is enrolled in a program of their own', () => {
  test('publishes it while their device pushes, without a deadlock', async () => {
    await seedEnrollment(database.owner, coach, await withMinorChange(), { start_date: day(1) });
    const push = (changes: object[]) => ({
      protocol: 1,
      device: { id: DEVICE, name: '', app_version: '', pending: 0, rejected: 0 },
      changes,
    });
    const rename = {
      ...{ seq: 1, table: 'programs', op: 'update', row: version.program, fields: { title: 'New' } },
      timestamp: timestampOf(Date.now(), 1, DEVICE),
    };
    const client = await database.owner.connect();
    try {
      await client.query('begin');
      await enter(client, coach);
      await callOn(client, 'sync_push($1)', push([]));
      const published = errorCodeOf(database.call(coach, 'publish_program($1)', version.program));
      await database.untilWaiting(1);
      expect(await errorCodeOf(callOn(client, 'sync_push($1)', push([rename])))).toBeNull();
      await client.query('commit');
      expect(await published).toBeNull();
    } finally {
      client.release();
    }
  });

  test.each([
    ['publishes it', 'publish_program($1)', () => version.program, 'select from public.cohorts for share'],
    [
      'reschedules its cohort',
      "reschedule(null, $1, '2999-01-01')",
      () => cohort,
      'select from public.cohorts for share',
    ],
  ])('%s during a handover, without a deadlock', async (_, call, target, held) => {
    await seedEnrollment(database.owner, coach, await withMinorChange(), { start_date: day(1), cohort });
    await enrolled();
    const client = await database.owner.connect();
    try {
      await client.query('begin');
      await client.query(held);
      const acted = errorCodeOf(database.call(coach, call, target()));
      await database.untilWaiting(1);
      const handed = errorCodeOf(database.call(admin, HAND_OVER, coach, successor));
      await database.untilWaiting(2);
      await client.query('commit');
      expect([await acted, await handed]).toEqual([null, null]);
    } finally {
      client.release();
    }
  });
});

describe('pauses beside other changes', () => {
  const pause = (enrollment: string, first: number, last: number, mode: 'shift' | 'skip') =>
    database.call(person, 'pause_enrollment($1, $2, $3, $4)', enrollment, day(first), day(last), mode);

  test.each([
    ['shift', DAYS],
    ['skip', DAYS - 3],
  ] as const)('a clear that is undone during a pause (%s) leaves its dates free', async (mode, count) => {
    const enrollment = await enrolled();
    const { clear_id } = await database.call<{ clear_id: string }>(coach, 'clear_tasks($1)', enrollment);
    await pause(enrollment, 2, 4, mode);
    await database.call(coach, 'undo_clear($1)', clear_id);
    const dates = (await tasks()).map(({ date }) => date);
    expect(dates).toHaveLength(count);
    expect(dates.filter((date) => date >= day(2) && date <= day(4))).toEqual([]);
  });

  test('who joins again with another start has no pauses of before', async () => {
    const enrollment = await enrolled();
    await pause(enrollment, 3, 30, 'skip');
    await database.call(person, 'end_enrollment($1, true)', enrollment);
    await rows('update public.cohorts set start_date = $1', day(5));
    const [link] = await rows<{ join_token: string }>('select join_token from public.cohorts');
    await database.call(person, 'join_cohort($1)', link?.join_token);
    await database.call(person, 'sync_enrollment_tasks($1)', enrollment);
    expect(await tasks()).toHaveLength(DAYS);
  });
});
