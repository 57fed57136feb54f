import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../../src/domain/calendar/calendar-date.ts';
import { today } from '../fixtures/server-clock.ts';
import {
  type FunctionsFixture,
  type Enrolled,
  eventually,
  openFunctionsFixture,
  type ErrorBody,
} from '../fixtures/backend/program-functions.ts';

let fixture: FunctionsFixture;
beforeAll(async () => {
  fixture = await openFunctionsFixture();
});
afterAll(() => fixture.backend.close());

describe('joining a cohort by its link', () => {
  test('responds at once, and each task is created once afterwards', async () => {
    const program = await fixture.publish({ days: 9, tasksADay: 3 });
    const cohort = await fixture.openCohort(program);
    const { token } = await fixture.backend.signUp();
    const { status, body } = await fixture.backend.call<Enrolled>('enroll', { token: cohort.token }, token);
    expect(status).toBe(200);
    expect(body).toEqual({ enrollmentId: expect.any(String) as string, status: 'active' });
    await fixture.untilSynced(body.enrollmentId);
    const tasks = await fixture.tasksOf(body.enrollmentId);
    expect(tasks).toHaveLength(program.taskCount);
    expect(tasks.map(({ program_day, date }) => [program_day, date])).toEqual(
      tasks.map((_, index) => [Math.floor(index / 3) + 1, addDays(today(), Math.floor(index / 3))]),
    );
  });

  test('twice returns the same enrollment with the same tasks', async () => {
    const cohort = await fixture.openCohort(await fixture.publish({ days: 3 }));
    const person = await fixture.member(cohort);
    const before = await fixture.tasksOf(person.enrollmentId);
    const again = await Promise.all(
      [1, 2, 3].map(() => fixture.backend.call<Enrolled>('enroll', { token: cohort.token }, person.token)),
    );
    expect(again.map(({ body }) => body.enrollmentId)).toEqual(Array(3).fill(person.enrollmentId));
    await fixture.untilSynced(person.enrollmentId);
    expect(await fixture.tasksOf(person.enrollmentId)).toEqual(before);
  });

  test('late creates only upcoming tasks, also in a program that is synced in chunks', async () => {
    const program = await fixture.publish({ days: 73, tasksADay: 1 });
    const cohort = await fixture.openCohort(program, addDays(today(), -25));
    const { enrollmentId } = await fixture.member(cohort);
    const tasks = await fixture.tasksOf(enrollmentId);
    expect(tasks.map(({ program_day }) => program_day)).toEqual(Array.from({ length: 48 }, (_, n) => n + 26));
    expect(await fixture.enrollment(enrollmentId)).toMatchObject({ synced_days: 73, sync_state: 'done' });
  });

  test('after the end of the program creates an enrollment without tasks', async () => {
    const cohort = await fixture.openCohort(await fixture.publish({ days: 60, tasksADay: 1 }), addDays(today(), -100));
    const { enrollmentId } = await fixture.member(cohort);
    expect(await fixture.tasksOf(enrollmentId)).toEqual([]);
  });

  test('is rejected with an unknown link', async () => {
    const { token } = await fixture.backend.signUp();
    const { status, body } = await fixture.backend.call<ErrorBody>('enroll', { token: 'f'.repeat(64) }, token);
    expect([status, body.code]).toEqual([404, 'not_found']);
  });
});

describe('being enrolled by a coach', () => {
  test('creates the tasks from the chosen start date on', async () => {
    const { versionId, taskCount } = await fixture.publish({ days: 4 });
    const client = await fixture.client();
    const startDate = addDays(today(), 10);
    const request = { versionId, userId: client.id, startDate };
    const { status, body } = await fixture.backend.call<Enrolled>('enroll', request, fixture.coach.token);
    expect(status).toBe(200);
    await fixture.untilSynced(body.enrollmentId);
    const tasks = await fixture.tasksOf(body.enrollmentId);
    expect(tasks).toHaveLength(taskCount);
    expect(tasks[0]?.date).toBe(startDate);
  });

  test('requires an accepted connection and the coach’s own program', async () => {
    const program = await fixture.publish({ days: 4 });
    const request = (userId: string) => ({ versionId: program.versionId, userId, startDate: today() });
    const stranger = await fixture.backend.signUp();
    const other = await fixture.backend.signUp('coach');
    const client = await fixture.client();
    const outcomes = await Promise.all([
      fixture.backend.call<ErrorBody>('enroll', request(stranger.id), fixture.coach.token),
      fixture.backend.call<ErrorBody>('enroll', request(client.id), other.token),
      fixture.backend.call<ErrorBody>('enroll', request(client.id), client.token),
    ]);
    expect(outcomes.map(({ status, body }) => [status, body.code])).toEqual([
      [403, 'not_connected'],
      [404, 'not_found'],
      [403, 'forbidden'],
    ]);
  });
});

describe('materializing tasks in the background', () => {
  test('is retried while the database is unavailable', async () => {
    const program = await fixture.publish({ days: 5 });
    const cohort = await fixture.openCohort(program);
    const { token } = await fixture.backend.signUp();
    await breakInserts('57P03');
    const { body } = await fixture.backend.call<Enrolled>('enroll', { token: cohort.token }, token);
    await eventually(() => fixture.backend.faults.some((line) => line.includes('sync_enrollment_tasks')));
    expect(await fixture.tasksOf(body.enrollmentId)).toEqual([]);
    await restoreInserts();
    await fixture.untilSynced(body.enrollmentId);
    expect(await fixture.tasksOf(body.enrollmentId)).toHaveLength(program.taskCount);
  });

  test('records a permanent failure, which a later task sync repairs', async () => {
    const program = await fixture.publish({ days: 5 });
    const cohort = await fixture.openCohort(program);
    const { token } = await fixture.backend.signUp();
    await breakInserts('PT409');
    const { status, body } = await fixture.backend.call<Enrolled>('enroll', { token: cohort.token }, token);
    expect(status).toBe(200);
    await eventually(async () => (await fixture.enrollment(body.enrollmentId)).sync_state === 'failed');
    await restoreInserts();
    const { enrollmentId } = body;
    const request = { programId: program.programId, enrollmentId };
    expect((await fixture.backend.call('sync-tasks', request, fixture.coach.token)).body).toMatchObject({
      created: program.taskCount,
    });
    expect(await fixture.enrollment(enrollmentId)).toMatchObject({ sync_state: 'done' });
  });

  const breakInserts = async (state: string) => {
    await fixture.backend.sql(
      `create function public.break_inserts() returns trigger language plpgsql as
         $$ begin raise exception 'broken' using errcode = '${state}'; end $$`,
    );
    await fixture.backend.sql(
      'create trigger break_inserts before insert on public.tasks for each row execute function public.break_inserts()',
    );
  };
  const restoreInserts = () => fixture.backend.sql('drop function public.break_inserts() cascade');
});
