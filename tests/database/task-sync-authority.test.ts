import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays } from '../../src/domain/calendar/calendar-date.ts';
import { callOn, openTestDatabase, errorCodeOf, type TestDatabase } from '../fixtures/database/roles.ts';
import { seedCohort, seedEnrollment, seedVersion } from '../fixtures/database/programs.ts';
import { timestampOf } from '../fixtures/backend/sync-client.ts';

let database: TestDatabase;

const NAMES = ['person', 'stranger', 'coach', 'other coach', 'former coach', 'admin'] as const;
const CALLERS = ['anon', 'service role', ...NAMES] as const;
type Caller = (typeof CALLERS)[number];

let ids: Record<(typeof NAMES)[number], string>;
/** Of the coach, with the person in it. */
let cohort: string;
let enrollment: string;
/** Of the former coach, who has become a rep. */
let orphan: { cohort: string; enrollment: string };
let today: string;

const PLAN = { length_days: 10, tasks: [1, 2, 3].map((day_index) => ({ day_index })) };

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
  await database.owner.query('delete from auth.users');
  const signUp = (name: string) => database.signUp(`${name.replace(' ', '-')}@example.com`);
  const made = await Promise.all(NAMES.map(async (name) => [name, await signUp(name)] as const));
  ids = Object.fromEntries(made) as typeof ids;
  const { rows } = await database.owner.query<{ today: string }>(
    `update public.profiles set role = case when id = $1 then 'admin' else 'coach' end
     where id = $1 or id = any ($2) returning private.today_of(id)::text as today`,
    [ids.admin, [ids.coach, ids['other coach'], ids['former coach']]],
  );
  today = rows[0]?.today ?? '';
  const seed = async (coach: string) => {
    const version = await seedVersion(database.owner, coach, PLAN);
    const group = await seedCohort(database.owner, version, addDays(today, 1));
    const entry = { start_date: addDays(today, 1), cohort: group };
    return { cohort: group, enrollment: await seedEnrollment(database.owner, ids.person, version, entry) };
  };
  ({ cohort, enrollment } = await seed(ids.coach));
  await seed(ids['other coach']);
  orphan = await seed(ids['former coach']);
  await database.owner.query("update public.profiles set role = 'rep' where id = $1", [ids['former coach']]);
});

const callAs = (caller: Caller, call: string, ...parameters: unknown[]): Promise<unknown> =>
  database.runAs(caller === 'anon' || caller === 'service role' ? null : ids[caller], async (client) => {
    if (caller === 'service role') {
      await client.query(
        `reset role; set local role service_role; set local "request.jwt.claims" = '{"role":"service_role"}'`,
      );
    }
    return callOn<unknown>(client, call, ...parameters);
  });

const countTasks = async (): Promise<number> => {
  const { rows } = await database.owner.query<{ n: number }>('select count(*)::integer as n from public.tasks');
  return rows[0]?.n ?? -1;
};

/** The SQLSTATE of each caller's attempt; whoever is not named is told that there is no such thing. */
const expectOnly = async (
  outcomes: Partial<Record<Caller, string | null>>,
  attempt: (caller: Caller) => Promise<unknown>,
) => {
  const seen: Partial<Record<Caller, string | null>> = {};
  for (const caller of CALLERS) seen[caller] = await errorCodeOf(attempt(caller));
  const unnamed = Object.fromEntries(CALLERS.map((caller) => [caller, 'PT404']));
  expect(seen).toEqual({ ...unnamed, anon: '42501', ...outcomes });
};

describe('who may', () => {
  test('sync an enrollment: its person, its coach and the server', () =>
    expectOnly({ person: null, coach: null, 'service role': null }, (caller) =>
      callAs(caller, 'sync_enrollment_tasks($1)', enrollment),
    ));

  test('record a failed sync: its person, its coach and the server', () =>
    expectOnly({ person: null, coach: null, 'service role': null }, (caller) =>
      callAs(caller, 'record_sync_failure($1)', enrollment),
    ));

  test('sync a cohort: its coach and the server', () =>
    expectOnly({ coach: null, 'service role': null }, (caller) => callAs(caller, 'sync_cohort_tasks($1)', cohort)));

  test.each(['enrollment', 'cohort'])('clear an %s: its coach', (what) =>
    expectOnly({ coach: null, 'service role': '42501' }, (caller) =>
      callAs(caller, `clear_tasks(${what} => $1)`, what === 'cohort' ? cohort : enrollment),
    ),
  );

  test('undo a clear: who made it', async () => {
    await callAs('coach', 'sync_cohort_tasks($1)', cohort);
    const { clear_id } = (await callAs('coach', 'clear_tasks(cohort => $1)', cohort)) as { clear_id: string };
    await expectOnly({ coach: null, 'service role': '42501' }, (caller) => callAs(caller, 'undo_clear($1)', clear_id));
  });

  test('see a cohort’s board: its coach, and admins', () =>
    expectOnly({ coach: null, admin: null, 'service role': '42501' }, (caller) =>
      callAs(caller, 'cohort_board($1, $2, $2)', cohort, today),
    ));

  test('read a clear: who made it, and admins', async () => {
    await callAs('coach', 'sync_cohort_tasks($1)', cohort);
    await callAs('coach', 'clear_tasks(cohort => $1)', cohort);
    for (const name of NAMES) {
      const { rowCount } = await database.tryAs(ids[name], (client) => client.query('select from public.task_clears'));
      expect([name, rowCount]).toEqual([name, name === 'coach' || name === 'admin' ? 1 : 0]);
    }
  });

  test('materialize the tasks of a day: everybody their own', async () => {
    const day = addDays(today, 1);
    for (const caller of NAMES) {
      // Three programs of the person's begin that day.
      expect(await callAs(caller, 'ensure_day_tasks($1)', day)).toEqual({ created: caller === 'person' ? 3 : 0 });
    }
    for (const caller of ['anon', 'service role'] as const) {
      expect(await errorCodeOf(callAs(caller, 'ensure_day_tasks($1)', day))).toBe('42501');
    }
  });
});

describe('a call has no effect', () => {
  test('with an unknown id, or an id of another kind', async () => {
    for (const id of [randomUUID(), cohort, ids.person]) {
      for (const call of [
        'sync_enrollment_tasks($1)',
        'record_sync_failure($1)',
        'clear_tasks(enrollment => $1)',
        'undo_clear($1)',
      ]) {
        expect(await errorCodeOf(callAs('coach', call, id)), call).toBe('PT404');
      }
    }
    for (const call of [
      'sync_cohort_tasks($1)',
      'clear_tasks(cohort => $1)',
      "cohort_board($1, '2026-03-02', '2026-03-02')",
    ]) {
      expect(await errorCodeOf(callAs('coach', call, enrollment)), call).toBe('PT404');
    }
    expect(await countTasks()).toBe(0);
  });

  test('by a former coach', async () => {
    expect(await errorCodeOf(callAs('former coach', 'sync_cohort_tasks($1)', orphan.cohort))).toBe('PT404');
    for (const call of ['sync_enrollment_tasks($1)', 'clear_tasks(enrollment => $1)']) {
      expect(await errorCodeOf(callAs('former coach', call, orphan.enrollment)), call).toBe('PT404');
    }
  });

  test.each(['ended', 'pending'])('for an enrollment that is %s', async (status) => {
    await database.owner.query(
      `update public.enrollments set status = $2, ended_by = case when $2 = 'ended' then 'person' end where id = $1`,
      [enrollment, status],
    );
    expect(await errorCodeOf(callAs('person', 'sync_enrollment_tasks($1)', enrollment))).toBe('PT409');
    expect(await callAs('coach', 'sync_cohort_tasks($1)', cohort)).toEqual({ created: 0, members: [] });
    await callAs('person', 'ensure_day_tasks($1)', addDays(today, 1));
    const { rows } = await database.owner.query('select from public.tasks where enrollment_id = $1', [enrollment]);
    expect(rows).toEqual([]);
  });

  test('with both or neither of enrollment and cohort', async () => {
    expect(await errorCodeOf(callAs('coach', 'clear_tasks()'))).toBe('PT400');
    expect(await errorCodeOf(callAs('coach', 'clear_tasks($1, $2)', enrollment, cohort))).toBe('PT400');
  });

  test('for a board of no day, or of more than 62', async () => {
    expect(await errorCodeOf(callAs('coach', 'cohort_board($1, $2, $3)', cohort, today, addDays(today, -1)))).toBe(
      'PT400',
    );
    expect(await errorCodeOf(callAs('coach', 'cohort_board($1, $2, $3)', cohort, today, addDays(today, 62)))).toBe(
      'PT400',
    );
    expect(
      await errorCodeOf(callAs('coach', 'cohort_board($1, $2, $3)', cohort, today, addDays(today, 61))),
    ).toBeNull();
  });

  test('that undoes a clear older than 30 days', async () => {
    await callAs('coach', 'sync_cohort_tasks($1)', cohort);
    const { clear_id } = (await callAs('coach', 'clear_tasks(cohort => $1)', cohort)) as { clear_id: string };
    await database.owner.query("update public.task_clears set at = now() - interval '30 days 1 second'");
    expect(await errorCodeOf(callAs('coach', 'undo_clear($1)', clear_id))).toBe('PT409');
    expect(await countTasks()).toBe(0);
    // The next clear forgets the texts that it took.
    await callAs('coach', 'clear_tasks(cohort => $1)', cohort);
    expect((await database.owner.query('select from private.cleared_tasks where content is not null')).rowCount).toBe(
      0,
    );
  });
});

test('days synced after a gap count as progress only once the gap is synced', async () => {
  const progressAfter = async (first: number, last: number) => {
    await callAs('coach', 'sync_enrollment_tasks($1, $2, $3)', enrollment, first, last);
    const sql = 'select synced_days, sync_state from public.enrollments where id = $1';
    return (await database.owner.query<{ synced_days: number; sync_state: string }>(sql, [enrollment])).rows[0];
  };
  expect(await progressAfter(5, 10)).toEqual({ synced_days: 0, sync_state: 'waiting' });
  expect(await progressAfter(1, 4)).toEqual({ synced_days: 4, sync_state: 'running' });
  expect(await progressAfter(5, 10)).toEqual({ synced_days: 10, sync_state: 'done' });
});

describe('a person’s own plan', () => {
  test('can be cleared by the person, and its cleared tasks are not dismissed', async () => {
    const version = await seedVersion(database.owner, ids['other coach'], PLAN);
    const own = await seedEnrollment(database.owner, ids.person, version, {
      start_date: addDays(today, 1),
      coach: ids.person,
    });
    expect(await callAs('person', 'sync_enrollment_tasks($1)', own)).toEqual({ created: 3, skipped: 0 });
    const { clear_id, deleted } = (await callAs('person', 'clear_tasks(enrollment => $1)', own)) as {
      clear_id: string;
      deleted: number;
    };
    expect(deleted).toBe(3);
    expect(await errorCodeOf(callAs('other coach', 'clear_tasks(enrollment => $1)', own))).toBe('PT404');
    expect(await callAs('person', 'undo_clear($1)', clear_id)).toEqual({ restored: 3 });
    await callAs('person', 'clear_tasks(enrollment => $1)', own);
    expect(await callAs('person', 'sync_enrollment_tasks($1)', own)).toEqual({ created: 3, skipped: 0 });
  });
});

describe('a change made offline before a clear', () => {
  const push = async (op: 'update' | 'delete', row: string, fields: object): Promise<unknown> =>
    callAs('person', 'sync_push($1)', {
      protocol: 1,
      device: { id: ids.person, name: '', app_version: '', pending: 0, rejected: 0 },
      changes: [
        { seq: 1, table: 'tasks', row, op, fields, timestamp: timestampOf(Date.now() - 60_000, 1, ids.person) },
      ],
    });

  const someTask = async (): Promise<string> => {
    const { rows } = await database.owner.query<{ id: string }>(
      'select id from public.tasks where enrollment_id = $1 limit 1',
      [enrollment],
    );
    return rows[0]?.id ?? '';
  };

  test.each([
    ['was cleared', []],
    ['was cleared and materialized again', ['sync_cohort_tasks($1)']],
  ])('wins when it arrives after the task %s', async (_what, then) => {
    await callAs('coach', 'sync_cohort_tasks($1)', cohort);
    const task = await someTask();
    await callAs('coach', 'clear_tasks(cohort => $1)', cohort);
    for (const call of then) await callAs('coach', call, cohort);
    await push('update', task, { status: 'done' });
    const { rows } = await database.owner.query('select status from public.tasks where id = $1', [task]);
    expect(rows).toEqual([{ status: 'done' }]);
  });

  test('that deletes a task dismisses it although it is cleared: no sync and no undo restores it', async () => {
    await callAs('coach', 'sync_cohort_tasks($1)', cohort);
    const task = await someTask();
    const { clear_id } = (await callAs('coach', 'clear_tasks(cohort => $1)', cohort)) as { clear_id: string };
    await push('delete', task, {});
    expect(await callAs('coach', 'undo_clear($1)', clear_id)).toEqual({ restored: 2 });
    expect(await callAs('coach', 'sync_cohort_tasks($1)', cohort)).toMatchObject({ created: 0 });
    expect((await database.owner.query('select from public.tasks where id = $1', [task])).rowCount).toBe(0);
  });
});

test('a cohort’s board counts done, missed and upcoming tasks per day', async () => {
  await callAs('coach', 'sync_cohort_tasks($1)', cohort);
  const dates = [-1, 0, 1].map((days) => addDays(today, days));
  // One for each day, and another of the first that is done.
  await database.owner.query(
    `update public.tasks t set date = d.date::date, status = 'open'
     from unnest($2::text[]) with ordinality d (date, day) where t.enrollment_id = $1 and t.program_day = d.day`,
    [enrollment, dates],
  );
  await database.owner.query("update public.tasks set status = 'done' where enrollment_id = $1 and program_day = 2", [
    enrollment,
  ]);
  const nothing = { done: 0, missed: 0, future: 0 };
  expect(await callAs('coach', 'cohort_board($1, $2, $3)', cohort, dates[0], dates[2])).toEqual({
    days: dates,
    members: [
      {
        ...{ enrollment_id: enrollment, user_id: ids.person, display_name: '' },
        days: [
          { ...nothing, date: dates[0], missed: 1 },
          { ...nothing, date: dates[1], done: 1 },
          { ...nothing, date: dates[2], future: 1 },
        ],
      },
    ],
  });
});
