import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays, type CalendarDate } from '../../src/domain/calendar/calendar-date.ts';
import { seedCohort } from '../fixtures/database/programs.ts';
import { openTestDatabase, type TestDatabase } from '../fixtures/database/roles.ts';

/*
 * Whatever a coach and a client do with an enrollment, each template task has at most one task in it, on whatever day a version
 * has it, and nothing that somebody has done, written or decided is lost.
 */

const DAYS = 10;
const TITLES = Array.from({ length: DAYS }, (_, index) => `T${String(index + 1)}`);

let database: TestDatabase;
let coach: string;
let person: string;
let today: CalendarDate;
let program: string;
let cohort: string;
let enrollment: string;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const rows = async <Row extends pg.QueryResultRow>(sql: string, ...values: unknown[]): Promise<Row[]> =>
  (await database.owner.query<Row>(sql, values)).rows;
const day = (offset: number): CalendarDate => addDays(today, offset);

beforeEach(async () => {
  await rows('delete from auth.users');
  coach = await database.signUp('coach@example.com', { role: 'coach' });
  person = await database.signUp('person@example.com');
  today = (await rows<{ date: CalendarDate }>('select private.today_of($1)::text as date', person))[0]?.date ?? '';
});

const asCoach = <Result>(call: string, ...values: unknown[]) => database.call<Result>(coach, call, ...values);
const asPerson = <Result>(call: string, ...values: unknown[]) => database.call<Result>(person, call, ...values);
const changeOwn = (set: string, id: string) =>
  database.runAs(person, (client) => client.query(`update public.tasks set ${set} where id = $1`, [id]));
const deleteOwn = (id: string) =>
  database.runAs(person, (client) => client.query('delete from public.tasks where id = $1', [id]));

interface StoredTask {
  id: string;
  title: string;
  program_day: number;
  /** Days from today. */
  at: number;
  isDone: boolean;
  isLocked: boolean;
  isTouched: boolean;
  content: string;
}
const tasks = () =>
  rows<StoredTask>(
    `select t.id, v.title, t.program_day, t.date - $2::date as at, t.status = 'done' as "isDone", t.client_locked as "isLocked",
       not private.is_unedited(t) or coalesce(t.client_notes, '') <> '' as "isTouched",
       (to_jsonb(t) - '{updated_at,field_timestamps}'::text[])::text as content
     from public.tasks t
     join lateral (
       select k.title from public.program_tasks k where k.id = t.template_task_id
       union all
       select k.title from public.program_version_tasks k where k.task_id = t.template_task_id limit 1) v on true
     where t.user_id = $1 order by t.program_day, v.title`,
    person,
    today,
  );
const listed = async () =>
  (await tasks()).map(({ title, program_day, at }) => `${title} day ${String(program_day)}: ${String(at)}`);
const taskOf = async (title: string): Promise<string> => (await tasks()).find((task) => task.title === title)?.id ?? '';

/** Publishes a version with each task on its day. A task that comes back is the same one. */
const publish = async (days: Readonly<Record<string, number>>): Promise<string> => {
  await rows(
    'delete from public.program_tasks where program_id = $1 and title <> all ($2)',
    program,
    Object.keys(days),
  );
  for (const [title, at] of Object.entries(days)) {
    await rows(
      `with moved as (update public.program_tasks set day_index = $4 where program_id = $2 and title = $3 returning id)
       insert into public.program_tasks (id, user_id, program_id, title, day_index)
       select md5($2::text || $3)::uuid, $1, $2, $3, $4 where not exists (select from moved)`,
      coach,
      program,
      title,
      at,
    );
  }
  return (await asCoach<{ version: string }>('publish_program($1)', program)).version;
};
const EACH_ON_ITS_DAY = Object.fromEntries(TITLES.map((title, index) => [title, index + 1]));

const join = async (): Promise<void> => {
  const [link] = await rows<{ join_token: string }>('select join_token from public.cohorts where id = $1', cohort);
  enrollment = (await asPerson<{ enrollment_id: string }>('join_cohort($1)', link?.join_token)).enrollment_id;
  await asPerson('sync_enrollment_tasks($1)', enrollment);
};
const leave = (removesTasks: boolean) => asPerson('end_enrollment($1, $2)', enrollment, removesTasks);
const moveTo = (version: string) => asCoach('move_enrollment(null, $1, null, $2)', cohort, version);
const reschedule = (offset: number) => asCoach('reschedule(null, $1, $2)', cohort, day(offset));
const pause = (first: number, last: number, mode: string) =>
  asPerson('pause_enrollment($1, $2, $3, $4)', enrollment, day(first), day(last), mode);
const resume = (first: number) => asPerson('resume_enrollment($1, $2)', enrollment, day(first));
const clear = (first: number, last: number) =>
  asCoach<{ clear_id: string }>('clear_tasks($1, null, $2, $3)', enrollment, first, last);

/** The person in a program of ten days, with a task on each, that begins so many days from today. */
const begin = async (offset: number, counting = 'calendar'): Promise<void> => {
  await rows('delete from public.programs');
  await rows('delete from public.tasks');
  program = randomUUID();
  await rows(
    `insert into public.programs (id, user_id, title, length_days, day_counting, minor_changes_follow)
     values ($1, $2, 'A program', $3, $4, true)`,
    program,
    coach,
    DAYS,
    counting,
  );
  const version = await publish(EACH_ON_ITS_DAY);
  cohort = await seedCohort(database.owner, { program, version, coach }, day(offset));
  await join();
  await asPerson('sync_enrollment_tasks($1, null, null, false)', enrollment);
};

describe('where a version puts tasks on other days, what is done stays done, and what was deleted stays deleted', () => {
  const LATER = { ...EACH_ON_ITS_DAY, T2: 9, T3: 10 };

  test.each([
    [
      'after leaving and joining again',
      async () => {
        await leave(true);
        await rows('update public.cohorts set version_id = $2 where id = $1', cohort, await publish(LATER));
        await join();
      },
    ],
    [
      'where a pause that left days out ends after the move',
      async () => {
        await pause(5, 9, 'skip');
        await moveTo(await publish(LATER));
        await resume(5);
      },
    ],
    [
      'where a version in between had neither',
      async () => {
        const { T2: _, T3: __, ...without } = EACH_ON_ITS_DAY;
        await moveTo(await publish(without));
        await moveTo(await publish(LATER));
      },
    ],
  ])('%s', async (_, act) => {
    await begin(-1);
    await changeOwn("status = 'done'", await taskOf('T2'));
    await deleteOwn(await taskOf('T3'));
    await act();
    await reschedule(3);
    await asCoach('sync_enrollment_tasks($1)', enrollment);
    const titles = (await tasks()).map(({ title }) => title);
    expect(titles.toSorted()).toEqual(TITLES.filter((title) => title !== 'T3').toSorted());
  });

  test('and a clear that is undone after the move makes no second task', async () => {
    await begin(0);
    const { clear_id } = await clear(5, 5);
    await moveTo(await publish({ ...EACH_ON_ITS_DAY, T5: 1 }));
    await asCoach('undo_clear($1)', clear_id);
    await reschedule(5);
    await asCoach('sync_enrollment_tasks($1)', enrollment);
    expect((await tasks()).map(({ title }) => title).toSorted()).toEqual(TITLES.toSorted());
  });
});

test('what a change of dates leaves where it is, because its day would be past, a minor change leaves there too', async () => {
  await begin(0);
  await reschedule(-5);
  const before = await listed();
  await rows("update public.program_tasks set notes = 'Slowly' where title = 'T10'");
  await asCoach('publish_program($1)', program);
  expect(await listed()).toEqual(before);
});

test('what a coach has cleared comes back by no minor change, move or reschedule, and by a sync', async () => {
  await begin(1);
  await clear(3, 6);
  await rows("update public.program_tasks set notes = 'Slowly' where title = 'T1'");
  await asCoach('publish_program($1)', program);
  await moveTo(await publish({ ...EACH_ON_ITS_DAY, T4: 8 }));
  await reschedule(4);
  expect((await tasks()).map(({ title }) => title)).toEqual(['T1', 'T2', 'T7', 'T8', 'T9', 'T10']);
  await asCoach('sync_enrollment_tasks($1)', enrollment);
  expect((await tasks()).map(({ title }) => title)).toHaveLength(DAYS);
});

test('who joins again after the cohort got a later start has all days ahead', async () => {
  await begin(-5);
  await leave(true);
  await reschedule(3);
  await join();
  expect((await tasks()).map(({ at }) => at)).toEqual(TITLES.map((_, index) => 3 + index));
});

test('a task that a version put on a day that had passed is made where a reschedule brings the day ahead', async () => {
  await begin(-5);
  await moveTo(await publish({ ...EACH_ON_ITS_DAY, T10: 2, T11: 3 }));
  await reschedule(5);
  expect(await listed()).toContain('T10 day 2: 6');
  expect(await listed()).toContain('T11 day 3: 7');
});

test('a pause that was a mistake leaves no trace: what it left out is there again, missed or ahead', async () => {
  await begin(-8);
  const before = await listed();
  await pause(-6, -4, 'skip');
  expect(await listed()).toHaveLength(DAYS - 3);
  await resume(-6);
  expect(await listed()).toEqual(before);
});

test('the task of a day that a pause leaves out is removed, also where it is dated the day after the pause', async () => {
  await begin(0);
  await pause(0, 0, 'skip');
  await reschedule(-1);
  expect((await tasks()).map(({ title }) => title)).toEqual(TITLES.slice(2));
});

test('a week’s task that is dated today goes to the first day after a pause that begins today, also after a second one', async () => {
  await begin(-2);
  await rows("update public.program_tasks set level = 'program_week' where title = 'T1'");
  await deleteOwn(await taskOf('T1'));
  await rows('delete from private.dismissed_tasks');
  await moveTo(await publish({ ...EACH_ON_ITS_DAY }));
  await asCoach('sync_enrollment_tasks($1)', enrollment);
  expect(await listed()).toContain('T1 day 1: 0');
  await pause(0, 1, 'skip');
  expect(await listed()).toContain('T1 day 1: 2');
  await pause(2, 3, 'skip');
  expect(await listed()).toContain('T1 day 1: 4');
});

test('in any history nothing is there twice, and nothing that somebody has done, written, deleted or cleared is undone', async () => {
  const offset = fc.integer({ min: -6, max: 9 });
  const index = fc.nat({ max: DAYS - 1 });
  const step = fc.oneof(
    fc.record({
      what: fc.constant('pause' as const),
      first: offset,
      days: fc.nat({ max: 5 }),
      mode: fc.constantFrom('shift', 'skip'),
    }),
    fc.record({
      what: fc.constantFrom('resume', 'reschedule', 'clear', 'publish minor', 'publish days'),
      first: offset,
      index,
    }),
    fc.record({ what: fc.constantFrom('done', 'lock', 'note', 'edit', 'delete'), index }),
    fc.record({ what: fc.constantFrom('sync', 'leave and join', 'leave without tasks and join') }),
  );
  type Step = Partial<{ first: number; days: number; mode: string; index: number }> & { what: string };
  const DELETES = new Set(['clear', 'delete']);

  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: -4, max: 3 }),
      fc.constantFrom('calendar', 'weekdays'),
      fc.array(step, { minLength: 3, maxLength: 9 }),
      async (start, counting, steps: Step[]) => {
        await begin(start, counting);
        const dismissed = new Set<string>();
        const inTheirPlace = { ...EACH_ON_ITS_DAY };
        for (const { what, first = 0, days = 0, mode = 'shift', index: at = 0 } of steps) {
          const before = await tasks();
          const chosen = before[at % Math.max(1, before.length)];
          await perform[what]?.({ first, last: first + days, mode, at, chosen, inTheirPlace });
          if (what === 'delete' && chosen) dismissed.add(chosen.title);
          const after = await tasks();
          const titles = after.map(({ title }) => title);
          expect(titles).toEqual([...new Set(titles)]);
          expect(titles.filter((title) => dismissed.has(title))).toEqual([]);
          const lost = before.filter(({ id }) => after.every((task) => task.id !== id));
          expect(lost.filter((task) => task !== chosen && (task.isDone || task.isLocked))).toEqual([]);
          expect(DELETES.has(what) ? [] : lost.filter(({ isTouched }) => isTouched)).toEqual([]);
        }
      },
    ),
    { numRuns: 60 },
  );
});

interface Act {
  first: number;
  last: number;
  mode: string;
  at: number;
  chosen: StoredTask | undefined;
  inTheirPlace: Record<string, number>;
}

/** What the server refuses, as a second pause on one day, changes nothing. */
const unlessRefused = (error: unknown): void => {
  if (!String((error as { code?: string }).code).startsWith('PT4')) throw error;
};

const perform: Record<string, (act: Act) => Promise<unknown>> = {
  pause: ({ first, last, mode }) => pause(first, last, mode).catch(unlessRefused),
  resume: async () => {
    const [known] = await rows<{ first_date: string }>(
      'select p.first_date::text from public.enrollments e, private.read_pauses(e.pauses) p where e.id = $1 limit 1',
      enrollment,
    );
    await asPerson('resume_enrollment($1, $2)', enrollment, known?.first_date ?? day(0)).catch(unlessRefused);
  },
  reschedule: ({ first }) => reschedule(first),
  clear: ({ at }) => clear(at + 1, at + 3),
  'publish minor': async ({ at }) => {
    await rows('update public.program_tasks set minutes = coalesce(minutes, 0) + 1 where title = $1', TITLES[at]);
    const before = await tasks();
    const effect = await asCoach<{ people: number; tasks: number }>('publication_effect($1)', program);
    const { followed } = await asCoach<{ followed: number }>('publish_program($1)', program);
    const after = new Map((await tasks()).map((task) => [task.id, task.content]));
    const changed = before.filter(({ id, content }) => after.get(id) !== content);
    expect(effect).toEqual({ people: followed, tasks: changed.length });
  },
  'publish days': async ({ at, first, inTheirPlace }) => {
    inTheirPlace[TITLES[at] ?? ''] = ((first + DAYS) % DAYS) + 1;
    await moveTo(await publish(inTheirPlace));
  },
  done: ({ chosen }) => changeOwn("status = 'done'", chosen?.id ?? randomUUID()),
  lock: ({ chosen }) => changeOwn('client_locked = true', chosen?.id ?? randomUUID()),
  note: ({ chosen }) => changeOwn("client_notes = 'Mine'", chosen?.id ?? randomUUID()),
  edit: ({ chosen }) => changeOwn('minutes = 99', chosen?.id ?? randomUUID()),
  delete: ({ chosen }) => deleteOwn(chosen?.id ?? randomUUID()),
  sync: () => asCoach('sync_enrollment_tasks($1)', enrollment),
  'leave and join': async () => {
    await leave(false);
    await join();
  },
  'leave without tasks and join': async () => {
    await leave(true);
    await join();
  },
};
