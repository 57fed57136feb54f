import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Classroom, type Enrolled, eventually, openClassroom } from '../fixtures/backend/program-functions.ts';

const DAYS = 366;

let room: Classroom;
beforeAll(async () => {
  room = await openClassroom();
});
afterAll(() => room.backend.close());

const kill = (): number => {
  const pid = room.backend.functionsPid();
  if (pid === null) throw new Error('the functions do not run');
  process.kill(pid, 'SIGKILL');
  return pid;
};
const untilAnother = (pid: number) =>
  eventually(() => room.backend.functionsPid() !== pid && room.backend.functionsPid() !== null);

test('tasks that were being made when the functions were killed are all made by those that follow', async () => {
  const program = await room.publish({ days: DAYS, tasksADay: 2 });
  const cohort = await room.openCohort(program);
  const { token } = await room.backend.signUp();
  const { body } = await room.backend.call<Enrolled>('enroll', { token: cohort.token }, token);
  const { enrollmentId } = body;
  await eventually(async () => (await room.enrollment(enrollmentId)).synced_days > 0);
  const pid = kill();
  await untilAnother(pid);
  const cut = await room.enrollment(enrollmentId);
  expect(cut.synced_days).toBeLessThan(DAYS);
  await room.untilSynced(enrollmentId);
  const tasks = await room.tasksOf(enrollmentId);
  expect(tasks).toHaveLength(program.taskCount);
  expect(new Set(tasks.map(({ id }) => id)).size).toBe(program.taskCount);
});

test('functions that die are there again, for whoever asks next', async () => {
  const asked = () => room.backend.call('sync-tasks', {}, room.coach.token);
  expect((await asked()).status).toBe(400);
  const pid = kill();
  await untilAnother(pid);
  expect((await asked()).status).toBe(400);
});

test('closing ends them for good', async () => {
  const other = await openClassroom();
  await other.backend.call('sync-tasks', {}, other.coach.token);
  const pid = other.backend.functionsPid() ?? 0;
  await other.backend.close();
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  expect(other.backend.functionsPid()).toBeNull();
});
