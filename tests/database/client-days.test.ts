import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays, type CalendarDate } from '../../src/domain/calendar/calendar-date.ts';
import type { Account, TestBackend } from '../fixtures/backend/backend.ts';
import { type CoachingApi, type CoachingFixture, expectedError, startCoaching } from '../fixtures/backend/coaching.ts';
import { pullPages, rowsOf, syncClient } from '../fixtures/backend/sync-client.ts';
import { NOON_ZONE, today } from '../fixtures/server-clock.ts';

/* A coach reads and changes a client's own days: each request over HTTP as the person. */

let backend: TestBackend;
let api: CoachingApi;
let reset: CoachingFixture['reset'];
let admin: Account;
let coach: Account;
let otherCoach: Account;
let client: Account;
let other: Account;

beforeAll(async () => {
  ({
    backend,
    api,
    admin,
    coach,
    otherCoach,
    people: [client, other],
    reset,
  } = await startCoaching());
  await backend.sql('update public.profiles set time_zone = $1', NOON_ZONE);
});
afterAll(() => backend.close());

const day = (offset: number): CalendarDate => addDays(today(), offset);

interface DayTask {
  id: string;
  date: string;
  title: string;
  position: number;
  notes: string | null;
  client_notes: string | null;
  status: string;
  client_locked: boolean;
  is_required: boolean;
  source_type: string;
  cohort_task_id: string | null;
  coach_edited_at: string | null;
}

interface Days {
  client: { display_name: string };
  today: string;
  enrollments: { id: string; cohort: { name: string } | null }[];
  tasks: DayTask[];
}

let program: string;
let cohort: { id: string; token: string };
let enrollment: string;

/** A cohort of a program of three days, which began yesterday, with both people in it. */
beforeEach(async () => {
  await reset();
  program = await api.draft(coach, { length_days: 3 }, [1, 2, 3]);
  await backend.sql('update public.program_tasks set is_required = true');
  const { version } = await api.publish(coach, program);
  cohort = await api.cohort(coach, program, version, day(-1));
  enrollment = await api.join(client, cohort);
});

const days = (who: Account | null, of = client.id, from = day(-7), to = day(14)) =>
  api.call<Days>(who, 'client_days', { client: of, first: from, last: to });
const tasksOf = async (of = client.id): Promise<DayTask[]> => (await days(coach, of)).body.tasks;
const taskAt = async (index: number, of = client.id): Promise<DayTask> => {
  const found = (await tasksOf(of))[index];
  if (!found) throw new Error('there is no such task');
  return found;
};
const write = async (who: Account, id: string, fields: object) =>
  (await api.request(who, `tasks?id=eq.${id}`, { method: 'PATCH', body: JSON.stringify(fields) })).status;
const add = (who: Account, request: object) => api.call(who, 'add_client_task', request);
const change = (who: Account, request: object) => api.call(who, 'change_client_task', request);
const remove = (who: Account, request: object) => api.call(who, 'remove_client_task', request);
const ownTask = async (who: Account, title: string) => {
  const row = { id: randomUUID(), user_id: who.id, date: today(), title };
  await api.request(who, 'tasks', { method: 'POST', body: JSON.stringify(row) });
  return row.id;
};

describe('the days of a client', () => {
  test('show the coach the tasks of their programs, and none of the client’s own', async () => {
    await ownTask(client, 'Private');
    const { body } = await days(coach);
    expect(body.today).toBe(today());
    expect(body.enrollments).toMatchObject([{ id: enrollment, cohort: { name: 'Spring' } }]);
    expect(body.tasks.map(({ date, title, source_type }) => [date, title, source_type])).toEqual([
      [day(-1), 'Task 0', 'program_day'],
      [day(0), 'Task 1', 'program_day'],
      [day(1), 'Task 2', 'program_day'],
    ]);
  });

  test('are not there for another coach, for an admin who does not coach them, for clients, or once it has ended', async () => {
    for (const name of ['client_days', 'client_progress'] as const) {
      const request = { client: client.id, ...(name === 'client_days' && { first: today(), last: today() }) };
      expect((await api.call(null, name, request)).status).toBe(401);
      for (const who of [client, other])
        expect(await api.call(who, name, request)).toMatchObject(expectedError(403, 'forbidden'));
      for (const who of [otherCoach, admin])
        expect(await api.call(who, name, request)).toMatchObject(expectedError(404, 'not_found'));
    }
    const theirs = await api.connect(otherCoach, client);
    expect((await days(otherCoach)).body).toMatchObject({ enrollments: [], tasks: [] });
    await api.call(client, 'end_connection', { connection: theirs });
    expect(await days(otherCoach)).toMatchObject(expectedError(404, 'not_found'));
    await api.call(client, 'end_enrollment', { enrollment });
    expect(await days(coach)).toMatchObject(expectedError(404, 'not_found'));
  });

  test('are at most 62 at once', async () => {
    expect((await days(coach, client.id, day(0), day(61))).status).toBe(200);
    expect(await days(coach, client.id, day(0), day(62))).toMatchObject(expectedError(400, 'malformed_request'));
    expect(await days(coach, client.id, day(1), day(0))).toMatchObject(expectedError(400, 'malformed_request'));
  });
});

describe('a task that a coach adds', () => {
  const task = { title: 'Play it to somebody', notes: 'https://example.com', minutes: 20 };

  test('reaches the client’s device, at the end of its day, as required, and once however often it is sent', async () => {
    const id = randomUUID();
    const own = await ownTask(client, 'Own');
    await write(client, own, { position: 9_000 });
    for (let times = 0; times < 2; times += 1) {
      expect(await add(coach, { id, enrollment, task: { ...task, date: today() } })).toMatchObject({
        status: 200,
        body: { added: 1, past: 0 },
      });
    }
    const [page] = await pullPages(syncClient(backend, client), null, 5_000);
    const row = page && rowsOf(page, 'tasks').find((found) => found.id === id);
    expect(row).toMatchObject({
      ...task,
      source_type: 'coach',
      is_required: true,
      position: 10_024,
      user_id: client.id,
    });
    expect(row?.['coach_edited_at']).toEqual(expect.any(String));
    await api.request(client, `tasks?id=eq.${id}`, { method: 'DELETE' });
    await add(coach, { id, enrollment, task: { ...task, date: today() } });
    expect((await tasksOf()).some((found) => found.id === id)).toBe(false);
  });

  test('is only for active enrollments that they coach, on days that are not over, and with valid fields', async () => {
    const request = (fields: object = {}) => ({
      id: randomUUID(),
      enrollment,
      task: { ...task, date: today(), ...fields },
    });
    for (const who of [client, other]) expect(await add(who, request())).toMatchObject(expectedError(403, 'forbidden'));
    for (const who of [otherCoach, admin])
      expect(await add(who, request())).toMatchObject(expectedError(404, 'not_found'));
    expect(await add(coach, request({ date: day(-1) }))).toMatchObject(expectedError(409, 'past_date'));
    for (const fields of [
      { title: ' ' },
      { title: null },
      { title: 'x'.repeat(256) },
      { date: 'tomorrow' },
      { minutes: -1 },
      { notes: 7 },
    ])
      expect(await add(coach, request(fields))).toMatchObject(expectedError(400, 'invalid_value'));
    for (const fields of [{ status: 'done' }, { client_notes: 'Mine' }, { source_type: 'self' }, { title: undefined }])
      expect(await add(coach, request(fields))).toMatchObject(expectedError(400, 'malformed_request'));
    expect(await add(coach, { ...request(), cohort: cohort.id })).toMatchObject(
      expectedError(400, 'malformed_request'),
    );
    expect(await add(coach, { ...request(), id: (await taskAt(0)).id })).toMatchObject(
      expectedError(400, 'malformed_request'),
    );
    expect(await add(coach, { ...request(), id: await ownTask(other, 'Theirs') })).toMatchObject({ status: 409 });
    await api.call(client, 'end_enrollment', { enrollment });
    expect(await add(coach, request())).toMatchObject(expectedError(404, 'not_found'));
  });

  test('for a cohort is one request: every active member gets it once, and it says how many', async () => {
    await api.join(other, cohort);
    const request = { id: randomUUID(), cohort: cohort.id, task: { ...task, date: day(3) } };
    for (const who of [otherCoach, admin])
      expect(await add(who, request)).toMatchObject(expectedError(404, 'not_found'));
    for (let times = 0; times < 2; times += 1) expect((await add(coach, request)).body).toEqual({ added: 2, past: 0 });
    const copies = [...(await tasksOf()), ...(await tasksOf(other.id))].filter(({ title }) => title === task.title);
    expect(copies.map(({ cohort_task_id }) => cohort_task_id)).toEqual([request.id, request.id]);
    expect(new Set(copies.map(({ id }) => id)).size).toBe(2);
    // A member who deletes theirs does not get it again by a repeated request.
    await api.request(client, `tasks?id=eq.${copies[0]?.id ?? ''}`, { method: 'DELETE' });
    expect((await add(coach, request)).body).toEqual({ added: 2, past: 0 });
    expect((await tasksOf()).some(({ title }) => title === task.title)).toBe(false);
  });

  test('for a cohort leaves out members for whom the day is over, and counts them', async () => {
    await api.join(other, cohort);
    await backend.sql("update public.profiles set time_zone = 'Etc/GMT-14' where id = $1", other.id);
    const [later] = await backend.sql<{ today: string }>('select private.today_of($1)::text as today', other.id);
    const isAhead = later?.today !== today();
    const request = { id: randomUUID(), cohort: cohort.id, task: { ...task, date: today() } };
    expect((await add(coach, request)).body).toEqual(isAhead ? { added: 1, past: 1 } : { added: 2, past: 0 });
    await backend.sql('update public.profiles set time_zone = $1', NOON_ZONE);
  });
});

describe('a task of a client', () => {
  test('can be changed and moved, with a timestamp that later edits of the client win over and earlier ones lose to', async () => {
    const task = await taskAt(2);
    const device = syncClient(backend, client);
    const before = Date.now() - 60_000;
    expect((await change(coach, { task: task.id, fields: { title: 'Slower', date: day(5) } })).body).toEqual({
      changed: 1,
      done: 0,
      locked: 0,
      past: 0,
    });
    const update = (fields: object, at?: number) =>
      device.push([
        device.change({ table: 'tasks', op: 'update', row: task.id, fields: { ...fields }, ...(at && { at }) }),
      ]);
    const [early] = (await update({ title: 'Mine' }, before)).body.verdicts;
    expect(early).toMatchObject({ verdict: 'merged', lost: ['title'] });
    expect(await taskAt(2)).toMatchObject({ title: 'Slower', date: day(5) });
    expect((await update({ title: 'Mine' }, Date.now())).body.verdicts[0]).toMatchObject({ verdict: 'applied' });
    expect((await taskAt(2)).title).toBe('Mine');
  });

  test('is changed in the history by the coach’s name', async () => {
    const task = await taskAt(2);
    await change(coach, { task: task.id, fields: { title: 'Slower' } });
    const entries = await api.request<{ actor: string; after: object }[]>(
      client,
      `row_history?row_id=eq.${task.id}&op=eq.update&select=actor,after&order=id.desc&limit=1`,
    );
    expect(entries.body).toMatchObject([{ actor: coach.id, after: { title: 'Slower' } }]);
  });

  test.each([
    ['done', { status: 'done' }, 'task_done'],
    ['locked', { client_locked: true }, 'task_locked'],
  ])('that is %s meanwhile stays, and the response says why', async (_, state, code) => {
    const task = await taskAt(1);
    await write(client, task.id, state);
    expect(await change(coach, { task: task.id, fields: { title: 'Changed' } })).toMatchObject(
      expectedError(409, code),
    );
    expect(await remove(coach, { task: task.id })).toMatchObject(expectedError(409, code));
    expect(await taskAt(1)).toMatchObject({ ...task, ...state });
  });

  test('is neither readable nor writable where it is the client’s own, of another coach, or no longer coached', async () => {
    const own = await ownTask(client, 'Private');
    const task = await taskAt(1);
    const attempts = (who: Account, id: string) => [
      () => change(who, { task: id, fields: { title: 'Changed' } }),
      () => change(who, { task: id, fields: { title: 'Changed' }, everyone: true }),
      () => remove(who, { task: id }),
      () => remove(who, { task: id, everyone: true, with_notes: true }),
    ];
    for (const attempt of [...attempts(coach, own), ...attempts(otherCoach, task.id), ...attempts(admin, task.id)])
      expect(await attempt()).toMatchObject(expectedError(404, 'not_found'));
    for (const attempt of attempts(client, task.id))
      expect(await attempt()).toMatchObject(expectedError(403, 'forbidden'));
    await api.call(client, 'end_enrollment', { enrollment });
    for (const attempt of attempts(coach, task.id))
      expect(await attempt()).toMatchObject(expectedError(404, 'not_found'));
    expect(await backend.sql('select title from public.tasks where title like $1', 'Changed')).toEqual([]);
    expect(await backend.sql('select from public.tasks')).toHaveLength(4);
  });

  test('does not move to a day that is over, and one of such a day can still be changed', async () => {
    const task = await taskAt(0);
    expect(await change(coach, { task: task.id, fields: { date: day(-2) } })).toMatchObject(
      expectedError(409, 'past_date'),
    );
    expect((await change(coach, { task: task.id, fields: { is_required: false } })).status).toBe(200);
    expect((await taskAt(0)).is_required).toBe(false);
  });

  test('that the coach removes stays removed when the program is synced again', async () => {
    const task = await taskAt(2);
    expect((await remove(coach, { task: task.id })).body).toEqual({ removed: 1, done: 0, locked: 0, noted: 0 });
    expect((await api.call(coach, 'sync_enrollment_tasks', { enrollment })).body).toMatchObject({ created: 0 });
    expect(await tasksOf()).toHaveLength(2);
    expect(await remove(coach, { task: task.id })).toMatchObject(expectedError(404, 'not_found'));
  });

  test('that the coach removes while its client does it offline is left for the client to decide', async () => {
    const task = await taskAt(1);
    const device = syncClient(backend, client);
    const done = device.change({
      table: 'tasks',
      op: 'update',
      row: task.id,
      fields: { status: 'done' },
      base: {},
      at: Date.now() - 60_000,
    } as never);
    await remove(coach, { task: task.id });
    expect((await device.push([done])).body.verdicts[0]).toMatchObject({ verdict: 'conflict' });
    expect((await api.request(client, 'sync_conflicts')).body).toMatchObject([{ row_id: task.id, kind: 'lost_edit' }]);
    expect((await api.request(coach, 'sync_conflicts')).body).toEqual([]);
  });

  test('is changed and removed for everyone in the cohort, without the template, and counts who keeps theirs', async () => {
    await api.join(other, cohort);
    const [mine, theirs] = [await taskAt(2), await taskAt(2, other.id)];
    expect((await change(coach, { task: mine.id, fields: { title: 'For all' }, everyone: true })).body).toMatchObject({
      changed: 2,
    });
    expect((await taskAt(2, other.id)).title).toBe('For all');
    await write(other, theirs.id, { client_locked: true });
    expect((await change(coach, { task: mine.id, fields: { title: 'Again' }, everyone: true })).body).toEqual({
      changed: 1,
      done: 0,
      locked: 1,
      past: 0,
    });
    expect((await taskAt(2, other.id)).title).toBe('For all');
    expect((await remove(coach, { task: mine.id, everyone: true })).body).toEqual({
      removed: 1,
      done: 0,
      locked: 1,
      noted: 0,
    });
    expect(await backend.sql('select distinct title from public.program_tasks order by title')).toEqual([
      { title: 'Task 0' },
      { title: 'Task 1' },
      { title: 'Task 2' },
    ]);
    const id = randomUUID();
    await add(coach, { id, cohort: cohort.id, task: { title: 'Added', date: day(4) } });
    const copy = (await tasksOf()).find(({ cohort_task_id }) => cohort_task_id === id);
    await change(coach, { task: copy?.id, fields: { date: day(6) }, everyone: true });
    expect((await tasksOf(other.id)).find(({ cohort_task_id }) => cohort_task_id === id)?.date).toBe(day(6));
    expect((await remove(coach, { task: copy?.id, everyone: true })).body).toMatchObject({ removed: 2 });
  });
});

describe('whose note is whose', () => {
  test('a client’s note is theirs: the coach reads it, and writes it by no way', async () => {
    const task = await taskAt(1);
    expect(await write(client, task.id, { client_notes: 'The left hand is late' })).toBe(204);
    expect(await taskAt(1)).toMatchObject({ notes: 'How to do it', client_notes: 'The left hand is late' });
    expect(await write(coach, task.id, { client_notes: 'No' })).toBe(403);
    expect(await write(coach, task.id, { coach_edit_seen_at: '2026-01-01T00:00:00Z' })).toBe(403);
    expect(await change(coach, { task: task.id, fields: { client_notes: 'No' } })).toMatchObject({ status: 400 });
    const row = { user_id: client.id, date: today(), title: 'x', source_type: 'coach', enrollment_id: enrollment };
    const made = await api.request(coach, 'tasks', {
      method: 'POST',
      body: JSON.stringify({ ...row, client_notes: 'No' }),
    });
    expect(made.status).toBe(403);
    const device = syncClient(backend, coach);
    const pushed = await device.push([
      device.change({ table: 'tasks', op: 'update', row: task.id, fields: { client_notes: 'No' }, at: Date.now() }),
    ]);
    expect(pushed.body.verdicts[0]).toMatchObject({ verdict: 'rejected', code: 'forbidden' });
    expect((await taskAt(1)).client_notes).toBe('The left hand is late');
  });

  test('both change theirs at once, and both texts stay', async () => {
    const task = await taskAt(1);
    const device = syncClient(backend, client);
    const edit = device.change({
      table: 'tasks',
      op: 'update',
      row: task.id,
      fields: { client_notes: 'Mine' },
      base: { client_notes: null },
      at: Date.now() - 60_000,
    } as never);
    await change(coach, { task: task.id, fields: { notes: 'Slower' } });
    expect((await device.push([edit])).body.verdicts[0]).toMatchObject({ verdict: 'applied' });
    expect(await taskAt(1)).toMatchObject({ notes: 'Slower', client_notes: 'Mine' });
  });

  test('what a version of the app with one text makes of the coach’s notes becomes the client’s own, whole', async () => {
    const task = await taskAt(1);
    const device = syncClient(backend, client);
    const push = async (notes: string | null, base: string | null) =>
      (
        await device.push([
          device.change({
            table: 'tasks',
            op: 'update',
            row: task.id,
            fields: { notes, minutes: 7 },
            base: { notes: base },
          } as never),
        ])
      ).body.verdicts[0];
    expect(await push('How to do it\nDid 20', 'How to do it')).toMatchObject({ verdict: 'merged', lost: ['notes'] });
    expect(await taskAt(1)).toMatchObject({ notes: 'How to do it', client_notes: 'Did 20', minutes: 7 });
    await push('How to do it\nDid 20 min', 'How to do it\nDid 20');
    expect(await taskAt(1)).toMatchObject({ notes: 'How to do it', client_notes: 'Did 20 min' });
    // After it has read the notes as they are, it starts from those: what was written before stays.
    await push('How to do it\nToo fast', 'How to do it');
    expect((await taskAt(1)).client_notes).toBe('Did 20 min\n\nToo fast');
    await push('Something else', 'How to do it');
    expect((await taskAt(1)).client_notes).toBe('Did 20 min\n\nToo fast\n\nSomething else');
    await push(null, 'How to do it');
    expect(await taskAt(1)).toMatchObject({
      notes: 'How to do it',
      client_notes: 'Did 20 min\n\nToo fast\n\nSomething else',
    });
  });

  test('a direct request of the client cannot change the coach’s notes either, and an own task has one text', async () => {
    const task = await taskAt(1);
    await write(client, task.id, { notes: 'Mine now' });
    expect(await taskAt(1)).toMatchObject({ notes: 'How to do it', client_notes: 'Mine now' });
    const own = await ownTask(client, 'Own');
    expect(await write(client, own, { notes: 'Mine' })).toBe(204);
    const device = syncClient(backend, client);
    const change = device.change({
      table: 'tasks',
      op: 'update',
      row: own,
      fields: { client_notes: 'Mine' },
      at: Date.now(),
    });
    expect((await device.push([change])).body.verdicts[0]).toMatchObject({
      verdict: 'rejected',
      code: 'invalid_value',
    });
  });

  test('a note goes along when its program moves, and no move to another version removes it', async () => {
    const [kept, moved] = [await taskAt(1), await taskAt(2)];
    await write(client, moved.id, { client_notes: 'Before the duet' });
    const reschedule = await api.call(coach, 'reschedule', {
      cohort: cohort.id,
      start_date: day(2),
      dry_run: false,
    });
    expect(reschedule.body).toMatchObject({ moved: 3 });
    expect(await taskAt(2)).toMatchObject({ id: moved.id, date: day(4), client_notes: 'Before the duet' });
    await backend.sql('delete from public.program_tasks where program_id = $1 and day_index = 3', program);
    await backend.sql("update public.program_tasks set notes = 'Slower' where program_id = $1", program);
    const { version } = await api.publish(coach, program);
    await api.call(coach, 'move_enrollment', { cohort: cohort.id, version, dry_run: false });
    expect((await tasksOf()).find(({ id }) => id === moved.id)).toMatchObject({ client_notes: 'Before the duet' });
    expect((await tasksOf()).find(({ id }) => id === kept.id)).toMatchObject({ client_notes: null });
  });

  test('a task with a client’s note is removed only by a request that knows of it, and never for everyone', async () => {
    await api.join(other, cohort);
    const [mine, theirs] = [await taskAt(2), await taskAt(2, other.id)];
    await write(client, mine.id, { client_notes: 'Mine' });
    expect(await remove(coach, { task: mine.id })).toMatchObject(expectedError(409, 'task_has_notes'));
    expect((await remove(coach, { task: theirs.id, everyone: true, with_notes: true })).body).toEqual({
      removed: 1,
      done: 0,
      locked: 0,
      noted: 1,
    });
    expect((await remove(coach, { task: mine.id, with_notes: true })).body).toMatchObject({ removed: 1 });
    const history = await api.request<{ before: object }[]>(client, `row_history?row_id=eq.${mine.id}&op=eq.delete`);
    expect(history.body).toMatchObject([{ before: { client_notes: 'Mine' }, actor: coach.id }]);
  });
});

describe('what is new for the client', () => {
  const markOf = async (id: string) => {
    const [row] = await backend.sql<{ edited: string | null; seen: string | null }>(
      'select coach_edited_at as edited, coach_edit_seen_at as seen from public.tasks where id = $1',
      id,
    );
    return row;
  };

  test('is what the coach changed by itself: not what a program made, nor its order', async () => {
    const task = await taskAt(2);
    expect(await markOf(task.id)).toEqual({ edited: null, seen: null });
    await write(coach, task.id, { position: 4 });
    expect((await markOf(task.id))?.edited).toBeNull();
    await change(coach, { task: task.id, fields: { title: task.title } });
    expect((await markOf(task.id))?.edited).toBeNull();
    await write(coach, task.id, { title: 'Directly' });
    expect(await markOf(task.id)).toEqual({ edited: expect.any(String) as string, seen: null });
    await write(client, task.id, { title: 'Mine' });
    const edited = (await markOf(task.id))?.edited;
    await api.call(coach, 'reschedule', { cohort: cohort.id, start_date: day(1), dry_run: false });
    expect((await markOf(task.id))?.edited).toEqual(edited);
  });

  test('is seen by the client alone, and only the server says what was changed', async () => {
    const task = await taskAt(2);
    await change(coach, { task: task.id, fields: { title: 'New' } });
    const [{ coach_edited_at }] = (await api.request<[DayTask]>(client, `tasks?id=eq.${task.id}`)).body;
    expect(await write(client, task.id, { coach_edited_at: null })).toBe(403);
    expect(await write(client, task.id, { coach_edit_seen_at: coach_edited_at })).toBe(204);
    const mark = await markOf(task.id);
    expect(mark?.seen).toEqual(mark?.edited);
  });
});

describe('the progress of a client', () => {
  const progress = async (who = coach, request: object = {}) =>
    (await api.call<Record<string, unknown>>(who, 'client_progress', { client: client.id, ...request })).body;

  test('counts required tasks of past days as due, optional ones never, and is nothing before that', async () => {
    expect(await progress()).toMatchObject({ due: 1, done: 0, notes: [] });
    await write(client, (await taskAt(0)).id, { status: 'done' });
    expect(await progress()).toMatchObject({ due: 1, done: 1 });
    await write(client, (await taskAt(0)).id, { status: 'open', is_required: false });
    expect(await progress()).toMatchObject({ due: 0, done: 0 });
    await ownTask(client, 'Private');
    await write(client, (await taskAt(1)).id, { client_notes: 'Went well' });
    await pullPages(syncClient(backend, client), null, 5_000);
    const found = await progress();
    expect(found).toMatchObject({ notes: [{ title: 'Task 1', client_notes: 'Went well' }] });
    expect(found['last_sync_at']).toEqual(expect.any(String));
    expect(await progress(coach, { enrollment: randomUUID() })).toMatchObject({ due: 0, weeks: [], notes: [] });
  });

  test('by week adds up to the same', async () => {
    const { weeks, due, done } = (await progress()) as {
      weeks: { due: number; done: number; missed: number }[];
      due: number;
      done: number;
    };
    const sum = (field: 'due' | 'done' | 'missed') => weeks.reduce((all, week) => all + week[field], 0);
    expect([sum('due'), sum('done'), sum('missed')]).toEqual([due, done, due - done]);
  });

  test('is on the board too: an optional task of a past day is not missed', async () => {
    const board = async () => {
      const { body } = await api.call<{ members: { days: { done: number; missed: number; future: number }[] }[] }>(
        coach,
        'cohort_board',
        { cohort: cohort.id, first: day(-1), last: day(-1) },
      );
      return body.members[0]?.days[0];
    };
    expect(await board()).toMatchObject({ done: 0, missed: 1, future: 0 });
    await write(client, (await taskAt(0)).id, { is_required: false });
    expect(await board()).toMatchObject({ done: 0, missed: 0, future: 0 });
  });
});

test('no request failed with a 500', () => {
  expect(backend.faults).toEqual([]);
});
