import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays } from '../../src/domain/calendar/calendar-date.ts';
import { seedCohort, seedEnrollment, seedVersion } from '../fixtures/database/programs.ts';
import { enter, openTestDatabase, type TestDatabase } from '../fixtures/database/roles.ts';
import { today } from '../fixtures/server-clock.ts';

/* A coach changes clients' days while the clients, or the coach again, write the same tasks. */

const MEMBERS = 5;

let database: TestDatabase;
let coach: string;
let people: string[];
let cohort: string;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
  await database.owner.query('delete from auth.users');
  coach = await database.signUp('coach@example.com', { role: 'coach' });
  people = await Promise.all(
    Array.from({ length: MEMBERS }, (_, at) => database.signUp(`person-${String(at)}@example.com`)),
  );
  const version = await seedVersion(database.owner, coach, {
    length_days: 5,
    tasks: Array.from({ length: 5 }, (_, at) => ({ day_index: at + 1 })),
  });
  const start_date = addDays(today(), 2);
  cohort = await seedCohort(database.owner, version, start_date);
  for (const person of people) await seedEnrollment(database.owner, person, version, { start_date, cohort });
  await database.call(coach, 'sync_cohort_tasks($1)', cohort);
});

const tasksOf = async (person: string) =>
  (
    await database.owner.query<{ id: string; title: string; status: string; date: string }>(
      'select id, title, status, date::text from public.tasks where user_id = $1 order by program_day, id',
      [person],
    )
  ).rows;
const firstOf = async (person = people[0] ?? ''): Promise<string> => (await tasksOf(person))[0]?.id ?? '';

/** A client's statement that is under way when `meanwhile` begins, and commits while that waits for it. */
const whileWriting = async <Result>(person: string, sql: string, task: string, meanwhile: () => Promise<Result>) => {
  const client = await database.owner.connect();
  try {
    await client.query('begin');
    await enter(client, person);
    await client.query(sql, [task]);
    const result = meanwhile().catch((error: unknown) => (error as Error).message);
    await database.untilWaiting();
    await client.query('commit');
    return await result;
  } finally {
    await client.query('rollback');
    client.release();
  }
};

describe('at the same moment', () => {
  const SENT = { title: 'Changed' };

  test.each([
    ["update public.tasks set status = 'done' where id = $1", 'task_done'],
    ['update public.tasks set client_locked = true where id = $1', 'task_locked'],
    ['delete from public.tasks where id = $1', 'not_found'],
  ])('what a client does holds: %s', async (sql, code) => {
    const [person = ''] = people;
    const task = await firstOf();
    const change = () => database.call(coach, 'change_client_task($1, $2)', task, SENT);
    expect(await whileWriting(person, sql, task, change)).toBe(code);
    expect((await tasksOf(person)).map(({ title }) => title)).not.toContain('Changed');
  });

  test('a note that a client is writing keeps the task', async () => {
    const [person = ''] = people;
    const task = await firstOf();
    const remove = () => database.call(coach, 'remove_client_task($1)', task);
    const write = "update public.tasks set client_notes = 'Mine' where id = $1";
    expect(await whileWriting(person, write, task, remove)).toBe('task_has_notes');
    expect(await firstOf()).toBe(task);
  });

  test('a request that is sent several times adds a task once for each member', async () => {
    const id = randomUUID();
    const task = { title: 'For all', date: addDays(today(), 1) };
    const responses = await Promise.all(
      Array.from({ length: 6 }, () => database.call(coach, 'add_client_task($1, $2, null, $3)', id, task, cohort)),
    );
    expect(responses).toEqual(Array.from({ length: 6 }, () => ({ added: MEMBERS, past: 0 })));
    for (const person of people)
      expect((await tasksOf(person)).filter(({ title }) => title === 'For all')).toHaveLength(1);
  });

  test('changes for everyone, reschedules, clears and edits of the same tasks cause no deadlock', async () => {
    const task = await firstOf();
    const started = addDays(today(), 2);
    await Promise.all([
      ...people.map(async (person) =>
        database.call(coach, 'change_client_task($1, $2, true)', await firstOf(person), SENT),
      ),
      database.call(coach, 'reschedule(cohort => $1, start_date => $2)', cohort, addDays(started, 7)),
      database.call(coach, 'clear_tasks(cohort => $1, first_day => 4)', cohort),
      database.call(coach, 'add_client_task($1, $2, null, $3)', randomUUID(), { title: 'x', date: started }, cohort),
      ...people.map(async (person) => {
        const own = (await tasksOf(person))[1]?.id;
        return database.runAs(person, (client) =>
          client.query("update public.tasks set status = 'done' where id = $1", [own]),
        );
      }),
    ]);
    expect((await tasksOf(people[0] ?? '')).find(({ id }) => id === task)?.title).toBe('Changed');
    for (const person of people)
      expect((await tasksOf(person)).filter(({ status }) => status === 'done')).toHaveLength(1);
  });
});
