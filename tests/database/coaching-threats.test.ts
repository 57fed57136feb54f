import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays } from '../../src/domain/calendar/calendar-date.ts';
import { derivedId } from '../../src/domain/sync/derived-id.ts';
import { openTestDatabase, errorCodeOf, type TestDatabase } from '../fixtures/database/roles.ts';
import { seedCohort, seedEnrollment, type SeededVersion, seedVersion } from '../fixtures/database/programs.ts';
import { timestampOf } from '../fixtures/backend/sync-client.ts';
import { showInGallery } from '../fixtures/gallery.ts';

let database: TestDatabase;
let coach: string;
let person: string;
let stranger: string;
let tomorrow: string;
let version: SeededVersion;
let cohort: string;
let enrollment: string;

const PLAN = { length_days: 5, tasks: [1, 2, 3].map((day_index) => ({ day_index })) };

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
  await database.owner.query('delete from auth.users');
  coach = await database.signUp('coach@example.com', { role: 'coach', display_name: 'Carla' });
  person = await database.signUp('person@example.com', { display_name: 'Petra' });
  stranger = await database.signUp('stranger@example.com');
  const [today] = await sql<{ date: string }>('select private.today_of($1)::text as date', person);
  tomorrow = addDays(today?.date ?? '', 1);
  version = await seedVersion(database.owner, coach, PLAN);
  cohort = await seedCohort(database.owner, version, tomorrow);
  enrollment = await seedEnrollment(database.owner, person, version, { start_date: tomorrow, cohort });
});

const sql = async <Row extends object = Record<string, unknown>>(text: string, ...values: unknown[]): Promise<Row[]> =>
  (await database.owner.query<Row>(text, values)).rows;

interface Change {
  op: 'insert' | 'update' | 'delete';
  table?: string;
  row: string;
  fields?: object;
  base?: object;
  at?: number;
  timestamp?: string;
}

/** The verdicts on a device's changes, as far as they are not `applied`. */
const push = async (who: string, ...changes: Change[]): Promise<unknown[]> => {
  const device = randomUUID();
  const { verdicts } = await database.call<{ verdicts: { verdict: string; code?: string }[] }>(who, 'sync_push($1)', {
    protocol: 1,
    device: { id: device, name: '', app_version: '', pending: 0, rejected: 0 },
    changes: changes.map(({ at = Date.now() - 1_000, ...change }, index) => ({
      ...{ seq: index + 1, table: 'tasks', fields: {}, timestamp: timestampOf(at, index + 1, device), ...change },
    })),
  });
  return verdicts.map(({ verdict, code }) => code ?? verdict);
};

const tasksOf = (id: string) =>
  sql<{ id: string; title: string; status: string; template_task_id: string; enrollment_id: string | null }>(
    'select * from public.tasks where user_id = $1 order by date, position',
    id,
  );

describe('a client’s text that lost a conflict with the coach', () => {
  const conflictsSeenBy = (who: string) =>
    database.runAs(who, async (client) => {
      const { rows } = await client.query<{ lost: string }>('select lost from public.sync_conflicts order by lost_at');
      return rows.map(({ lost }) => lost);
    });

  test('is shown to the client alone, and a forged device id does not overwrite it', async () => {
    await database.call(coach, 'sync_enrollment_tasks($1)', enrollment);
    const [task] = await tasksOf(person);
    const row = task?.id ?? '';
    const base = { notes: null };
    const at = Date.now() - 60_000;
    const device = randomUUID();
    const text = (notes: string, ms: number, from: string) => ({
      ...{ op: 'update' as const, row, fields: { notes }, base, timestamp: timestampOf(ms, 1, from) },
    });
    // By a version of the app in which a task had one text: it becomes the client's own note.
    expect(await push(person, text('first', at, device))).toEqual(['merged']);
    expect(await push(coach, text('coach', at + 2_000, randomUUID()))).toEqual(['applied']);
    expect(await push(person, text('mine', at + 1_000, device))).toEqual(['conflict']);
    expect(await push(coach, text('junk', at + 1_500, device))).toEqual(['conflict']);
    expect(await conflictsSeenBy(coach)).toEqual([]);
    expect(await conflictsSeenBy(person)).toEqual(expect.arrayContaining(['mine']));
    expect(await sql('select notes, client_notes from public.tasks where id = $1', row)).toEqual([
      { notes: 'coach', client_notes: 'first' },
    ]);
  });
});

describe('a task', () => {
  test('with a hijacked id of a program task is rejected, and the program task is still materialized', async () => {
    const [template] = await sql<{ task_id: string }>(
      'select task_id from public.program_version_tasks where version_id = $1 and day_index = 1',
      version.version,
    );
    const task_id = template?.task_id ?? '';
    const hijacked = derivedId('tasks', enrollment, task_id, '1');
    const fields = {
      date: tomorrow,
      title: 'x',
      source_type: 'program_day',
      template_task_id: task_id,
      program_day: 1,
    };
    expect(await push(stranger, { op: 'insert', row: hijacked, fields })).toEqual(['forbidden']);
    expect(await database.call(coach, 'sync_cohort_tasks($1)', cohort)).toMatchObject({ created: 3 });
  });

  test('that was cleared is restored by an offline edit, also when its program is deleted', async () => {
    await database.call(coach, 'sync_cohort_tasks($1)', cohort);
    const [task] = await tasksOf(person);
    await database.call(coach, 'clear_tasks(cohort => $1)', cohort);
    await database.runAs(coach, (client) =>
      client.query('delete from public.programs where id = $1', [version.program]),
    );
    const change = { op: 'update', row: task?.id ?? '', fields: { status: 'done' }, base: { status: 'open' } } as const;
    expect(await push(person, change)).toEqual(['conflict']);
    expect(await tasksOf(person)).toMatchObject([{ id: task?.id, status: 'done', enrollment_id: null }]);
  });

  test('is kept without its enrollment when its program is deleted', async () => {
    await database.call(coach, 'sync_cohort_tasks($1)', cohort);
    const before = await tasksOf(person);
    await push(coach, { op: 'delete', table: 'programs', row: version.program, at: Date.now() + 60_000 });
    expect(await sql('select from public.programs')).toEqual([]);
    expect(await tasksOf(person)).toMatchObject(before.map(({ id, title }) => ({ id, title, enrollment_id: null })));
  });
});

describe('undoing a clear', () => {
  test('after a move to another version duplicates no task that has moved to another day', async () => {
    await database.call(coach, 'sync_cohort_tasks($1)', cohort);
    const { clear_id } = await database.call<{ clear_id: string }>(coach, 'clear_tasks(cohort => $1)', cohort);
    const next = randomUUID();
    await sql(
      `insert into public.program_versions (id, program_id, user_id, number, title, kind, length_days, day_counting,
         modules, parameters, currency, task_count, minutes)
       select $2, program_id, user_id, 2, title, kind, length_days, day_counting, modules, parameters, currency,
         task_count, minutes from public.program_versions where id = $1`,
      version.version,
      next,
    );
    await sql(
      `insert into public.program_version_tasks
       select $2, task_id, day_index + 1, position, title, notes, minutes, type, is_required, level
       from public.program_version_tasks where version_id = $1`,
      version.version,
      next,
    );
    await database.call(coach, 'move_enrollment(cohort => $1, version => $2)', cohort, next);
    await database.call(coach, 'undo_clear($1)', clear_id);
    const templates = (await tasksOf(person)).map(({ template_task_id }) => template_task_id);
    expect(templates).toHaveLength(new Set(templates).size);
  });

  test('several times at once restores each task once', async () => {
    await database.call(coach, 'sync_cohort_tasks($1)', cohort);
    const { clear_id } = await database.call<{ clear_id: string }>(coach, 'clear_tasks(cohort => $1)', cohort);
    const responses = await Promise.all(
      [1, 2, 3].map(() => database.call<{ restored: number }>(coach, 'undo_clear($1)', clear_id)),
    );
    expect(responses.map(({ restored }) => restored).sort()).toEqual([0, 0, 3]);
  });
});

test('clear_tasks with dry_run null clears nothing', async () => {
  await database.call(coach, 'sync_cohort_tasks($1)', cohort);
  await errorCodeOf(database.call(coach, 'clear_tasks(cohort => $1, dry_run => null)', cohort));
  expect(await tasksOf(person)).toHaveLength(3);
});

test('starting a program again after leaving it creates no task twice and no dismissed task', async () => {
  await showInGallery(sql);
  const take = () => database.call<string>(stranger, "import_program($1, $2, '{}', null)", version.version, tomorrow);
  const first = await take();
  await database.call(stranger, 'sync_enrollment_tasks($1)', first);
  const [dismissed, kept] = await tasksOf(stranger);
  await push(stranger, { op: 'delete', row: dismissed?.id ?? '' });
  await database.call(stranger, 'end_enrollment($1)', first);
  const again = await take();
  await database.call(stranger, 'sync_enrollment_tasks($1)', again);
  const after = await tasksOf(stranger);
  expect(after).toHaveLength(2);
  expect(after[0]).toEqual(kept);
});

test('a program deleted on one device and edited later on another is restored with its tasks', async () => {
  const [program, task] = [randomUUID(), randomUUID()];
  const fields = { program_id: program, day_index: 1, title: 'Scales' };
  await push(
    coach,
    { op: 'insert', table: 'programs', row: program, fields: { title: 'Steps' }, at: Date.now() - 4_000 },
    { op: 'insert', table: 'program_tasks', row: task, fields, at: Date.now() - 4_000 },
  );
  await push(
    coach,
    { op: 'delete', table: 'program_tasks', row: task, at: Date.now() - 3_000 },
    { op: 'delete', table: 'programs', row: program, at: Date.now() - 3_000 },
  );
  const edit = { fields: { title: 'First steps' }, base: { title: 'Steps' } };
  expect(await push(coach, { op: 'update', table: 'programs', row: program, ...edit })).toEqual(['conflict']);
  expect(await sql('select id, program_id, title from public.program_tasks')).toEqual([
    { id: task, program_id: program, title: 'Scales' },
  ]);
});

describe('limits', () => {
  test('a person has at most 100 active enrollments, whoever enrolls them', async () => {
    await showInGallery(sql);
    const take = (day: number) =>
      errorCodeOf(database.call(person, "import_program($1, $2, '{}', null)", version.version, addDays(tomorrow, day)));
    // One there is already.
    for (let day = 0; day < 99; day += 1) expect(await take(day)).toBeNull();
    expect(await take(99)).toBe('PT409');
    expect(await take(98)).toBeNull();
    await database.call(
      person,
      'respond_to_invitation($1, true)',
      await database.call(coach, "invite_client('person@example.com')"),
    );
    const enroll = () =>
      errorCodeOf(database.call(coach, 'enroll_in_version($1, $2, $3)', version.version, person, tomorrow));
    expect(await enroll()).toBe('PT409');
    await database.call(person, 'end_enrollment($1)', enrollment);
    expect(await enroll()).toBeNull();
  });

  test('a program with more than 5,000 tasks cannot be published', async () => {
    const add = (count: number) =>
      sql(
        `insert into public.program_tasks (user_id, program_id, day_index, title)
         select $1, $2, 1, 'x' from generate_series(1, $3)`,
        coach,
        version.program,
        count,
      );
    await add(5_000);
    expect(await errorCodeOf(database.call(coach, 'publish_program($1)', version.program))).toBeNull();
    await add(1);
    expect(await errorCodeOf(database.call(coach, 'publish_program($1)', version.program))).toBe('PT409');
  });
});

describe('a coach', () => {
  const connectionOf = async () => {
    const id = await database.call<string>(coach, "invite_client('person@example.com')");
    return id;
  };
  const seen = async () => {
    const [one] = await database.call<{ person: object }[]>(coach, 'my_connections()');
    return JSON.stringify(one?.person);
  };

  test('does not see the name of a person who declined', async () => {
    await database.call(person, 'respond_to_invitation($1, false)', await connectionOf());
    expect(await seen()).not.toContain('Petra');
  });

  test('whose connection ended does not see a later name of the client', async () => {
    const connection = await connectionOf();
    await database.call(person, 'respond_to_invitation($1, true)', connection);
    expect(await seen()).toContain('Petra');
    await database.call(person, 'end_connection($1)', connection);
    await sql("update public.profiles set display_name = 'Quite Private' where id = $1", person);
    expect(await seen()).not.toContain('Quite Private');
  });
});

test('no sequence of a coach’s calls changes a done, locked or own task of a client, or restores a deleted one', async () => {
  // Beside what the person touches, something that goes and comes.
  await sql(
    `insert into public.program_version_tasks
     select version_id, gen_random_uuid(), day_index + 2, position, title, notes, minutes, type, is_required, level
     from public.program_version_tasks where day_index > 1 and version_id = $1`,
    version.version,
  );
  const next = randomUUID();
  await sql(
    `insert into public.program_versions
     select $2, program_id, user_id, 2, 'Next', description, kind, length_days, day_counting, modules, parameters,
       price, currency, task_count, minutes, published_at from public.program_versions where id = $1`,
    version.version,
    next,
  );
  await sql(
    `insert into public.program_version_tasks
     select $2, task_id, 1 + day_index % 5, position, 'Another title', notes, minutes, type, is_required, level
     from public.program_version_tasks where version_id = $1`,
    version.version,
    next,
  );
  const both = { cohort, enrollment, next, first: version.version, program: version.program, person };
  const CALLS: Record<string, (subject: typeof both & { clear: string }) => [string, ...unknown[]]> = {
    'sync cohort': (s) => ['sync_cohort_tasks($1)', s.cohort],
    'sync all days': (s) => ['sync_enrollment_tasks($1, null, null, false)', s.enrollment],
    'clear cohort': (s) => ['clear_tasks(cohort => $1)', s.cohort],
    'clear one': (s) => ['clear_tasks(enrollment => $1)', s.enrollment],
    undo: (s) => ['undo_clear($1)', s.clear],
    'move on': (s) => ['move_enrollment(enrollment => $1, version => $2)', s.enrollment, s.next],
    'move back': (s) => ['move_enrollment(cohort => $1, version => $2)', s.cohort, s.first],
    end: (s) => ['end_enrollment($1)', s.enrollment],
    'enroll again': (s) => ['enroll_in_cohort($1, $2)', s.cohort, s.person],
    unpublish: (s) => ['unpublish_program($1)', s.program],
  };
  const worked = new Set<string>();
  const ENDS = ['programs', 'cohorts', 'coach_connections'] as const;
  await database.call(
    person,
    'respond_to_invitation($1, true)',
    await database.call(coach, "invite_client('person@example.com')"),
  );

  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...Object.keys(CALLS)), { minLength: 1, maxLength: 10 }),
      fc.constantFrom(...ENDS),
      async (names, end) => {
        const client = await database.owner.connect();
        const as = (who: string) =>
          client.query("select set_config('request.jwt.claims', $1, true)", [
            JSON.stringify({ role: 'authenticated', sub: who }),
          ]);
        try {
          await client.query('begin');
          await as(person);
          await client.query('select public.sync_enrollment_tasks($1)', [enrollment]);
          const { rows } = await client.query<{ id: string }>('select id from public.tasks order by program_day');
          const [first, second, third] = rows.map(({ id }) => id);
          await client.query("update public.tasks set title = 'Mine', client_locked = $2 where id = $1", [first, true]);
          await client.query("update public.tasks set status = 'done' where id = $1", [second]);
          await client.query('delete from public.tasks where id = $1', [third]);
          await client.query("insert into public.tasks (user_id, date, title) values ($1, $2, 'Own')", [
            person,
            tomorrow,
          ]);
          const touched = async () =>
            (
              await client.query<object>(
                `select id, date::text, title, status, client_locked, source_type, template_task_id from public.tasks
                 where source_type = 'self' or id = any ($1) order by id`,
                [[first, second, third]],
              )
            ).rows;
          const before = await touched();
          expect(before).toHaveLength(3);
          await as(coach);
          let clear = randomUUID() as string;
          for (const name of names) {
            const [call, ...values] = CALLS[name]?.({ ...both, clear }) ?? [''];
            await client.query('savepoint here');
            try {
              const response = (
                await client.query<{ response: { clear_id?: string } | null }>(
                  `select public.${call} as response`,
                  values,
                )
              ).rows;
              clear = response[0]?.response?.clear_id ?? clear;
              worked.add(name);
            } catch {
              await client.query('rollback to here');
            }
          }
          if (end === 'coach_connections')
            await client.query('select public.end_connection(id) from public.coach_connections');
          else await client.query(`delete from public.${end}`);
          expect(await touched()).toEqual(before);
        } finally {
          await client.query('rollback');
          client.release();
        }
      },
    ),
    { numRuns: 60 },
  );
  expect([...worked].sort()).toEqual(Object.keys(CALLS).sort());
});

test('no time zone of a member makes the coach’s calls for the cohort fail', async () => {
  const zones = ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Etc/GMT-14', 'Etc/GMT+12', 'Africa/Monrovia', 'UTC'];
  const claims = [
    ...zones,
    'Nowhere',
    '',
    ' ',
    "'",
    '+99:99',
    '-15:59',
    '+15:60',
    '+200',
    '-167:59:59',
    'UTC+167',
    'UTC-167',
    'X+9999999999',
    'ABC+24DEF,J1,J365',
    'ABC0DEF,M13.9.9',
    '99999999999999999999',
    'infinity',
    'epoch',
    'now',
    'today',
    '1 day',
    '-1 month',
    '<+99>-99',
    '../../etc/passwd',
    'posixrules',
    'Europe',
    'posix/Europe/Berlin',
    'EST5EDT4,M3.2.0/2,M11.1.0/2',
    '\\',
    '%',
    '\u{1F600}',
    'P1Y',
    '1e400',
    'bc',
    'ad',
    'LMT',
    'zulu',
    'A'.repeat(64),
    '1970-01-01',
    'Factory',
    'localtime',
  ];
  const accepted: string[] = [];
  for (const zone of claims) {
    const taken = await errorCodeOf(
      database.runAs(person, (client) =>
        client.query('update public.profiles set time_zone = $2 where id = $1', [person, zone]),
      ),
    );
    if (taken === null) accepted.push(zone);
    for (const call of [
      'sync_cohort_tasks($1)',
      'clear_tasks(cohort => $1)',
      "cohort_board($1, '2026-03-02', '2026-03-03')",
    ]) {
      expect(await errorCodeOf(database.call(coach, call, cohort)), `${zone}: ${call}`).toBeNull();
    }
  }
  expect(accepted).toEqual(zones);
});
