import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateVendorData } from '../../supabase/local/vendors/generate.ts';
import { type Account, startBackend, type TestBackend } from '../fixtures/backend/backend.ts';
import {
  expectedPartnerCounts,
  idsOfVendors,
  liveIds,
  npcuOf,
  runUntilDone,
} from '../fixtures/chains/vendor-oracle.ts';

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

describe('an incremental walk', () => {
  /** An enrollment that is not completed, of somebody in a partner's group, in a course that counts. */
  const openEnrollment = async () => {
    const linked = new Set(
      (await backend.sql<{ group_id: string }>('select group_id from public.partner_groups')).map(
        ({ group_id }) => group_id,
      ),
    );
    const found = vendors.enrollments
      .all()
      .find(
        ({ resourceType, resourceId, completedAt, personId }) =>
          resourceType === 'course' &&
          completedAt === null &&
          npcuOf(vendors, resourceId) > 0 &&
          vendors.memberships.where('personId', personId).some(({ groupId }) => linked.has(groupId)),
      );
    if (!found) throw new Error('there is none');
    return found;
  };

  test.each([
    ['reads what has changed', false],
    ['reads everything where the API ignores its filter', true],
  ])('of enrollments %s, and the counts follow', async (_, ignoresFilter) => {
    vendors.ignoresUpdatedFilter = ignoresFilter;
    const { id } = await openEnrollment();
    vendors.enrollments.edit(id, { progress: 100, completedAt: Date.now() }, Date.now());
    const before = backend.functions().vendors.requests.northpass;
    await run('enrollments_incremental');
    const sent = backend.functions().vendors.requests.northpass - before;
    expect(sent).toBe(SIZES.courses + 1);
    expect(await backend.sql('select chain_name, status from public.task_chain_logs order by id desc limit 1')).toEqual(
      [{ chain_name: 'push_incremental', status: 'completed' }],
    );
    for (const [partner, expected] of await expectedPartnerCounts(backend, vendors, Date.now())) {
      expect({ partner, ...vendors.accounts.get(Number(partner)) }).toMatchObject({ partner, ...expected });
    }
  });

  test('of enrollments notices a renewed certificate, and keeps it while its course is taken again', async () => {
    vendors.ignoresUpdatedFilter = false;
    const done = vendors.enrollments
      .all()
      .find(({ resourceType, completedAt }) => resourceType === 'course' && completedAt !== null);
    if (!done) throw new Error('there is none');
    const renewed = Date.now() - 1_000;
    vendors.enrollments.edit(done.id, { progress: 100, completedAt: renewed }, Date.now());
    vendors.enrollments.add({
      ...done,
      id: 'again',
      progress: 10,
      completedAt: null,
      startedAt: Date.now(),
      updatedAt: Date.now(),
    });
    await run('enrollments_incremental');
    const transcript = await backend.sql<{ completed_at: string }>(
      'select completed_at from public.lms_transcripts where person_id = $1 and course_id = $2',
      done.personId,
      done.resourceId,
    );
    expect(transcript.map(({ completed_at }) => Date.parse(completed_at))).toEqual([renewed]);
    vendors.enrollments.delete('again');
  });

  test('of leads brings what has changed since the last one', async () => {
    await run('leads_full');
    const leads = async () => (await backend.sql<{ id: string }>('select id from public.crm_leads')).length;
    expect(await leads()).toBe(SIZES.leads);
    const [lead] = vendors.leads.all();
    vendors.leads.edit(lead?.Id ?? 0, { Status: 'Converted' }, Date.now());
    await run('leads_incremental');
    expect(await lastSteps()).toMatchObject([{ job: 'sync_leads', status: 'done', created_rows: 0, updated_rows: 1 }]);
    expect(await leads()).toBe(SIZES.leads);
  });
});

test('a dry run of the push sends nothing, and keeps what it would have sent', async () => {
  const [partner] = await backend.sql<{ id: string }>('select partner_id as id from private.pushed_counts limit 1');
  const account = () => ({ ...vendors.accounts.get(Number(partner?.id)) });
  const before = account();
  await backend.sql('delete from private.pushed_counts');
  await backend.sql('update public.crm_partners set total_npcu = -1 where id = $1', partner?.id);
  await run('push_incremental', { dry_run: true });
  expect(account()).toEqual(before);
  const kept = await backend.sql(
    'select outcome from public.crm_pushes where partner_id = $1 order by id desc limit 1',
    partner?.id,
  );
  expect(kept).toEqual([{ outcome: 'dry_run' }]);
});
