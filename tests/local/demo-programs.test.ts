import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, weekStartOf } from '../../src/domain/calendar/calendar-date.ts';
import type { Program } from '../../src/domain/programs/program.ts';
import type { Enrollment } from '../../src/domain/enrollments/enrollment.ts';
import type { Task } from '../../src/domain/tasks/task.ts';
import { today } from '../fixtures/server-clock.ts';
import { requestWith, launchProgram, type Launched, makeTinyClient, signIn, temporaryFolder } from './launch.ts';

const folder = temporaryFolder();
const data = join(folder.path, 'data');
const env = { CADENCE_DATA_DIR: data, CADENCE_CLIENT_DIR: makeTinyClient(folder.path), PORT: '0' };
let server: Launched & { url: string };

const start = async (): Promise<void> => {
  const words = ['--import', 'tsx', 'supabase/local/main.ts', '--programs'];
  const launched = launchProgram(process.execPath, words, env);
  const [, url = ''] = await launched.saying(/running at (http:\S+)[\s\S]*Ctrl-C/);
  server = { ...launched, url };
};
const end = (signal: NodeJS.Signals): Promise<number | null> => {
  server.child.kill(signal);
  return server.exit;
};

/** What a demo person is answered. */
const as = async (email: string) => {
  const request = requestWith(server.url, await signIn(server.url, email));
  const bodyOf = async <T>(response: Promise<Response>): Promise<T> => {
    const { status, ok } = await response;
    expect(ok, String(status)).toBe(true);
    return (await (await response).json()) as T;
  };
  return {
    rows: <T>(path: string) => bodyOf<T[]>(request(`/rest/v1/${path}`)),
    rpc: <T>(name: string, parameters: object = {}) =>
      bodyOf<T>(request(`/rest/v1/rpc/${name}`, { method: 'POST', body: JSON.stringify(parameters) })),
  };
};
const until = async (email: string, path: string): Promise<void> => {
  const person = await as(email);
  while ((await person.rows(path)).length === 0);
};

beforeAll(async () => {
  // A first start that the person ends while the programs are being made, and a second that the power ends.
  await start();
  await until('coach@example.com', 'programs?select=id');
  expect(await end('SIGINT')).toBe(0);
  expect(server.said()).not.toMatch(/programs/);
  await start();
  await until('rep@example.com', 'enrollments?select=id');
  await end('SIGKILL');
  expect(existsSync(join(data, 'programs-due'))).toBe(true);
  await start();
  await server.saying(/The demo programs and chains are ready/);
}, 300_000);
afterAll(async () => {
  await end('SIGKILL');
  folder.remove();
});

test('the coach has three published programs, one of them in the gallery and another with a price', async () => {
  const coach = await as('coach@example.com');
  const programs = await coach.rows<Program>('programs?order=length_days');
  expect(programs).toMatchObject([
    { published_version: 1, kind: 'individual', price: 4_900, approved_at: null },
    { published_version: 1, kind: 'individual', visibility: 'gallery', approved_at: expect.any(String) as string },
    { published_version: 1, kind: 'group', price: null, approved_at: null },
  ]);
  for (const { id, length_days } of programs) {
    const tasks = await coach.rows<{ day_index: number }>(`program_tasks?program_id=eq.${id}&select=day_index`);
    expect(new Set(tasks.map(({ day_index }) => day_index)).size).toBe(length_days);
  }
  const { items } = await (
    await as('farid.haddad@example.com')
  ).rpc<{ items: unknown[] }>('search_gallery', { query: 'practice', page: 0 });
  // The rep was enrolled in it, and somebody has taken it from there.
  expect(items).toMatchObject([{ coach: 'Morgan Ellery', uses: 2 }]);
});

test('two clients have accepted the coach, a third is invited, and one enrollment is pending', async () => {
  const connections = await (await as('coach@example.com')).rpc<{ state: string }[]>('my_connections');
  expect(connections.map(({ state }) => state).sort()).toEqual(['accepted', 'accepted', 'invited']);
  expect(await (await as('ben.halvorsen@example.com')).rpc('my_connections')).toMatchObject([
    { role: 'client', state: 'invited', person: { display_name: 'Morgan Ellery' } },
  ]);
  expect(await (await as('dmitri.vasquez@example.com')).rows('enrollments')).toMatchObject([{ status: 'pending' }]);
});

test('the members of the cohort have different progress, and each task exists once', async () => {
  const coach = await as('coach@example.com');
  const [cohort] = await coach.rows<{ id: string }>('cohorts?select=id');
  const first = addDays(weekStartOf(today()), -14);
  const board = await coach.rpc<{
    members: {
      enrollment_id: string;
      display_name: string;
      days: { done: number; missed: number; future: number }[];
    }[];
  }>('cohort_board', { cohort: cohort?.id, first, last: addDays(first, 39) });
  const sums = board.members.map(({ display_name, days }) => {
    const sum = (kind: 'done' | 'missed' | 'future') => days.reduce((total, day) => total + day[kind], 0);
    return { name: display_name, done: sum('done'), missed: sum('missed'), future: sum('future') };
  });
  expect(sums.map(({ name }) => name)).toEqual(['Amara Okonkwo', 'Grace Lindqvist', 'Hiro Tanaka', 'Riley Sandoval']);
  const [amara, grace, hiro, riley] = sums;
  const all = 69;
  const tasks = await Promise.all(
    board.members.map(({ enrollment_id }) =>
      coach.rows<Task>(`tasks?enrollment_id=eq.${enrollment_id}&select=date,status,is_required`),
    ),
  );
  expect(tasks.map(({ length }) => length)).toEqual([all, grace?.future ?? 0, all, all]);
  // Optional tasks of past days that are not done are neither missed nor to come.
  const isLeftOut = ({ status, is_required, date }: Task) => status !== 'done' && !is_required && date < today();
  expect(sums.map(({ done, missed, future }) => done + missed + future)).toEqual(
    tasks.map((ofMember) => ofMember.length - ofMember.filter(isLeftOut).length),
  );
  expect(amara).toMatchObject({ missed: 0 });
  expect(grace).toMatchObject({ done: 0, missed: 0 });
  expect(hiro?.missed).toBeGreaterThan(riley?.missed ?? 0);
  expect(riley?.done).toBeGreaterThan(hiro?.done ?? 0);
  expect(riley?.missed).toBeGreaterThan(0);
});

test('the rep has tasks of two programs with placeholders replaced, and has locked one', async () => {
  const rep = await as('rep@example.com');
  expect(await rep.rows<Enrollment>('enrollments')).toMatchObject(
    Array(2).fill({ status: 'active', sync_state: 'done' }),
  );
  const tasks = await rep.rows<Task>('tasks');
  expect(tasks.filter(({ client_locked }) => client_locked)).toMatchObject([{ status: 'open' }]);
  expect(tasks.some(({ date }) => date === today())).toBe(true);
  expect(tasks.filter(({ title, notes }) => /[{}]/.test(`${title}${notes ?? ''}`))).toEqual([]);
  expect(tasks.filter(({ title }) => /Blackbird|Guitar|harbour/.test(title)).length).toBeGreaterThan(40);
});

test('a person has started the gallery’s program themselves, from next week on', async () => {
  const person = await as('elena.petrova@example.com');
  const tasks = await person.rows<Task>('tasks?order=date');
  expect(tasks).not.toEqual([]);
  expect(tasks[0]?.date).toBe(addDays(weekStartOf(today()), 7));
});

test('another start creates nothing again, and prints nothing about it', async () => {
  const counts = async () => {
    const admin = await as('admin@example.com');
    const tables = [
      'programs',
      'program_tasks',
      'program_versions',
      'cohorts',
      'enrollments',
      'tasks',
      'coach_connections',
    ];
    return Promise.all(tables.map(async (table) => (await admin.rows(`${table}?select=id`)).length));
  };
  const before = await counts();
  expect(existsSync(join(data, 'programs-due'))).toBe(false);
  expect(await end('SIGINT')).toBe(0);
  await start();
  expect(await counts()).toEqual(before);
  expect(server.said()).not.toMatch(/programs/);
});

test('one chain is finished, one has held deletions, and one has failed and can be resumed', async () => {
  const admin = await as('admin@example.com');
  const runs = await admin.rows<{ id: number; chain_name: string; status: string; error_code: string | null }>(
    'task_chain_logs?order=id&select=id,chain_name,status,error_code',
  );
  expect(runs).toMatchObject([
    { chain_name: 'daily_full', status: 'completed' },
    { chain_name: 'leads_full', status: 'completed' },
    { chain_name: 'leads_full', status: 'completed' },
    { chain_name: 'enrollments_incremental', status: 'failed', error_code: 'unauthorized' },
  ]);
  expect(await admin.rows('held_deletions?state=eq.held')).toMatchObject([{ dataset: 'leads' }]);
});
