import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startBackend, type TestBackend } from '../fixtures/backend/backend.ts';
import { chainDatabase, type StagedRows, type TakenStep } from '../fixtures/chains/chain-database.ts';

let backend: TestBackend;
let chains: ReturnType<typeof chainDatabase>;

beforeAll(async () => {
  backend = await startBackend();
  chains = chainDatabase(backend);
});
afterAll(() => backend.close());
beforeEach(() => chains.reset());

/** Monday, when the daily chain is due. */
const at = (time: string, day = '2026-11-30') => `${day}T${time}Z`;

/** What each job brings where the test does not say otherwise. */
const ROWS: Record<string, StagedRows> = {
  sync_courses: { courses: [{ id: 'c1', name: 'Basics' }] },
  impartner_sync: {
    partners: [{ id: '1', name: 'Acme', active: true }],
    contacts: [{ id: '9', partner_id: '1', email: 'a@example.com', first_name: 'Ada', last_name: 'L', active: true }],
  },
  sync_npcu: { npcu: [{ id: 'c1', npcu: 1 }] },
  sync_users: { users: [{ id: 'p1', email: 'a@example.com', first_name: 'Ada', last_name: 'L', unsubscribed: false }] },
  sync_groups: { groups: [{ id: 'g1', name: 'Acme' }] },
  group_members_sync: { memberships: [{ id: 'g1:p1', group_id: 'g1', person_id: 'p1' }] },
  sync_enrollments: { enrollments: [{ id: 'p1:c1', person_id: 'p1', course_id: 'c1', progress: 100 }] },
  sync_to_impartner: {},
};

const work = async (step: TakenStep, now: string, rows: StagedRows = ROWS[step.job] ?? {}) => {
  await chains.store(step, { rows, checkpoint: { complete: true } }, now);
  await chains.finish(step, now);
};
/** Works until nothing is left. Returns the tasks in their order. */
const workAll = async (now: string, change: (step: TakenStep) => StagedRows | undefined = () => undefined) => {
  const order: string[] = [];
  for (let step = await chains.take(now); step; step = await chains.take(now)) {
    order.push(step.task);
    await work(step, now, change(step));
  }
  return order;
};

describe('the daily chain', () => {
  test('runs at its time, its steps in the order of what they need, and completes', async () => {
    expect(await chains.tick(at('01:59:00'))).toBe(false);
    expect(await chains.tick(at('02:00:00'))).toBe(true);
    const order = await workAll(at('02:01:00'));
    expect(order).toEqual([
      'daily_full.impartner_sync',
      'daily_full.sync_courses',
      'daily_full.sync_npcu',
      'daily_full.sync_users',
      'daily_full.sync_groups',
      'daily_full.group_members_sync',
      'daily_full.sync_enrollments',
      'daily_full.sync_to_impartner',
    ]);
    expect(await chains.runs()).toMatchObject([
      { chain_name: 'daily_full', status: 'completed', slot: '2026-11-30 02:00:00', trigger: 'schedule' },
    ]);
    expect(await backend.sql('select name from public.crm_partners')).toEqual([{ name: 'Acme' }]);
  });

  test('has two steps of different APIs at work at once, and one of each', async () => {
    await chains.tick(at('02:00:00'));
    const first = await chains.take(at('02:00:01'));
    const second = await chains.take(at('02:00:01'));
    expect([first?.api, second?.api].sort()).toEqual(['impartner', 'northpass']);
    expect(await chains.take(at('02:00:01'))).toBeNull();
  });

  test('stops at a required step that failed for good, and goes on from there when it is resumed', async () => {
    const admin = await backend.signUp('admin');
    await chains.tick(at('02:00:00'));
    const order: string[] = [];
    for (let step = await chains.take(at('02:00:00')); step; step = await chains.take(at('02:00:00'))) {
      order.push(step.task);
      if (step.job === 'sync_users') await chains.fail(step, 'unauthorized', false, at('02:00:00'));
      else await work(step, at('02:00:00'));
    }
    expect(order.at(-1)).toBe('daily_full.sync_users');
    const [run] = await chains.runs();
    expect(run).toMatchObject({ status: 'failed', error_code: 'unauthorized' });
    await backend.sql("update public.task_chain_logs set started_at = now() - interval '1 hour'");
    expect((await backend.rpc('resume_run', { run: run?.id }, admin.token)).status).toBe(204);
    expect((await workAll(at('02:30:00')))[0]).toBe('daily_full.sync_users');
    expect(await chains.runs()).toMatchObject([{ status: 'completed', error_code: null }]);
  });

  test('fails after three more attempts in six hours of a vendor’s outage, and completes when it is resumed', async () => {
    const admin = await backend.signUp('admin');
    await chains.tick(at('02:00:00'));
    const failures: string[] = [];
    for (let minute = 0; minute < 360; minute += 1) {
      const now = new Date(Date.parse(at('02:00:00')) + minute * 60_000).toISOString();
      await chains.tick(now);
      for (let step = await chains.take(now); step; step = await chains.take(now)) {
        if (step.job !== 'sync_users') await work(step, now);
        else {
          failures.push(now.slice(11, 16));
          await chains.fail(step, 'unreachable', true, now);
        }
      }
    }
    expect(failures).toEqual(['02:00', '02:01', '02:06', '02:21']);
    const failed = (await chains.runs()).find(({ chain_name }) => chain_name === 'daily_full');
    expect(failed).toMatchObject({ status: 'failed', error_code: 'unreachable' });
    expect(await backend.sql("select code from public.alerts where subject like '% daily_full.%'")).toEqual([
      { code: 'unreachable' },
    ]);
    await backend.sql("update public.task_chain_logs set started_at = now() - interval '6 hours'");
    expect((await backend.rpc('resume_run', { run: failed?.id }, admin.token)).status).toBe(204);
    await workAll(at('08:00:00'));
    expect((await chains.runs()).find(({ id }) => id === failed?.id)).toMatchObject({ status: 'completed' });
  });

  test('is not run beside itself, and not twice for a slot', async () => {
    const admin = await backend.signUp('admin');
    await chains.tick(at('02:00:00'));
    expect((await backend.rpc('run_chain', { chain: 'daily_full' }, admin.token)).status).toBe(409);
    await workAll(at('02:00:00'));
    await backend.sql("update public.scheduled_tasks set next_at = '2026-11-30T02:00:00Z' where name = 'daily_full'");
    await chains.tick(at('02:01:00'));
    expect((await chains.runs()).filter(({ chain_name }) => chain_name === 'daily_full')).toHaveLength(1);
  });

  test('reads anew what it has staged where another run has brought newer data meanwhile', async () => {
    await chains.tick(at('02:00:00'));
    await workAll(at('02:00:00'));
    const users = (first_name: string) => ({
      users: [{ ...ROWS['sync_users']?.['users']?.[0], id: 'p1', first_name }],
    });
    const startOnly = (now: string) =>
      backend.sql(
        "select private.start_run('daily_full', 'manual', null, null, 'daily_full.sync_users', false, $1)",
        now,
      );
    await startOnly(at('10:00:00'));
    const slow = await chains.take(at('10:00:00'));
    if (!slow) throw new Error('no step');
    await chains.store(slow, { rows: users('Old'), checkpoint: { complete: true } }, at('10:01:00'));
    // Another run, of any chain, has finished the same dataset since.
    await backend.sql(
      "update public.datasets set refreshed_at = $1, refreshed_by = 0 where name = 'users'",
      at('10:02:00'),
    );
    await chains.finish(slow, at('10:03:00'));
    expect(await backend.sql('select first_name from public.lms_users')).toEqual([{ first_name: 'Ada' }]);
    const again = await chains.take(at('10:04:00'));
    expect(again).toMatchObject({ step: slow.step, checkpoint: null });
    if (again) await work(again, at('10:04:00'), users('New'));
    expect(await backend.sql('select first_name from public.lms_users')).toEqual([{ first_name: 'New' }]);
  });

  test('sends no counts by itself where more partners fall than can be believed, but where an admin starts it', async () => {
    const admin = await backend.signUp('admin');
    const partners = Array.from({ length: 30 }, (_, index) => ({
      id: String(index),
      name: `P${String(index)}`,
      active: true,
      total_npcu: 5,
    }));
    const groups = partners.map(({ id, name }) => ({ id: `g${id}`, name }));
    const refusals: unknown[] = [];
    await chains.tick(at('02:00:00'));
    for (let step = await chains.take(at('02:00:00')); step; step = await chains.take(at('02:00:00'))) {
      if (step.job === 'sync_to_impartner') {
        await backend.sql("select public.next_push($1, $2, '', 50)", step.step, step.token).catch((error: unknown) => {
          refusals.push(/counts_fall/.exec(String(error))?.[0]);
        });
        await chains.fail(step, 'counts_fall', false, at('02:00:00'));
      } else {
        const rows = { impartner_sync: { ...ROWS['impartner_sync'], partners }, sync_groups: { groups } } as Record<
          string,
          StagedRows
        >;
        await work(step, at('02:00:00'), rows[step.job]);
      }
    }
    expect((await chains.runs()).find(({ chain_name }) => chain_name === 'daily_full')).toMatchObject({
      status: 'partial',
      error_code: 'counts_fall',
    });
    expect(refusals).toEqual(['counts_fall']);
    const now = new Date().toISOString();
    await backend.sql('update public.datasets set refreshed_at = $1', now);
    await backend.rpc('run_chain', { chain: 'push_incremental' }, admin.token);
    const step = await chains.take(new Date(Date.now() + 1_000).toISOString());
    const [due] = await backend.sql<{ next: unknown[] }>(
      "select public.next_push($1, $2, '', 50) as next",
      step?.step,
      step?.token,
    );
    expect(due?.next).toHaveLength(30);
  });

  test('ends a run at once that has no step to do', async () => {
    const admin = await backend.signUp('admin');
    await backend.sql("update public.scheduled_tasks set enabled = false where task_chain = 'daily_full'");
    await backend.rpc('run_chain', { chain: 'daily_full' }, admin.token);
    expect(await chains.runs()).toMatchObject([{ status: 'completed' }]);
    await backend.sql("update public.scheduled_tasks set enabled = true where task_chain = 'daily_full'");
  });
});
