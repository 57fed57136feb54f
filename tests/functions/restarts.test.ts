import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type FunctionsFixture,
  type Enrolled,
  eventually,
  openFunctionsFixture,
} from '../fixtures/backend/program-functions.ts';

const DAYS = 366;

let fixture: FunctionsFixture;
beforeAll(async () => {
  fixture = await openFunctionsFixture();
});
afterAll(() => fixture.backend.close());

const kill = (): number => {
  const pid = fixture.backend.functionsPid();
  if (pid === null) throw new Error('the functions do not run');
  process.kill(pid, 'SIGKILL');
  return pid;
};
const untilAnother = (pid: number) =>
  eventually(() => fixture.backend.functionsPid() !== pid && fixture.backend.functionsPid() !== null);

test('materializing that is interrupted by killing the functions is completed from the next tick on', async () => {
  const program = await fixture.publish({ days: DAYS, tasksADay: 2 });
  const cohort = await fixture.openCohort(program);
  const { token } = await fixture.backend.signUp();
  const { body } = await fixture.backend.call<Enrolled>('enroll', { token: cohort.token }, token);
  const { enrollmentId } = body;
  await eventually(async () => (await fixture.enrollment(enrollmentId)).synced_days > 0);
  const pid = kill();
  await untilAnother(pid);
  const cut = await fixture.enrollment(enrollmentId);
  expect(cut.synced_days).toBeLessThan(DAYS);
  await fixture.backend.functions().tick();
  await fixture.untilSynced(enrollmentId);
  const tasks = await fixture.tasksOf(enrollmentId);
  expect(tasks).toHaveLength(program.taskCount);
  expect(new Set(tasks.map(({ id }) => id)).size).toBe(program.taskCount);
});

test('functions that crash are restarted for the next request', async () => {
  const request = () => fixture.backend.call('sync-tasks', {}, fixture.coach.token);
  expect((await request()).status).toBe(400);
  const pid = kill();
  await untilAnother(pid);
  expect((await request()).status).toBe(400);
});

test('closing the backend ends the functions for good', async () => {
  const other = await openFunctionsFixture();
  await other.backend.call('sync-tasks', {}, other.coach.token);
  const pid = other.backend.functionsPid() ?? 0;
  await other.backend.close();
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  expect(other.backend.functionsPid()).toBeNull();
});
