import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays } from '../../src/domain/calendar/calendar-date.ts';
import { callOn, enter, openTestDatabase, errorCodeOf, type TestDatabase } from '../fixtures/database/roles.ts';
import { seedCohort, seedEnrollment, seedVersion } from '../fixtures/database/programs.ts';

const MEMBERS = 6;
const DAYS = 12;
const PLAN = {
  length_days: DAYS,
  tasks: Array.from({ length: DAYS * 2 }, (_, at) => ({ day_index: Math.floor(at / 2) + 1 })),
};

interface Group {
  coach: string;
  cohort: string;
  enrollments: string[];
}

let database: TestDatabase;
let people: string[];
/** Two coaches, each with a cohort of the same people. */
let groups: [Group, Group];

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
  await database.owner.query('delete from auth.users');
  people = await Promise.all(
    Array.from({ length: MEMBERS }, (_, at) => database.signUp(`person-${String(at)}@example.com`)),
  );
  const { rows } = await database.owner.query<{ tomorrow: string }>(
    `select (now() at time zone 'UTC')::date::text as tomorrow`,
  );
  const start_date = addDays(rows[0]?.tomorrow ?? '', 2);
  const group = async (name: string): Promise<Group> => {
    const coach = await database.signUp(`${name}@example.com`, { role: 'coach' });
    const version = await seedVersion(database.owner, coach, PLAN);
    const cohort = await seedCohort(database.owner, version, start_date);
    const enrollments: string[] = [];
    for (const person of people) {
      enrollments.push(await seedEnrollment(database.owner, person, version, { start_date, cohort }));
    }
    return { coach, cohort, enrollments };
  };
  groups = [await group('one'), await group('other')];
});

const tasksOf = async ({ enrollments }: Group): Promise<{ id: string; status: string }[]> =>
  (
    await database.owner.query<{ id: string; status: string }>(
      'select id, status from public.tasks where enrollment_id = any ($1) order by id',
      [enrollments],
    )
  ).rows;

/** A transaction of the actor's that is under way while `meanwhile` runs, and then commits. */
const inTheMiddle = async (
  actor: string,
  work: (client: pg.PoolClient) => Promise<unknown>,
  meanwhile: (commit: () => Promise<void>) => Promise<void>,
): Promise<void> => {
  const client = await database.owner.connect();
  try {
    await client.query('begin');
    await enter(client, actor);
    await work(client);
    await meanwhile(async () => {
      await client.query('commit');
    });
  } finally {
    await client.query('rollback');
    client.release();
  }
};

describe('at the same time', () => {
  test('all calls for the same people create each task once, and their counts add up', async () => {
    const calls = groups.flatMap(({ coach, cohort, enrollments }) => [
      () => database.call<{ created: number }>(coach, 'sync_cohort_tasks($1)', cohort),
      () => database.call<{ created: number }>(coach, 'sync_cohort_tasks($1, 1, 6)', cohort),
      // Singly in the other order, by coach and person.
      ...[...enrollments]
        .reverse()
        .map((one) => () => database.call<{ created: number }>(coach, 'sync_enrollment_tasks($1)', one)),
      ...enrollments.map(
        (one, at) => () => database.call<{ created: number }>(people[at] ?? '', 'sync_enrollment_tasks($1)', one),
      ),
    ]);
    const responses = await Promise.all(calls.map((call) => call()));
    const made = (await Promise.all(groups.map(tasksOf))).flat();
    expect(made).toHaveLength(groups.length * MEMBERS * PLAN.tasks.length);
    expect(responses.reduce((sum, { created }) => sum + created, 0)).toBe(made.length);
  });

  test('syncs, clears, undos and edits of the same tasks cause no deadlock, and done tasks stay done', async () => {
    await Promise.all(groups.map(({ coach, cohort }) => database.call(coach, 'sync_cohort_tasks($1)', cohort)));
    const done = new Set<string>();
    const work = async (group: Group, round: number): Promise<void> => {
      const { coach, cohort, enrollments } = group;
      const person = people[round % MEMBERS] ?? '';
      const enrollment = enrollments[round % MEMBERS];
      const finish = async () => {
        const { rows } = await database.runAs(person, (client) =>
          client.query<{ id: string }>(
            `update public.tasks set status = 'done' where id in (
               select id from public.tasks where user_id = $1 order by random() limit 1) returning id`,
            [person],
          ),
        );
        for (const { id } of rows) done.add(id);
      };
      const clear = async (call: string, id: unknown) => {
        const { clear_id } = await database.call<{ clear_id: string | null }>(coach, call, id);
        if (clear_id && round % 2 === 0) await database.call(coach, 'undo_clear($1)', clear_id);
      };
      await Promise.all([
        database.call(coach, 'sync_cohort_tasks($1)', cohort),
        clear('clear_tasks(cohort => $1)', cohort),
        clear('clear_tasks(enrollment => $1)', enrollment),
        database.call(person, 'sync_enrollment_tasks($1)', enrollment),
        finish(),
      ]);
    };
    for (let round = 0; round < 8; round += 1) await Promise.all(groups.map((group) => work(group, round)));
    await Promise.all(groups.map(({ coach, cohort }) => database.call(coach, 'sync_cohort_tasks($1)', cohort)));
    const left = (await Promise.all(groups.map(tasksOf))).flat();
    expect(left).toHaveLength(groups.length * MEMBERS * PLAN.tasks.length);
    expect(
      left
        .filter(({ status }) => status === 'done')
        .map(({ id }) => id)
        .sort(),
    ).toEqual([...done].sort());
  });

  test('a task that its person is deleting is not created again by a sync', async () => {
    const [{ coach, cohort }] = groups;
    await database.call(coach, 'sync_cohort_tasks($1)', cohort);
    const [task] = await tasksOf(groups[0]);
    const { rows } = await database.owner.query<{ user_id: string }>('select user_id from public.tasks where id = $1', [
      task?.id,
    ]);
    await inTheMiddle(
      rows[0]?.user_id ?? '',
      (client) => client.query('delete from public.tasks where id = $1', [task?.id]),
      async (commit) => {
        expect(await database.call(coach, 'sync_cohort_tasks($1)', cohort)).toMatchObject({ created: 0 });
        await commit();
      },
    );
    expect(await database.call(coach, 'sync_cohort_tasks($1)', cohort)).toMatchObject({ created: 0 });
  });

  test.each(["status = 'done'", 'client_locked = true'])(
    'a task that its person is editing (%s) is not cleared',
    async (edit) => {
      const [{ coach, cohort }] = groups;
      await database.call(coach, 'sync_cohort_tasks($1)', cohort);
      const all = await tasksOf(groups[0]);
      const task = all[3]?.id;
      const { rows } = await database.owner.query<{ user_id: string }>(
        'select user_id from public.tasks where id = $1',
        [task],
      );
      await inTheMiddle(
        rows[0]?.user_id ?? '',
        (client) => client.query(`update public.tasks set ${edit} where id = $1`, [task]),
        async (commit) => {
          const clearing = database.call<{ deleted: number }>(coach, 'clear_tasks(cohort => $1)', cohort);
          await database.untilWaiting();
          await commit();
          expect((await clearing).deleted).toBe(all.length - 1);
        },
      );
      expect((await tasksOf(groups[0])).map(({ id }) => id)).toEqual([task]);
    },
  );

  test('an enrollment that is ending gets no tasks', async () => {
    const [{ coach, cohort, enrollments }] = groups;
    const [ending = ''] = enrollments;
    const client = await database.owner.connect();
    try {
      await client.query('begin');
      await client.query("update public.enrollments set status = 'ended', ended_by = 'coach' where id = $1", [ending]);
      const one = errorCodeOf(database.call(coach, 'sync_enrollment_tasks($1)', ending));
      const all = database.call<{ created: number }>(coach, 'sync_cohort_tasks($1)', cohort);
      await database.untilWaiting();
      await client.query('commit');
      expect(await one).toMatch(/^PT40[49]$/);
      expect((await all).created).toBe((MEMBERS - 1) * PLAN.tasks.length);
    } finally {
      client.release();
    }
  });

  test('a task that its person is editing keeps its date when the cohort is rescheduled', async () => {
    const [{ coach, cohort, enrollments }] = groups;
    await database.call(coach, 'sync_cohort_tasks($1)', cohort);
    const { rows } = await database.owner.query<{ id: string; user_id: string; date: string; other: string }>(
      'select id, user_id, date::text, (date + 30)::text as other from public.tasks where enrollment_id = $1 limit 1',
      [enrollments[0]],
    );
    const [task] = rows;
    await inTheMiddle(
      task?.user_id ?? '',
      (client) => client.query("update public.tasks set title = 'Mine' where id = $1", [task?.id]),
      async (commit) => {
        const moving = database.call<{ moved: number }>(
          coach,
          'reschedule(cohort => $1, start_date => $2)',
          cohort,
          task?.other,
        );
        await database.untilWaiting();
        await commit();
        expect((await moving).moved).toBe(MEMBERS * PLAN.tasks.length - 1);
      },
    );
    const after = await database.owner.query('select date::text from public.tasks where id = $1', [task?.id]);
    expect(after.rows).toEqual([{ date: task?.date }]);
  });

  test('a person who joins while the cohort is rescheduled gets the new start date', async () => {
    const [{ coach, cohort }] = groups;
    const { rows } = await database.owner.query<{ token: string; other: string }>(
      'select join_token as token, (start_date + 9)::text as other from public.cohorts where id = $1',
      [cohort],
    );
    const newcomer = await database.signUp('newcomer@example.com');
    await inTheMiddle(
      coach,
      (client) => callOn(client, 'reschedule(cohort => $1, start_date => $2)', cohort, rows[0]?.other),
      async (commit) => {
        const joining = database.call(newcomer, 'join_cohort($1)', rows[0]?.token);
        await database.untilWaiting();
        await commit();
        await joining;
      },
    );
    const { rows: joined } = await database.owner.query<{ start_date: string }>(
      'select start_date::text from public.enrollments where cohort_id = $1 group by start_date',
      [cohort],
    );
    expect(joined).toEqual([{ start_date: rows[0]?.other }]);
  });
});
