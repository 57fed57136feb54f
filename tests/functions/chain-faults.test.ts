import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Fault, FaultRule } from '../../supabase/local/vendors/faults.ts';
import { generateVendorData } from '../../supabase/local/vendors/generate.ts';
import { type Account, startBackend, type TestBackend } from '../fixtures/backend/backend.ts';
import { chainDatabase } from '../fixtures/chains/chain-database.ts';
import { idsOfVendors, liveIds, runUntilDone } from '../fixtures/chains/vendor-oracle.ts';

const SIZES = { people: 250, groups: 12, courses: 6, enrollments: 80, accounts: 12, contacts: 250, leads: 30 };
const vendors = generateVendorData({ sizes: SIZES, seed: 'faults', now: Date.now() });

let backend: TestBackend;
let chains: ReturnType<typeof chainDatabase>;
let admin: Account;

beforeAll(async () => {
  backend = await startBackend('memory://', {
    functions: true,
    vendors,
    vendorLimits: { northpass: null, impartner: null },
  });
  chains = chainDatabase(backend);
  admin = await backend.signUp('admin');
  await backend.sql('update private.apis set requests_per_second = 1000');
});
afterAll(() => backend.close());
beforeEach(() => {
  backend.functions().vendors.faults.clear();
});

const add = (...rules: FaultRule[]): void => {
  for (const rule of rules) backend.functions().vendors.faults.add(rule);
};
const once = (vendor: FaultRule['vendor'], path: RegExp, fault: Fault, after = 0): FaultRule =>
  ({ vendor, path, fault, after, times: 1 }) as FaultRule;

const start = async (only_task: string | null = null): Promise<void> => {
  const { status } = await backend.rpc('run_chain', { chain: 'daily_full', only_task }, admin.token);
  expect(status).toBe(200);
};
const run = async (only: string | null = null): Promise<void> => {
  await start(only);
  await runUntilDone(backend);
};
const lastRun = async () => (await chains.runs()).at(-1);
const events = () =>
  backend.sql<{ code: string }>(
    `select distinct e.code from public.task_chain_events e join public.task_chain_steps s on s.id = e.step_id
     where s.run_id = (select max(id) from public.task_chain_logs) order by 1`,
  );

describe('a run of the daily chain', () => {
  test('brings everything through faults that pass: errors, HTML, cut and empty bodies, null for a list, another casing', async () => {
    add(
      once('northpass', /^\/courses\?/, { kind: 'status', status: 502, body: 'html' }),
      once('northpass', /^\/people/, { kind: 'html' }),
      once('northpass', /^\/people/, { kind: 'null_list' }, 2),
      once('northpass', /^\/groups\?/, { kind: 'empty' }),
      once('northpass', /memberships/, { kind: 'truncated' }, 3),
      once('northpass', /memberships/, { kind: 'status', status: 401 }, 6),
      once('northpass', /enrollments/, { kind: 'renamed_list' }, 2),
      once('northpass', /transcripts/, { kind: 'status', status: 500 }, 10),
      once('impartner', /^\/Account\?/, { kind: 'not_success' }),
      once('impartner', /^\/User/, { kind: 'repeat_last_page' }, 2),
    );
    await run();
    expect(await lastRun()).toMatchObject({ status: 'completed' });
    expect(await liveIds(backend)).toEqual(idsOfVendors(vendors));
  });

  test('pauses an API that refuses requests, as long as it says, and goes on without a failed attempt', async () => {
    add(
      once('northpass', /^\/people/, { kind: 'status', status: 429, retryAfterSeconds: 1 }),
      once('impartner', /^\/User/, { kind: 'status', status: 429, retryAfterSeconds: 2 }, 1),
    );
    await run();
    expect(await lastRun()).toMatchObject({ status: 'completed' });
    expect(await events()).toEqual([{ code: 'too_many_requests' }]);
    expect(await backend.sql('select from public.task_chain_steps where attempts > 0')).toEqual([]);
  });

  test('is completed by the next workers when one is killed in the middle, also by two at once', async () => {
    await backend.sql('delete from public.lms_transcripts');
    await start();
    const { tick, vendors: servers } = backend.functions();
    const before = servers.requests.northpass;
    await tick();
    await expect.poll(() => servers.requests.northpass - before, { timeout: 20_000, interval: 5 }).toBeGreaterThan(20);
    process.kill(backend.functionsPid() ?? 0, 'SIGKILL');
    await backend.sql(
      "update public.task_chain_steps set lease_until = now() - interval '1 second' where status = 'running'",
    );
    await Promise.all([tick(), tick()]);
    await runUntilDone(backend);
    expect(await lastRun()).toMatchObject({ status: 'completed' });
    expect(await liveIds(backend)).toEqual(idsOfVendors(vendors));
  });

  test('goes on from the beginning of a step whose checkpoint another version has stored', async () => {
    await start('daily_full.sync_users');
    await backend.sql(
      `update public.task_chain_steps set checkpoint = '{"of":"another version"}' where status = 'pending'`,
    );
    await runUntilDone(backend);
    expect(await lastRun()).toMatchObject({ status: 'completed' });
    expect((await liveIds(backend))['lms_users']).toEqual(idsOfVendors(vendors)['lms_users']);
  });

  test('keeps rows that a list left out because its offsets moved', async () => {
    add(once('northpass', /^\/people/, { kind: 'shift', by: 7 }, 1));
    await run('daily_full.sync_users');
    expect((await liveIds(backend))['lms_users']).toEqual(idsOfVendors(vendors)['lms_users']);
  });

  test('holds the deletions when the API says that half of all rows are gone', async () => {
    add({ vendor: 'impartner', path: /^\/User/, fault: { kind: 'missing', fraction: 0.5 } });
    await run('daily_full.impartner_sync');
    expect((await liveIds(backend))['crm_contacts']).toEqual(idsOfVendors(vendors)['crm_contacts']);
    const [held] = await backend.sql<{ missing_count: number }>(
      "select missing_count from public.held_deletions where state = 'held'",
    );
    expect(held?.missing_count).toBeGreaterThan(60);
  });

  test('stores what the CRM says of each partner, and sends again only what it refused', async () => {
    await backend.sql('delete from private.pushed_counts');
    await backend.sql('update public.crm_partners set total_npcu = -1');
    add({ vendor: 'impartner', path: /^\/Account$/, times: 1, fault: { kind: 'item_failures', every: 3 } });
    await run('daily_full.sync_to_impartner');
    const outcomes = () =>
      backend.sql<{ outcome: string; count: number }>(
        `select outcome, count(*)::int from public.crm_pushes
         where step_id = (select max(id) from public.task_chain_steps where status = 'done') group by 1 order by 1`,
      );
    const [refused, sent] = await outcomes();
    expect([refused?.outcome, sent?.outcome]).toEqual(['refused', 'sent']);
    await run('daily_full.sync_to_impartner');
    expect(await outcomes()).toEqual([{ outcome: 'sent', count: refused?.count }]);
  });

  test('leaves the data as they were when a list stays unreadable, and says why', async () => {
    add({ vendor: 'northpass', path: /^\/people\?page=2/, fault: { kind: 'null_list' } });
    await start('daily_full.sync_users');
    const { tick } = backend.functions();
    await tick();
    await expect
      .poll(() => backend.sql("select error_code from public.task_chain_steps where status = 'waiting'"), {
        timeout: 50_000,
        interval: 500,
      })
      .toEqual([{ error_code: 'unexpected_shape' }]);
    expect((await liveIds(backend))['lms_users']).toEqual(idsOfVendors(vendors)['lms_users']);
  });
});
