import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays } from '../../src/domain/calendar/calendar-date.ts';
import type { Account, TestBackend } from '../fixtures/backend/backend.ts';
import { type CoachingApi, type CoachingFixture, expectedError, startCoaching } from '../fixtures/backend/coaching.ts';
import { today } from '../fixtures/server-clock.ts';
import { syncClient } from '../fixtures/backend/sync-client.ts';

/** Programs of this length that start four days ago: days 1 to 5 are over or today, the others ahead. */
const DAYS = 12;
const DAYS_SO_FAR = 5;

let backend: TestBackend;
let api: CoachingApi;
let reset: CoachingFixture['reset'];
let admin: Account;
let coach: Account;
let otherCoach: Account;
let client: Account;
let rep: Account;

interface Moved {
  added: number;
  removed: number;
  changed: number;
}
interface StoredTask {
  id: string;
  user_id: string;
  template_task_id: string | null;
  program_day: number | null;
  title: string;
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
    people: [client, rep],
    reset,
  } = await startCoaching());
});
afterAll(() => backend.close());

beforeEach(() => reset());

const startDate = addDays(today(), 1 - DAYS_SO_FAR);
const move = (who: Account | null, target: object, version: string, dry_run = false) =>
  api.call<Moved>(who, 'move_enrollment', { enrollment: null, cohort: null, version, dry_run, ...target });
const tasksOf = (person: Account): Promise<StoredTask[]> =>
  backend.sql<StoredTask>(
    `select id, user_id, template_task_id, program_day, title, status, client_locked from public.tasks
     where user_id = $1 order by template_task_id, program_day`,
    person.id,
  );
const unchanged = (tasks: StoredTask[]) => tasks.map((task) => JSON.stringify(task)).sort();

/** A program with a task on each day, a cohort of it with both clients, and their tasks up to the end. */
const underWay = async () => {
  const program = await api.draft(
    coach,
    { length_days: DAYS },
    Array.from({ length: DAYS }, (_, day) => day + 1),
  );
  const { version } = await api.publish(coach, program);
  const cohort = await api.cohort(coach, program, version, startDate);
  const enrollment = await api.join(client, cohort);
  await api.join(rep, cohort);
  return { program, version, cohort, enrollment };
};

const templates = async (program: string) =>
  (
    await api.request<{ id: string; day_index: number }[]>(
      coach,
      `program_tasks?program_id=eq.${program}&order=day_index`,
    )
  ).body;

describe('moving to another version', () => {
  test('adds, removes and changes upcoming tasks as the preview says, and repeating it changes nothing', async () => {
    const { program, enrollment } = await underWay();
    const all = await templates(program);
    const [over, later, gone, sooner] = [1, DAYS - 1, DAYS - 2, DAYS - 3].map((place) => all[place]?.id ?? '');
    const edit = (id: string, fields: object) =>
      api.request(coach, `program_tasks?id=eq.${id}`, { method: 'PATCH', body: JSON.stringify(fields) });
    await edit(over ?? '', { title: 'Changed' });
    await edit(later ?? '', { title: 'Changed' });
    await edit(sooner ?? '', { day_index: DAYS - 1 });
    await api.request(coach, `program_tasks?id=eq.${gone ?? ''}`, { method: 'DELETE' });
    await api.request(coach, 'program_tasks', {
      method: 'POST',
      body: JSON.stringify({ program_id: program, day_index: DAYS, title: 'New' }),
    });
    const { version } = await api.publish(coach, program);
    const before = await tasksOf(client);

    const preview = await move(coach, { enrollment }, version, true);
    expect(preview).toMatchObject({ status: 200, body: { added: 2, removed: 2, changed: 1 } });
    expect(await tasksOf(client)).toEqual(before);
    expect((await move(coach, { enrollment }, version)).body).toEqual(preview.body);
    expect((await move(coach, { enrollment }, version)).body).toEqual({
      added: 0,
      removed: 0,
      changed: 0,
      price: null,
    });
    const after = await tasksOf(client);
    expect(after.filter(({ title }) => title === 'Changed').map((task) => task.template_task_id)).toEqual([later]);
    expect(after.find((task) => task.template_task_id === sooner)?.program_day).toBe(DAYS - 1);
    expect((await api.request(client, `enrollments?id=eq.${enrollment}`)).body).toMatchObject([
      { version_id: version, synced_days: DAYS, sync_state: 'done' },
    ]);
    // Nothing is left for a sync to make but what is today's.
    const { body } = await api.call<{ created: number }>(coach, 'sync_enrollment_tasks', { enrollment });
    expect(body.created).toBe(0);
    // The other member stays where they were.
    expect((await tasksOf(rep)).map(({ title }) => title)).not.toContain('Changed');
  });

  test('leaves past, done, locked, edited, dismissed and own tasks unchanged, and duplicates none', async () => {
    const act = fc.constantFrom('none', 'done', 'locked', 'edited', 'deleted');
    const change = fc.constantFrom('none', 'title', 'day', 'gone');
    const plan = fc.array(fc.tuple(act, change), { minLength: DAYS, maxLength: DAYS });
    await fc.assert(
      fc.asyncProperty(plan, async (days) => {
        await backend.sql('delete from public.programs');
        await backend.sql('delete from public.tasks');
        const { program, enrollment } = await underWay();
        const all = await templates(program);
        const phone = syncClient(backend, client);
        const stored = await tasksOf(client);
        const taskOn = (day: number) => stored.find(({ program_day }) => program_day === day)?.id ?? '';
        const changes = days.flatMap(([what], place) => {
          const row = taskOn(place + 1);
          const update = (fields: Record<string, unknown>) =>
            phone.change({ table: 'tasks', op: 'update', row, fields, at: Date.now() });
          if (what === 'done') return [update({ status: 'done' })];
          if (what === 'locked') return [update({ client_locked: true })];
          if (what === 'edited') return [update({ title: 'My own' })];
          if (what === 'deleted') return [phone.change({ table: 'tasks', op: 'delete', row, at: Date.now() })];
          return [];
        });
        expect((await phone.push(changes)).status).toBe(200);
        await api.request(client, 'tasks', {
          method: 'POST',
          body: JSON.stringify({ date: addDays(startDate, DAYS - 1), title: 'Their own' }),
        });
        for (const [place, [, what]] of days.entries()) {
          const path = `program_tasks?id=eq.${all[place]?.id ?? ''}`;
          const fields = what === 'title' ? { title: 'Changed' } : { day_index: DAYS - place };
          if (what === 'gone') await api.request(coach, path, { method: 'DELETE' });
          else if (what !== 'none') await api.request(coach, path, { method: 'PATCH', body: JSON.stringify(fields) });
        }
        await api.request(coach, 'program_tasks', {
          method: 'POST',
          body: JSON.stringify({ program_id: program, day_index: DAYS, title: 'New' }),
        });
        const { version } = await api.publish(coach, program);

        const before = await tasksOf(client);
        const isTheirs = ({ program_day }: StoredTask) =>
          program_day === null || program_day <= DAYS_SO_FAR || days[program_day - 1]?.[0] !== 'none';
        expect((await move(coach, { enrollment }, version)).status).toBe(200);
        await api.call(coach, 'sync_enrollment_tasks', { enrollment });

        const after = await tasksOf(client);
        const ids = new Set(before.filter(isTheirs).map(({ id }) => id));
        expect(unchanged(after.filter(({ id }) => ids.has(id)))).toEqual(unchanged(before.filter(isTheirs)));
        const origins = after.flatMap((task) => task.template_task_id ?? []);
        expect(new Set(origins).size).toBe(origins.length);
        const deleted = days.flatMap(([what], place) => (what === 'deleted' ? [all[place]?.id] : []));
        expect(origins.filter((origin) => deleted.includes(origin))).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });

  test('applies to a cohort and its members, except those who have ended', async () => {
    const { program, version: old, cohort, enrollment } = await underWay();
    await api.call(client, 'end_enrollment', { enrollment });
    const last = (await templates(program)).at(-1)?.id ?? '';
    await api.request(coach, `program_tasks?id=eq.${last}`, { method: 'PATCH', body: '{"title":"Changed"}' });
    const { version } = await api.publish(coach, program);
    const response = await move(coach, { cohort: cohort.id }, version);
    expect(response).toMatchObject({ status: 200, body: { added: 0, removed: 0, changed: 1 } });
    expect((await api.request(coach, 'cohorts?select=version_id')).body).toEqual([{ version_id: version }]);
    expect((await api.request(client, `enrollments?id=eq.${enrollment}`)).body).toMatchObject([{ version_id: old }]);
    expect((await tasksOf(rep)).map(({ title }) => title)).toContain('Changed');
  });

  test('is allowed only to the coach, and only to versions of the same program', async () => {
    const { version, cohort, enrollment } = await underWay();
    const elsewhere = await api.publish(coach, await api.draft(coach));
    for (const [who, ofEnrollment, ofCohort] of [
      [null, 401, 401],
      [client, 404, 403],
      [otherCoach, 404, 404],
      [admin, 404, 404],
    ] as const) {
      expect((await move(who, { enrollment }, version)).status).toBe(ofEnrollment);
      expect((await move(who, { cohort: cohort.id }, version)).status).toBe(ofCohort);
    }
    expect(
      (await api.callAsServer('move_enrollment', { enrollment, cohort: null, version, dry_run: true })).status,
    ).toBe(403);
    for (const forged of [elsewhere.version, randomUUID()]) {
      expect(await move(coach, { enrollment }, forged)).toMatchObject(expectedError(404, 'not_found'));
      expect(await move(coach, { cohort: cohort.id }, forged)).toMatchObject(expectedError(404, 'not_found'));
    }
    expect((await move(coach, { enrollment: randomUUID() }, version)).status).toBe(404);
    for (const target of [{}, { enrollment, cohort: cohort.id }]) {
      expect(await move(coach, target, version)).toMatchObject(expectedError(400, 'malformed_request'));
    }
    await api.call(client, 'end_enrollment', { enrollment });
    expect(await move(coach, { enrollment }, version)).toMatchObject(expectedError(409, 'ended'));
  });

  test('is allowed to a person who started the program themselves, to versions that they could start now', async () => {
    const program = await api.draft(coach, { visibility: 'gallery' });
    const first = await api.publish(coach, program);
    await api.approve(admin, program);
    const { body: enrollment } = await api.call<string>(rep, 'import_program', {
      version: first.version,
      start_date: addDays(startDate, 30),
      parameters: {},
      token: null,
    });
    await api.call(rep, 'sync_enrollment_tasks', { enrollment });
    const [task] = await templates(program);
    await api.request(coach, `program_tasks?id=eq.${task?.id ?? ''}`, { method: 'DELETE' });
    const second = await api.publish(coach, program);
    expect(await move(coach, { enrollment }, second.version)).toMatchObject(expectedError(404, 'not_found'));
    // Nobody has reviewed it yet.
    expect(await move(rep, { enrollment }, second.version)).toMatchObject(expectedError(404, 'not_found'));
    await api.approve(admin, program);
    expect((await move(rep, { enrollment }, second.version)).body).toEqual({
      added: 0,
      removed: 1,
      changed: 0,
      price: null,
    });
    expect(await move(rep, { enrollment }, first.version)).toMatchObject(expectedError(404, 'not_found'));
    await api.call(admin, 'review_version', { version: second.version, approved: false, reason: 'Not yet' });
    expect(await move(rep, { enrollment }, second.version)).toMatchObject(expectedError(404, 'not_found'));
    // A move is no decline: where the task comes back, it is there again.
    expect(await backend.sql('select from private.dismissed_tasks')).toEqual([]);
  });
});

describe('publishing where minor changes follow', () => {
  const follows = (program: string, follow = true) =>
    api.request(coach, `programs?id=eq.${program}`, {
      method: 'PATCH',
      body: JSON.stringify({ minor_changes_follow: follow }),
    });
  /** After it was previewed: as many people follow, and as many tasks of theirs change, as the preview says. */
  const publish = async (program: string) => {
    const preview = (await api.call<{ people: number; tasks: number }>(coach, 'publication_effect', { program })).body;
    const contents = async () =>
      (
        await backend.sql<{ row: object }>(
          "select to_jsonb(t) - '{updated_at,field_timestamps}'::text[] as row from public.tasks t",
        )
      ).map(({ row }) => JSON.stringify(row));
    const before = await contents();
    const { body } = await api.call<{ version: string; followed: number }>(coach, 'publish_program', { program });
    const after = new Set(await contents());
    const changed = before.filter((row) => !after.has(row));
    expect(preview).toEqual({ people: body.followed, tasks: changed.length });
    return body;
  };
  const edit = (id: string | undefined, fields: object) =>
    api.request(coach, `program_tasks?id=eq.${id ?? ''}`, { method: 'PATCH', body: JSON.stringify(fields) });
  const versionOf = async (path: string) =>
    (await api.request<{ version_id: string }[]>(coach, `${path}&select=version_id`)).body[0]?.version_id;

  test.each([
    [
      'texts, minutes, kinds and the order within a day follow',
      { title: 'Slower', notes: 'New', minutes: 5, position: 9 },
      true,
    ],
    ['a task on another day does not', { day_index: DAYS - 1 }, false],
    ['a task that is required from now on does not', { is_required: true }, false],
    ['a task for the whole week does not', { level: 'program_week' }, false],
  ])('%s', async (_, fields, isMinor) => {
    const { program, version, cohort, enrollment } = await underWay();
    await follows(program);
    await edit((await templates(program))[DAYS - 1]?.id, fields);
    const published = await publish(program);
    expect(published.followed).toBe(isMinor ? 2 : 0);
    const expected = isMinor ? published.version : version;
    expect(await versionOf(`enrollments?id=eq.${enrollment}`)).toBe(expected);
    expect(await versionOf(`cohorts?id=eq.${cohort.id}`)).toBe(expected);
    expect((await tasksOf(client)).some(({ title }) => title === 'Slower')).toBe(isMinor);
  });

  test.each([
    [
      'a new task',
      (program: string) =>
        api.request(coach, 'program_tasks', {
          method: 'POST',
          body: JSON.stringify({ program_id: program, day_index: DAYS, title: 'New' }),
        }),
    ],
    [
      'a removed task',
      async (program: string) =>
        api.request(coach, `program_tasks?id=eq.${(await templates(program))[0]?.id ?? ''}`, { method: 'DELETE' }),
    ],
    [
      'a price',
      (program: string) => api.request(coach, `programs?id=eq.${program}`, { method: 'PATCH', body: '{"price":900}' }),
    ],
    [
      'another length',
      (program: string) =>
        api.request(coach, `programs?id=eq.${program}`, {
          method: 'PATCH',
          body: JSON.stringify({ length_days: DAYS + 1 }),
        }),
    ],
    [
      'a question',
      (program: string) =>
        api.request(coach, `programs?id=eq.${program}`, {
          method: 'PATCH',
          body: JSON.stringify({ parameters: [{ key: 'a', label: 'A', options: null, required: false }] }),
        }),
    ],
  ])('%s does not follow', async (_, change) => {
    const { program } = await underWay();
    await follows(program);
    expect((await change(program)).status).toBeLessThan(300);
    expect(await publish(program)).toMatchObject({ number: 2, followed: 0 });
  });

  test('nobody follows where the coach does not want it, nor from a version before the last one', async () => {
    const { program, version, enrollment } = await underWay();
    const [first] = await templates(program);
    await edit(first?.id, { title: 'Slower' });
    expect(await publish(program)).toMatchObject({ number: 2, followed: 0 });
    await follows(program);
    await edit(first?.id, { title: 'Slower still' });
    expect(await publish(program)).toMatchObject({ number: 3, followed: 0 });
    expect(await versionOf(`enrollments?id=eq.${enrollment}`)).toBe(version);
    // Publishing the same again changes nothing.
    expect(await publish(program)).toMatchObject({ number: 3, followed: 0 });
  });

  test('is previewed for the program’s coach alone', async () => {
    const { program } = await underWay();
    for (const [who, status] of [
      [coach, 200],
      [otherCoach, 404],
      [client, 403],
      [null, 401],
    ] as const) {
      expect((await api.call(who, 'publication_effect', { program })).status).toBe(status);
    }
  });

  test('what people have done, locked or changed stays as it is', async () => {
    const { program } = await underWay();
    await follows(program);
    const all = await templates(program);
    const own = new Map((await tasksOf(client)).map((task) => [task.template_task_id, task.id]));
    const acts = [{ status: 'done' }, { client_locked: true }, { title: 'My own' }];
    for (const [place, fields] of acts.entries()) {
      const id = own.get(all[DAYS - 1 - place]?.id ?? null) ?? '';
      await api.request(client, `tasks?id=eq.${id}`, { method: 'PATCH', body: JSON.stringify(fields) });
    }
    for (const { id } of all) await edit(id, { title: 'Slower' });
    expect((await publish(program)).followed).toBe(2);
    const titles = (await tasksOf(client))
      .sort((a, b) => (a.program_day ?? 0) - (b.program_day ?? 0))
      .map(({ title }) => title)
      .slice(DAYS_SO_FAR);
    expect(titles).toEqual([
      ...Array<string>(DAYS - DAYS_SO_FAR - 3).fill('Slower'),
      'My own',
      `Task ${String(DAYS - 2)}`,
      `Task ${String(DAYS - 1)}`,
    ]);
  });
});

test('no request failed with a 500', () => {
  expect(backend.faults).toEqual([]);
});
