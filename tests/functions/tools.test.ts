import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays } from '../../src/domain/calendar/calendar-date.ts';
import { today } from '../fixtures/server-clock.ts';
import { type FunctionsFixture, openFunctionsFixture } from '../fixtures/backend/program-functions.ts';

interface Synced {
  created: number;
  members: { enrollmentId: string; userId: string; created: number }[];
}
interface Cleared {
  deleted: number;
  clearId: string | null;
  members: { enrollmentId: string; userId: string; deleted: number }[];
}

let fixture: FunctionsFixture;
beforeAll(async () => {
  fixture = await openFunctionsFixture();
});
afterAll(async () => {
  await fixture.backend.close();
  expect(fixture.backend.faults).toEqual([]);
});

const tool = async <T>(name: string, request: object): Promise<T> => {
  const { status, body } = await fixture.backend.call<T>(name, request, fixture.coach.token);
  expect([status, body]).toEqual([200, body]);
  return body;
};
const ids = (tasks: { id: string }[]) => tasks.map(({ id }) => id);

test('clear deletes upcoming open tasks, sync creates them again, and both return the numbers', async () => {
  const program = await fixture.publish({ days: 8, tasksADay: 2 });
  const { programId } = program;
  const { enrollmentId, id: userId } = await fixture.member(await fixture.openCohort(program));
  const before = await fixture.tasksOf(enrollmentId);
  const [done, locked] = [before[6], before[9]];
  await fixture.backend.sql(`update public.tasks set status = 'done' where id = $1`, done?.id);
  await fixture.backend.sql('update public.tasks set client_locked = true where id = $1', locked?.id);
  const request = { programId, enrollmentId };
  // Two are today's; two more are not the coach's to clear.
  const expected = { deleted: 12, members: [{ enrollmentId, userId, deleted: 12 }] };

  expect(await tool('clear-tasks', { ...request, dryRun: true })).toEqual({ ...expected, clearId: null });
  expect(await fixture.tasksOf(enrollmentId)).toHaveLength(16);
  expect(await tool('clear-tasks', request)).toEqual({ ...expected, clearId: expect.any(String) as string });
  expect(ids(await fixture.tasksOf(enrollmentId))).toEqual(ids(before.filter((_, n) => [0, 1, 6, 9].includes(n))));
  expect(await tool<Cleared>('clear-tasks', request)).toMatchObject({ deleted: 0, clearId: null });

  expect(await tool<Synced>('sync-tasks', { ...request, dryRun: true })).toMatchObject({ created: 12 });
  expect(await fixture.tasksOf(enrollmentId)).toHaveLength(4);
  expect(await tool('sync-tasks', request)).toEqual({ created: 12, members: [{ enrollmentId, userId, created: 12 }] });
  expect(ids(await fixture.tasksOf(enrollmentId)).sort()).toEqual(ids(before).sort());
  expect(await tool<Synced>('sync-tasks', request)).toMatchObject({ created: 0 });
});

test('a range of days limits clear and sync to those days', async () => {
  const program = await fixture.publish({ days: 8, tasksADay: 1 });
  const { programId } = program;
  const { enrollmentId } = await fixture.member(await fixture.openCohort(program));
  const days = async () => (await fixture.tasksOf(enrollmentId)).map(({ program_day }) => program_day);
  await tool('clear-tasks', { programId, enrollmentId, firstDay: 3, lastDay: 6 });
  expect(await days()).toEqual([1, 2, 7, 8]);
  await tool('sync-tasks', { programId, enrollmentId, firstDay: 5, lastDay: 5 });
  expect(await days()).toEqual([1, 2, 5, 7, 8]);
});

test('a clear can be undone once, which restores its tasks', async () => {
  const program = await fixture.publish({ days: 5 });
  const { programId } = program;
  const { enrollmentId } = await fixture.member(await fixture.openCohort(program));
  const before = await fixture.tasksOf(enrollmentId);
  const { clearId } = await tool<Cleared>('clear-tasks', { programId, enrollmentId });
  expect(await tool('clear-tasks', { programId, undo: clearId })).toEqual({ restored: 8 });
  expect(await fixture.tasksOf(enrollmentId)).toEqual(before);
  expect(await tool('clear-tasks', { programId, undo: clearId })).toEqual({ restored: 0 });
});

test('a cohort is cleared and synced as a whole, with a count for each member', async () => {
  const program = await fixture.publish({ days: 60, tasksADay: 1 });
  const { programId } = program;
  const cohort = await fixture.openCohort(program, addDays(today(), -3));
  const members = [await fixture.member(cohort), await fixture.member(cohort)];
  const request = { programId, cohortId: cohort.cohortId };
  const counts = (name: string, count: number) =>
    members
      .map(({ id: userId, enrollmentId }) => ({ enrollmentId, userId, [name]: count }))
      .sort((a, b) => (a.enrollmentId < b.enrollmentId ? -1 : 1));

  const cleared = await tool<Cleared>('clear-tasks', request);
  expect([cleared.deleted, cleared.members]).toEqual([112, counts('deleted', 56)]);
  expect(await tool('sync-tasks', { ...request, dryRun: true })).toEqual({
    created: 112,
    members: counts('created', 56),
  });
  const both = await Promise.all([tool<Synced>('sync-tasks', request), tool<Synced>('sync-tasks', request)]);
  expect(both.reduce((sum, { created }) => sum + created, 0)).toBe(112);
  for (const { enrollmentId } of members) expect(await fixture.tasksOf(enrollmentId)).toHaveLength(57);
});

test('a person who has left a cohort gets no more tasks', async () => {
  const program = await fixture.publish({ days: 3 });
  const { programId } = program;
  const cohort = await fixture.openCohort(program);
  const { enrollmentId, token } = await fixture.member(cohort);
  await fixture.backend.rpc('end_enrollment', { enrollment: enrollmentId }, token);
  const { status, body } = await fixture.backend.call('sync-tasks', { programId, enrollmentId }, fixture.coach.token);
  expect([status, body]).toMatchObject([404, { code: 'not_found' }]);
  expect(await tool('sync-tasks', { programId, cohortId: cohort.cohortId })).toEqual({ created: 0, members: [] });
});
