import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays } from '../../src/domain/calendar/calendar-date.ts';
import { callOn, openTestDatabase, errorCodeOf, type TestDatabase } from '../fixtures/database/roles.ts';
import { seedCohort, seedEnrollment, type SeededVersion, seedVersion } from '../fixtures/database/programs.ts';
import { overlapping } from '../fixtures/database/overlapping.ts';
import { timestampOf } from '../fixtures/backend/sync-client.ts';

let database: TestDatabase;
let coach: string;
let person: string;
let tomorrow: string;
let version: SeededVersion;

const PLAN = { length_days: 5, tasks: [1, 2, 3].map((day_index) => ({ day_index })) };

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
  await database.owner.query('delete from auth.users');
  coach = await database.signUp('coach@example.com', { role: 'coach' });
  person = await database.signUp('person@example.com');
  const { rows } = await database.owner.query<{ date: string }>('select private.today_of($1)::text as date', [person]);
  tomorrow = addDays(rows[0]?.date ?? '', 1);
  version = await seedVersion(database.owner, coach, PLAN);
});

describe('ending a connection', () => {
  const enroll = () => ['enroll_in_version($1, $2, $3)', version.version, person, tomorrow] as const;
  let connection: string;

  beforeEach(async () => {
    connection = await database.call(coach, "invite_client('person@example.com')");
    await database.call(person, 'respond_to_invitation($1, true)', connection);
  });

  const inTheirHands = async (): Promise<object[]> =>
    (
      await database.owner.query<object>("select from public.enrollments where coach_id = $1 and status <> 'ended'", [
        coach,
      ])
    ).rows;

  test('ends a concurrent enrollment that commits first', async () => {
    await overlapping(
      database,
      coach,
      (client) => callOn(client, ...enroll()),
      () => database.call(person, 'end_connection($1)', connection),
    );
    expect(await inTheirHands()).toEqual([]);
  });

  test('rejects a concurrent enrollment that waits for it', async () => {
    const errorCode = await overlapping(
      database,
      person,
      (client) => callOn(client, 'end_connection($1)', connection),
      () => errorCodeOf(database.call(coach, ...enroll())),
    );
    expect(errorCode).toBe('PT403');
    expect(await inTheirHands()).toEqual([]);
  });

  test('does not deadlock with the client opening a day', async () => {
    const entry = { start_date: tomorrow };
    const seeded = [await seedEnrollment(database.owner, person, version, entry)];
    // The later in the table is the earlier by its id.
    while (seeded.length < 2 || (seeded[1] ?? '') > (seeded[0] ?? '')) {
      await database.owner.query('delete from public.enrollments where id = $1', [seeded[1]]);
      seeded[1] = await seedEnrollment(database.owner, person, version, entry);
    }
    const client = await database.owner.connect();
    try {
      await client.query('begin');
      await client.query('select from public.enrollments where id = $1 for no key update', [seeded[1]]);
      const opened = database.call(person, 'ensure_day_tasks($1)', tomorrow);
      await database.untilWaiting(1);
      const ended = database.call(person, 'end_connection($1)', connection);
      await database.untilWaiting(2);
      await client.query('commit');
      await Promise.all([opened, ended]);
    } finally {
      client.release();
    }
    expect(await inTheirHands()).toEqual([]);
  });
});

describe('after a clear', () => {
  let cohort: string;
  let task: string;
  let clear: string;

  beforeEach(async () => {
    cohort = await seedCohort(database.owner, version, tomorrow);
    await seedEnrollment(database.owner, person, version, { start_date: tomorrow, cohort });
    await database.call(coach, 'sync_cohort_tasks($1)', cohort);
    task = (await database.owner.query<{ id: string }>('select id from public.tasks limit 1')).rows[0]?.id ?? '';
    clear = (await database.call<{ clear_id: string }>(coach, 'clear_tasks(cohort => $1)', cohort)).clear_id;
  });

  const push = (client: pg.ClientBase, op: 'update' | 'delete') =>
    callOn<{ verdicts: unknown }>(client, 'sync_push($1)', {
      protocol: 1,
      device: { id: randomUUID(), name: '', app_version: '', pending: 0, rejected: 0 },
      changes: [
        {
          ...{ seq: 1, table: 'tasks', row: task, op, timestamp: timestampOf(Date.now() - 1_000, 1, person) },
          fields: op === 'update' ? { status: 'done' } : {},
        },
      ],
    });
  const statusNow = async () =>
    (await database.owner.query<{ status: string }>('select status from public.tasks where id = $1', [task])).rows[0]
      ?.status ?? 'gone';
  const makers = [
    ['sync_cohort_tasks', () => cohort],
    ['undo_clear', () => clear],
  ] as const;
  const cases = (['update', 'delete'] as const).flatMap((op) =>
    makers.map(([call, subject]) => ({ op, call, subject })),
  );
  const expected = { update: 'done', delete: 'gone' };

  test.each(cases)('an offline $op wins while $call creates the task again', async ({ op, call, subject }) => {
    await overlapping(
      database,
      person,
      (client) => push(client, op),
      () => database.call(coach, `${call}($1)`, subject()),
    );
    expect(await statusNow()).toBe(expected[op]);
  });

  test.each(cases)('an offline $op wins after $call has created the task again', async ({ op, call, subject }) => {
    const { verdicts } = await overlapping(
      database,
      coach,
      (client) => callOn(client, `${call}($1)`, subject()),
      () => database.runAs(person, (client) => push(client, op)),
    );
    expect(verdicts).toMatchObject([{ verdict: 'applied' }]);
    expect(await statusNow()).toBe(expected[op]);
  });
});
