import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays } from '../../src/domain/calendar/calendar-date.ts';
import { timestampOf } from '../fixtures/backend/sync-client.ts';
import { seedCohort, seedEnrollment, type SeededVersion, seedVersion } from '../fixtures/database/programs.ts';
import { overlapping } from '../fixtures/database/overlapping.ts';
import { callOn, enter, openTestDatabase, errorCodeOf, type TestDatabase } from '../fixtures/database/roles.ts';

let database: TestDatabase;
let admin: string;
let coach: string;
let successor: string;
let person: string;
let tomorrow: string;
let version: SeededVersion;

const PLAN = { length_days: 3, tasks: [1, 2, 3].map((day_index) => ({ day_index })) };
const HAND_OVER = 'hand_over_programs($1, $2)';

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
  await database.owner.query('delete from auth.users');
  admin = await database.signUp('admin@example.com');
  await database.owner.query("update public.profiles set role = 'admin' where id = $1", [admin]);
  coach = await database.signUp('coach@example.com', { role: 'coach' });
  successor = await database.signUp('successor@example.com', { role: 'coach' });
  person = await database.signUp('person@example.com');
  const { rows } = await database.owner.query<{ date: string }>('select private.today_of($1)::text as date', [person]);
  tomorrow = addDays(rows[0]?.date ?? '', 1);
  version = await seedVersion(database.owner, coach, PLAN);
  await seedCohort(database.owner, version, tomorrow);
  const connection = await database.call(coach, "invite_client('person@example.com')");
  await database.call(person, 'respond_to_invitation($1, true)', connection);
});

/** What still refers to the former coach, by table; their own enrollments do not count. */
const leftWithFormerCoach = async (sql: Pick<pg.ClientBase, 'query'> = database.owner): Promise<object[]> =>
  (
    await sql.query<object>(
      `select * from (
         select 'programs' as name, count(*) from public.programs where user_id = $1
         union all select 'program_tasks', count(*) from public.program_tasks where user_id = $1
         union all select 'program_versions', count(*) from public.program_versions where user_id = $1
         union all select 'program_events', count(*) from public.program_events where user_id = $1
         union all select 'cohorts', count(*) from public.cohorts where user_id = $1
         union all select 'enrollments', count(*) from public.enrollments where coach_id = $1 and user_id <> $1
         union all select 'connections', count(*) from public.coach_connections where coach_id = $1 and state <> 'ended'
         union all select 'quotes', count(*) from public.payment_intents where coach_id = $1
         union all select 'payments', count(*) from public.payments where coach_id = $1 and private.is_undecided(payments)
       ) x where x.count > 0`,
      [coach],
    )
  ).rows;

const DEVICE = '00000000-0000-4000-8000-00000000000d';

/** What may happen meanwhile: who does it, how, and with which error the former coach is refused after the handover. */
const MEANWHILE: [
  what: string,
  who: () => string,
  work: (client: pg.PoolClient) => Promise<unknown>,
  refused: string | null,
][] = [
  [
    'the coach enrolls a client',
    () => coach,
    (client) => callOn(client, 'enroll_in_version($1, $2, $3)', version.version, person, tomorrow),
    'PT403',
  ],
  [
    'somebody joins by a link',
    () => person,
    async (client) => {
      await client.query('reset role');
      const { rows } = await client.query<{ join_token: string }>('select join_token from public.cohorts');
      await client.query('set local role authenticated');
      return callOn(client, 'join_cohort($1)', rows[0]?.join_token);
    },
    null,
  ],
  ['the coach publishes', () => coach, (client) => callOn(client, 'publish_program($1)', version.program), 'PT404'],
  [
    'the coach makes a cohort',
    () => coach,
    (client) =>
      client.query(
        `insert into public.cohorts (user_id, program_id, version_id, name, start_date) values ($1, $2, $3, 'New', $4)`,
        [coach, version.program, version.version, tomorrow],
      ),
    '23503',
  ],
  [
    'the coach deletes the program on a device',
    () => coach,
    (client) =>
      callOn(client, 'sync_push($1)', {
        protocol: 1,
        device: { id: DEVICE, name: '', app_version: '', pending: 0, rejected: 0 },
        changes: [
          {
            ...{ seq: 1, table: 'programs', op: 'delete', row: version.program, fields: {} },
            timestamp: timestampOf(Date.now(), 1, DEVICE),
          },
        ],
      }),
    null,
  ],
  [
    'the coach ends the connection',
    () => coach,
    async (client) => {
      const { rows } = await client.query<{ id: string }>('select id from public.coach_connections');
      return callOn(client, 'end_connection($1)', rows[0]?.id);
    },
    null,
  ],
  ['an admin demotes the coach', () => admin, (client) => callOn(client, "set_role($1, 'rep')", coach), null],
];

describe.each(MEANWHILE)('while %s', (_what, who, work, refused) => {
  beforeEach(async () => {
    await database.owner.query(
      `insert into public.program_tasks (user_id, program_id, day_index, title) values ($1, $2, 1, 'A task')`,
      [coach, version.program],
    );
  });

  test('a handover that comes later takes that along', async () => {
    await overlapping(database, who(), work, () => database.call(admin, HAND_OVER, coach, successor));
    expect(await leftWithFormerCoach()).toEqual([]);
  });

  test('a handover that came first leaves nothing with the former coach', async () => {
    const errorCode = await overlapping(
      database,
      admin,
      (client) => callOn(client, HAND_OVER, coach, successor),
      () => errorCodeOf(database.runAs(who(), work)),
    );
    expect(errorCode).toBe(refused);
    expect(await leftWithFormerCoach()).toEqual([]);
    const { rows } = await database.owner.query('select from public.programs where user_id = $1', [successor]);
    expect(rows).toHaveLength(1);
  });
});

describe('while the coach publishes a minor change, which people get', () => {
  const publish = 'publish_program($1)';
  let published: string;

  beforeEach(async () => {
    await database.owner.query('update public.programs set minor_changes_follow = true');
    await database.owner.query(
      `insert into public.program_tasks (user_id, program_id, day_index, title) values ($1, $2, 1, 'A task')`,
      [coach, version.program],
    );
    ({ version: published } = await database.call<{ version: string }>(coach, publish, version.program));
    await database.call(coach, 'enroll_in_version($1, $2, $3)', published, person, tomorrow);
    await database.owner.query("update public.program_tasks set notes = 'Slowly'");
  });

  const newest = async () =>
    (
      await database.owner.query<{ is_newest: boolean }>(
        `select v.number = p.published_version as is_newest
         from public.enrollments e join public.program_versions v on v.id = e.version_id
         join public.programs p on p.id = e.program_id`,
      )
    ).rows;

  test('a handover that comes later takes that along', async () => {
    await overlapping(
      database,
      coach,
      (client) => callOn(client, publish, version.program),
      () => database.call(admin, HAND_OVER, coach, successor),
    );
    expect([await leftWithFormerCoach(), await newest()]).toEqual([[], [{ is_newest: true }]]);
  });

  test('a handover that came first leaves the publishing to the new coach', async () => {
    const errorCode = await overlapping(
      database,
      admin,
      (client) => callOn(client, HAND_OVER, coach, successor),
      () => errorCodeOf(database.call(coach, publish, version.program)),
    );
    expect(errorCode).toBe('PT404');
    expect(await leftWithFormerCoach()).toEqual([]);
    expect(await database.call(successor, publish, version.program)).toMatchObject({ followed: 1 });
  });

  test('and a member’s push holds the handover up, neither waits for the other', async () => {
    const client = await database.owner.connect();
    try {
      await client.query('begin');
      await client.query('select private.lock_user_pushes($1)', [person]);
      const handedOver = database.call(admin, HAND_OVER, coach, successor);
      await database.untilWaiting(1);
      const errorCode = errorCodeOf(database.call(coach, publish, version.program));
      await database.untilWaiting(2);
      await client.query('commit');
      await handedOver;
      expect(await errorCode).toBe('PT404');
    } finally {
      client.release();
    }
    expect(await leftWithFormerCoach()).toEqual([]);
  });
});

test('a former coach enrolls nobody who became their client meanwhile', async () => {
  const newcomer = await database.signUp('newcomer@example.com');
  const errorCode = await overlapping(
    database,
    admin,
    (client) => callOn(client, HAND_OVER, coach, successor),
    async () => {
      const connection = await database.call(coach, "invite_client('newcomer@example.com')");
      await database.call(newcomer, 'respond_to_invitation($1, true)', connection);
      return errorCodeOf(database.call(coach, 'enroll_in_version($1, $2, $3)', version.version, newcomer, tomorrow));
    },
  );
  expect(errorCode).toBe('PT404');
  const { rows } = await database.owner.query('select from public.enrollments where coach_id = $1', [coach]);
  expect(rows).toEqual([]);
});

test('who is being demoted takes nothing over', async () => {
  const errorCode = await overlapping(
    database,
    admin,
    (client) => callOn(client, "set_role($1, 'rep')", successor),
    () => errorCodeOf(database.call(admin, HAND_OVER, coach, successor)),
  );
  expect(errorCode).toBe('PT409');
});

describe('any coach', () => {
  const enrollment = fc.record({
    who: fc.integer({ min: 0, max: 3 }),
    inCohort: fc.boolean(),
    alone: fc.boolean(),
    status: fc.constantFrom('pending' as const, 'active' as const, 'ended' as const),
    isPaid: fc.constantFrom(null, 'applied' as const, 'held' as const),
  });
  const programs = fc.array(fc.array(enrollment, { maxLength: 4 }), { minLength: 1, maxLength: 3 });
  const connected = fc.array(fc.constantFrom('accepted', 'ended', null), { minLength: 3, maxLength: 3 });

  test('who hands over leaves nothing behind, and nobody’s tasks change', async () => {
    const others = [person, await database.signUp('two@example.com'), successor, coach];
    await fc.assert(
      fc.asyncProperty(programs, connected, connected, async (plan, ofCoach, ofSuccessor) => {
        const client = await database.owner.connect();
        try {
          await client.query('begin');
          await client.query('delete from public.programs');
          await client.query('delete from public.coach_connections');
          for (const [side, states] of [
            [coach, ofCoach],
            [successor, ofSuccessor],
          ] as const) {
            const made = [...states.entries()].filter(([n, state]) => state !== null && others[n] !== side);
            for (const [n, state] of made) {
              await client.query(
                `insert into public.coach_connections (coach_id, email, client_id, state, answered_at)
                 values ($1, $2, $3, $4, now())`,
                [side, `${String(n)}@example.com`, others[n], state],
              );
            }
          }
          for (const enrollments of plan) {
            const seeded = await seedVersion(client, coach, PLAN);
            const group = await seedCohort(client, seeded, tomorrow);
            const members = new Set<number>();
            for (const { who, inCohort, alone, status, isPaid } of enrollments) {
              const enrollee = others[who] ?? '';
              const joins = inCohort && !alone && !members.has(who);
              if (joins) members.add(who);
              const id = await seedEnrollment(client, enrollee, seeded, {
                ...{ start_date: tomorrow, status },
                ...(joins && { cohort: group }),
                ...(alone && { coach: enrollee }),
              });
              await client.query(
                `insert into public.tasks (user_id, date, title, source_type, enrollment_id, client_notes)
                 values ($1, $2, 'A task', 'coach', $3, 'Mine')`,
                [enrollee, tomorrow, id],
              );
              if (isPaid !== null) {
                await client.query(
                  `insert into public.payments (provider, reference, enrollment_id, user_id, coach_id, amount, currency, state, issue)
                   values ('bank', gen_random_uuid()::text, $1, $2, $3, 900, 'EUR', $4, case when $4 = 'held' then 'too_little' end)`,
                  [id, enrollee, alone ? null : coach, isPaid],
                );
              }
            }
          }
          const tasks = async () => (await client.query<object>('select * from public.tasks order by id')).rows;
          const alone = async () =>
            (
              await client.query<object>(
                'select id, coach_id, status from public.enrollments where user_id = coach_id and user_id <> $1 order by id',
                [successor],
              )
            ).rows;
          const before = [await tasks(), await alone()];
          const dry = await client.query<{ counts: object }>('select private.handover_counts($1) as counts', [coach]);
          await enter(client, admin);
          const counts = await callOn<object>(client, HAND_OVER, coach, successor);
          await client.query('reset role');
          expect(counts).toEqual(dry.rows[0]?.counts);
          expect(await leftWithFormerCoach(client)).toEqual([]);
          expect([await tasks(), await alone()]).toEqual(before);
          // Whoever was a client and is somebody else than the new coach is that one's client, unless one of the two has ended that.
          const clients = others.flatMap((id, n) =>
            ofCoach[n] === 'accepted' && id !== successor ? [{ id, state: ofSuccessor[n] ?? 'accepted' }] : [],
          );
          for (const { id, state } of clients) {
            const { rows } = await client.query(
              'select state from public.coach_connections where coach_id = $1 and client_id = $2',
              [successor, id],
            );
            expect(rows).toEqual([{ state }]);
          }
        } finally {
          await client.query('rollback');
          client.release();
        }
      }),
      { numRuns: 40 },
    );
  });
});
