import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBackend, type Account, type TestBackend } from '../fixtures/backend/backend.ts';
import { chainDatabase, type StagedRows, type TakenStep } from '../fixtures/chains/chain-database.ts';

let backend: TestBackend;
let chains: ReturnType<typeof chainDatabase>;
let admin: Account;

beforeAll(async () => {
  backend = await startBackend();
  chains = chainDatabase(backend);
  admin = await backend.signUp('admin');
});
afterAll(() => backend.close());

const range = (count: number) => Array.from({ length: count }, (_, index) => index);
const people = range(6).map((id) => ({
  id: `p${String(id)}`,
  email: `p${String(id)}@example.com`,
  first_name: 'P',
  last_name: String(id),
  unsubscribed: false,
}));
const courses = range(3).map((id) => ({ id: `c${String(id)}`, name: `Course ${String(id)}` }));
const partners = range(4).map((id) => ({ id: String(id), name: `Partner ${String(id)}`, active: true }));
const groups = range(4).map((id) => ({ id: `g${String(id)}`, name: `PARTNER ${String(id)}` }));
const enrollments = people.map(({ id }, index) => ({ person_id: id, course_id: `c${String(index % 3)}` }));
const idOf = ({ person_id, course_id }: { person_id: string; course_id: string }) => `${person_id}:${course_id}`;

/** The pages of each job, in the order in which its worker stores them. */
const PAGES: Record<string, StagedRows[]> = {
  sync_courses: [{ courses: courses.slice(0, 2) }, { courses: courses.slice(1) }],
  sync_npcu: [{ npcu: courses.map(({ id }) => ({ id, npcu: 1 })) }],
  impartner_sync: [
    { partners: partners.slice(0, 2) },
    { partners: partners.slice(2) },
    { contacts: [{ id: '1', partner_id: '1', email: '', first_name: '', last_name: '', active: true }] },
  ],
  sync_users: [{ users: people.slice(0, 3) }, { users: people.slice(3, 5) }, { users: people.slice(4) }],
  sync_groups: [{ groups }],
  group_members_sync: people.map(({ id }, index) => ({
    memberships: [{ id: `g${String(index % 4)}:${id}`, group_id: `g${String(index % 4)}`, person_id: id }],
  })),
  sync_enrollments: [
    { enrollments: enrollments.map((enrollment) => ({ id: idOf(enrollment), ...enrollment, progress: 100 })) },
    {
      transcripts: enrollments.map((enrollment) => ({
        id: idOf(enrollment),
        ...enrollment,
        status: 'completed',
        completed_at: '2026-10-01T00:00:00Z',
      })),
    },
  ],
  sync_to_impartner: [],
};

/** What comes next: a worker does its next call, ends without a word, fails, or wakes up late; a tick comes; time passes. */
type Event =
  | { kind: 'work'; worker: 0 | 1 }
  | { kind: 'kill' | 'release' | 'late'; worker: 0 | 1 }
  | { kind: 'fail'; worker: 0 | 1; retryable: boolean }
  | { kind: 'tick' }
  | { kind: 'cancel' }
  | { kind: 'wait'; seconds: number };

const worker = fc.constantFrom<0 | 1>(0, 1);
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('work' as const), worker }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('kill' as const, 'release' as const, 'late' as const), worker }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('fail' as const), worker, retryable: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('tick' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds: fc.constantFrom(1, 30, 95, 400, 1_000) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'cancel' as const }) },
);

interface Worker {
  step: TakenStep;
  next: number;
}

const pageOf = (step: TakenStep): number => (step.checkpoint as { page: number } | null)?.page ?? 0;

/** Everything that readers see, whatever the times. */
const liveTables = async (): Promise<unknown> => {
  const tables = await backend.sql<{ table_name: string }>(
    'select table_name from public.datasets where table_name is not null order by 1',
  );
  const found = tables.map(async ({ table_name }) => [
    table_name,
    await backend.sql(
      `select to_jsonb(t) - '{changed_at,gone_run}'::text[] as row from public.${table_name} t order by id`,
    ),
  ]);
  const links = backend.sql('select group_id, partner_id, method from public.partner_groups order by group_id');
  return [await Promise.all(found), await links];
};

/** Two workers at a run of the daily chain, with what happens to them; afterwards it is brought to its end. */
const play = async (events: readonly Event[]): Promise<void> => {
  await chains.reset();
  await backend.sql('update public.scheduled_tasks set next_at = null');
  // Runs may be resumed within a day by the true clock.
  let now = Date.now();
  const at = () => new Date(now).toISOString();
  const workers: Record<0 | 1, Worker | null> = { 0: null, 1: null };
  const late: Worker[] = [];
  expect((await backend.rpc('run_chain', { chain: 'daily_full' }, admin.token)).status).toBe(200);
  now = Date.now();

  const unlessLost = async (call: () => Promise<unknown>): Promise<boolean> => {
    try {
      await call();
      return true;
    } catch (error) {
      if (!String(error).includes('lease_lost')) throw error;
      return false;
    }
  };
  const work = async (which: 0 | 1): Promise<void> => {
    const current = workers[which];
    if (!current) {
      const step = await chains.take(at());
      workers[which] = step === null ? null : { step, next: pageOf(step) };
      return;
    }
    const { step, next } = current;
    const rows = PAGES[step.job]?.[next];
    const isStored = await unlessLost(() =>
      rows
        ? chains.store(step, { id: crypto.randomUUID(), rows, checkpoint: { page: next + 1 } }, at())
        : chains.finish(step, at()),
    );
    workers[which] = rows && isStored ? { step, next: next + 1 } : null;
  };
  const resume = async (): Promise<void> => {
    const [run] = (await chains.runs()).slice(-1);
    if (run && ['failed', 'partial', 'cancelled'].includes(run.status)) {
      const { status } = await backend.rpc('resume_run', { run: run.id }, admin.token);
      if (status !== 204) throw new Error(`the response to resuming was ${String(status)}`);
    }
  };

  for (const happened of events) {
    if (happened.kind === 'wait') now += happened.seconds * 1_000;
    else if (happened.kind === 'tick') await chains.tick(at());
    else if (happened.kind === 'cancel') {
      const [run] = (await chains.runs()).slice(-1);
      await backend.rpc('cancel_run', { run: run?.id }, admin.token);
      await resume();
    } else if (happened.kind === 'work') await work(happened.worker);
    else {
      const current = workers[happened.worker];
      workers[happened.worker] = null;
      if (happened.kind === 'late') {
        const earlier = late.shift();
        if (earlier) {
          const garbage = { id: crypto.randomUUID(), rows: {}, checkpoint: { page: 99 } };
          const wasStored = await unlessLost(() => chains.store(earlier.step, garbage, at()));
          // Its lease may still be its own: then it is as if it had never been away, but for where it goes on.
          if (wasStored)
            await chains.store(
              earlier.step,
              { ...garbage, id: crypto.randomUUID(), checkpoint: { page: earlier.next } },
              at(),
            );
        }
        workers[happened.worker] = current;
      } else if (current && happened.kind === 'kill') late.push(current);
      else if (current && happened.kind === 'release') await unlessLost(() => chains.release(current.step));
      else if (current && happened.kind === 'fail') {
        await unlessLost(() => chains.fail(current.step, 'server_error', happened.retryable, at()));
      }
    }
  }

  // Afterwards nothing else goes wrong.
  for (let round = 0; round < 400; round += 1) {
    const [run] = (await chains.runs()).slice(-1);
    if (run?.status === 'completed') return;
    if (run?.status !== 'running') await resume();
    now += 30_000;
    await chains.tick(at());
    await work(0);
    await work(1);
  }
  throw new Error(
    `the run did not end: ${JSON.stringify(await backend.sql('select task, status, error_code, checkpoint, token from public.task_chain_steps order by id'))}`,
  );
};

test('a run whose workers are killed, late, slow and failing, and that is cancelled and resumed, ends as an undisturbed one', async () => {
  await backend.sql(
    "update public.scheduled_tasks set enabled = false where task_chain is null and name <> 'daily_full'",
  );
  await play([]);
  const undisturbed = await liveTables();
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 5, maxLength: 60 }), async (events) => {
      await play(events);
      expect(await liveTables()).toEqual(undisturbed);
      expect(await backend.sql('select from private.staged_rows')).toEqual([]);
    }),
    { numRuns: 40 },
  );
});
