import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateVendorData } from '../../supabase/local/vendors/generate.ts';
import { type Account, startBackend, type TestBackend } from '../fixtures/backend/backend.ts';
import { expectedPartnerCounts, idsOfVendors, liveIds, runUntilDone } from '../fixtures/chains/vendor-oracle.ts';

const NOW = Date.now();
const SIZES = { people: 60, groups: 12, courses: 60, enrollments: 80, accounts: 12, contacts: 250, leads: 30 };
const vendors = generateVendorData({ sizes: SIZES, seed: 'chains', now: NOW });

let backend: TestBackend;
let admin: Account;

beforeAll(async () => {
  backend = await startBackend('memory://', {
    functions: true,
    vendors,
    vendorLimits: { northpass: null, impartner: null },
  });
  await backend.sql('update private.apis set requests_per_second = 1000');
  admin = await backend.signUp('admin');
});
afterAll(() => backend.close());

const run = async (chain: string, more: object = {}): Promise<void> => {
  expect((await backend.rpc('run_chain', { chain, ...more }, admin.token)).status).toBe(200);
  await runUntilDone(backend);
};
const lastSteps = () =>
  backend.sql<{
    job: string;
    status: string;
    created_rows: number;
    updated_rows: number;
    gone_rows: number;
    notes: object;
  }>(
    `select job, status, created_rows, updated_rows, gone_rows, notes from public.task_chain_steps
     where run_id = (select max(id) from public.task_chain_logs) order by chain_order, id`,
  );
/** Changes with every write of a row. */
const rowVersions = () =>
  backend.sql(
    `select (select string_agg(xmin::text || id, ',' order by id) from public.lms_users)
       || (select string_agg(xmin::text || id, ',' order by id) from public.lms_transcripts)
       || (select string_agg(xmin::text || id, ',' order by id) from public.crm_contacts) as versions`,
  );

describe('the daily chain, with real workers and vendors over HTTP,', () => {
  test('brings what both vendors have, and sends the counts back', async () => {
    await run('daily_full');
    expect(await lastSteps()).toMatchObject(Array.from({ length: 8 }, () => ({ status: 'done' })));
    expect(await liveIds(backend)).toEqual(idsOfVendors(vendors));
    const counts = await expectedPartnerCounts(backend, vendors, NOW);
    expect(counts.size).toBeGreaterThan(5);
    for (const [id, expected] of counts)
      expect({ id, ...vendors.accounts.get(Number(id)) }).toMatchObject({ id, ...expected });
    expect(backend.faults).toEqual([]);
  });

  test('writes nothing when nothing has changed', async () => {
    // The counts that were sent are a change of the CRM.
    await run('daily_full');
    const before = await rowVersions();
    await run('daily_full');
    for (const { job, created_rows, updated_rows, gone_rows } of await lastSteps()) {
      expect({ job, written: created_rows + updated_rows + gone_rows }).toEqual({ job, written: 0 });
    }
    expect((await lastSteps()).at(-1)?.notes).toEqual({});
    expect(await rowVersions()).toEqual(before);
  });
});
