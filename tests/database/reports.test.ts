import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ReportData } from '../../src/domain/mail/report-mail.ts';
import { type Account, startBackend, type TestBackend } from '../fixtures/backend/backend.ts';
import { chainDatabase } from '../fixtures/chains/chain-database.ts';
import { addReportRows } from '../fixtures/chains/report-rows.ts';
import { defined } from '../fixtures/defined.ts';

let backend: TestBackend;
let chains: ReturnType<typeof chainDatabase>;
let admin: Account;
let rep: Account;

beforeAll(async () => {
  backend = await startBackend();
  chains = chainDatabase(backend);
  admin = await backend.signUp('admin');
  rep = await backend.signUp();
});
afterAll(() => backend.close());

/** Monday of ISO week 49. */
const MONDAY = '2026-11-30';
const NOW = `${MONDAY}T08:00:00Z`;
const ADA = 'ada@vendor.example';
const BEN = 'ben@vendor.example';

beforeEach(async () => {
  await chains.reset();
  await backend.sql('delete from public.report_recipients');
  await addReportRows(backend, {
    partners: [
      { id: '1', name: 'Acme', manager: ADA },
      { id: '2', name: 'Beta', manager: 'Ada <ADA@Vendor.example>' },
      { id: '3', name: '<script>alert(1)</script>', manager: BEN },
      { id: '4', name: 'Delta', manager: 'nobody' },
      { id: '5', name: 'Former', manager: ADA, active: false },
      { id: '6', name: 'Solo', manager: ADA, hasGroup: false },
    ],
    completions: [
      { partner: '1', person: 'p1', course: 'c1', at: '2026-11-28T10:00:00Z' },
      { partner: '1', person: 'p1', course: 'c2', at: '2025-01-10T10:00:00Z' },
      { partner: '2', person: 'p2', course: 'c2', at: '2026-11-20T10:00:00Z' },
      { partner: '3', person: 'p3', course: 'c1', at: '2026-11-29T10:00:00Z' },
      { partner: '5', person: 'p5', course: 'c1', at: '2026-11-29T10:00:00Z' },
    ],
    leads: [
      { partner: '1', at: '2026-11-29T10:00:00Z' },
      { partner: '1', at: '2026-11-18T10:00:00Z' },
      { partner: '3', at: '2026-11-29T10:00:00Z' },
    ],
    refreshedAt: `${MONDAY}T02:00:00Z`,
  });
});

/** [week, partner, certified people, NPCU, expiring certificates]. */
const addWeeks = (...weeks: [string, string, number, number, number][]) =>
  backend.sql(
    `insert into public.partner_weeks select (x ->> 0)::date, x ->> 1, (x ->> 2)::integer, (x ->> 3)::numeric, (x ->> 4)::integer
     from jsonb_array_elements($1::jsonb) x`,
    JSON.stringify(weeks),
  );
const reportOf = async (recipient: string, now = NOW): Promise<ReportData> => {
  const kind = recipient === '' ? 'executive_weekly_report' : 'pam_weekly_report';
  const [row] = await backend.sql<{ data: ReportData }>(
    'select data from private.reports($1, array[$2], $3, $4)',
    kind,
    recipient,
    MONDAY,
    now,
  );
  return defined(row, 'report').data;
};

describe('the report for a partner manager', () => {
  test('has the figures of their active partners beside last week’s and the mean of up to eight weeks', async () => {
    await addWeeks(['2026-11-23', '1', 1, 2, 0], ['2026-11-23', '2', 0, 0, 0], ['2026-11-23', '5', 50, 50, 50]);
    await addWeeks(['2026-11-16', '1', 1, 2, 0], ['2026-10-05', '1', 4, 8, 3], ['2026-09-28', '1', 90, 90, 90]);
    expect((await reportOf(ADA)).figures).toEqual([
      { name: 'certified_people', value: 2, last_week: 1, mean: 2 },
      { name: 'total_npcu', value: 5, last_week: 2, mean: 4 },
      { name: 'new_certificates', value: 1, last_week: 1, mean: 0.1 },
      { name: 'expiring_certificates', value: 1, last_week: 0, mean: 1 },
      { name: 'certified_partners', value: 2, last_week: 1, mean: 1 },
      { name: 'new_leads', value: 1, last_week: 1, mean: 0.1 },
    ]);
  });

  test('does not know what was never there', async () => {
    await backend.sql("update public.datasets set refreshed_at = null where name = 'leads'");
    const { figures, changes } = await reportOf(ADA);
    expect(figures[0]).toEqual({ name: 'certified_people', value: 2, last_week: null, mean: null });
    expect(figures[5]).toEqual({ name: 'new_leads', value: null, last_week: null, mean: null });
    expect(changes).toBeNull();
  });

  test('says which partners changed most, what expires, and which partners have no group', async () => {
    await addWeeks(['2026-11-23', '1', 1, 2, 0], ['2026-11-23', '2', 0, 0, 0]);
    const { changes, expiring, unlinked, partners, decisions, manager, week } = await reportOf(ADA);
    expect(changes).toEqual({
      count: 2,
      partners: [
        { name: 'Beta', certified_people: [0, 1], total_npcu: [0, 2] },
        { name: 'Acme', certified_people: [1, 1], total_npcu: [2, 3] },
      ],
    });
    expect(expiring).toEqual({
      count: 1,
      partners: [{ name: 'Acme', count: 1 }],
      certificates: [{ partner: 'Acme', person: 'p1 L', course: 'Course c2', expires_on: '2027-01-10' }],
    });
    expect(unlinked).toEqual({ count: 1, names: ['Solo'] });
    expect({ partners, decisions, manager, week }).toEqual({
      partners: 3,
      decisions: null,
      manager: ADA,
      week: '2026-W49',
    });
  });

  test('says what is stale, the oldest first', async () => {
    await backend.sql("update public.datasets set refreshed_at = '2026-11-28T02:00:00Z' where name = 'enrollments'");
    const { freshness } = await reportOf(ADA);
    expect(freshness.map(({ name, is_stale }) => [name, is_stale]).slice(0, 2)).toEqual([
      ['enrollments', true],
      ['groups', false],
    ]);
  });
});

test('the report for executives is about all active partners, and about what needs a decision', async () => {
  await addWeeks(['2026-11-23', '3', 1, 1, 0]);
  await backend.sql(
    `insert into public.held_deletions (dataset, found_at, missing_count, row_count, sample) values ('users', $1, 40, 100, '[]')`,
    NOW,
  );
  await backend.sql(
    `insert into public.task_chain_logs (chain_name, trigger, started_at, completed_at, total_duration_seconds, status, error_code)
     values ('daily_full', 'manual', $1, $1, 1, 'failed', 'unauthorized'), ('daily_full', 'manual', $2, $2, 1, 'failed', 'unauthorized')`,
    '2026-11-29T02:00:00Z',
    '2026-11-20T02:00:00Z',
  );
  await backend.sql(
    "insert into public.lms_groups (id, name, hash, changed_at) values ('g7', 'Solo', '', now()), ('g8', 'solo', '', now())",
  );
  const { figures, partners, decisions, manager } = await reportOf('');
  expect({ partners, manager }).toEqual({ partners: 5, manager: null });
  expect(figures[0]).toEqual({ name: 'certified_people', value: 3, last_week: 1, mean: 1 });
  expect(decisions).toEqual({
    held_deletions: [{ dataset: 'users', missing: 40, of: 100 }],
    unclear_groups: 2,
    failed_runs: [{ title: 'Daily chain', at: expect.stringContaining('2026-11-29') as string, code: 'unauthorized' }],
  });
});

describe('the counts of a week', () => {
  const weeks = () =>
    backend.sql('select week_start::text, partner_id, total_npcu::int from public.partner_weeks order by 1, 2');
  const tick = (now: string) => chains.tick(now);
  beforeEach(() => backend.sql('update public.scheduled_tasks set enabled = false'));
  afterAll(() => backend.sql('update public.scheduled_tasks set enabled = true'));

  test('are stored once, as soon as all that they are made of is of that week', async () => {
    await backend.sql("update public.datasets set refreshed_at = '2026-11-29T23:50:00Z' where name = 'groups'");
    await tick(`${MONDAY}T02:30:00Z`);
    expect(await weeks()).toEqual([]);
    await backend.sql("update public.datasets set refreshed_at = '2026-11-30T02:40:00Z' where name = 'groups'");
    await tick(`${MONDAY}T02:50:00Z`);
    const stored = await weeks();
    expect(stored).toContainEqual({ week_start: MONDAY, partner_id: '1', total_npcu: 3 });
    await backend.sql("update public.lms_course_values set npcu = 10 where id = 'c1'");
    await tick(`${MONDAY}T03:10:00Z`);
    expect(await weeks()).toEqual(stored);
  });

  test('are not those of stale data', async () => {
    await tick('2026-12-02T08:00:00Z');
    expect(await weeks()).toEqual([]);
  });
});

interface Page {
  last: string | null;
  queued: number;
  repeated: number;
  invalid: number;
}
/** Runs a report to its end, two recipients a page. Returns its pages. */
const runReport = async (
  job: string,
  { slot = `${MONDAY} 08:00`, isDryRun = false, now = NOW } = {},
): Promise<Page[]> => {
  await backend.sql('select private.start_run($1, $2, $3, null, null, $4, $5)', job, 'manual', slot, isDryRun, now);
  const { step, token } = defined(await chains.take(now), 'step');
  const pages: Page[] = [];
  for (let after: string | null = null; ; after = defined(pages.at(-1), 'page').last) {
    const [row] = await backend.sql<{ page: Page }>(
      'select private.queue_reports_at($1, $2, $3, 1, $4) as page',
      step,
      token,
      after,
      now,
    );
    pages.push(defined(row, 'page').page);
    if (row?.page.last == null) break;
  }
  await chains.store({ step, token }, { checkpoint: { complete: true } }, now);
  await chains.finish({ step, token }, now);
  return pages;
};
const queued = () =>
  backend.sql<{ kind: string; period: string; recipient: string; data: ReportData }>(
    'select kind, period, recipient, data from public.mail_outbox order by created_at, kind, recipient',
  );

describe('a run of a report', () => {
  test('queues one mail for each partner manager, and says how many addresses are none', async () => {
    expect(await runReport('pam_weekly_report')).toEqual([
      { last: ADA, queued: 1, repeated: 0, invalid: 1 },
      { last: BEN, queued: 1, repeated: 0, invalid: 0 },
      { last: null, queued: 0, repeated: 0, invalid: 0 },
    ]);
    const mails = await queued();
    expect(mails.map(({ period, recipient, data }) => [period, recipient, data.manager, data.partners])).toEqual([
      ['2026-W49', ADA, ADA, 3],
      ['2026-W49', BEN, BEN, 1],
    ]);
  });

  test('queues no second one in the same week, and another one in the next', async () => {
    await runReport('pam_weekly_report');
    const again = await runReport('pam_weekly_report', { slot: '2026-12-06 20:00', now: '2026-12-06T20:00:00Z' });
    expect(again.map(({ queued: added, repeated }) => [added, repeated])).toEqual([
      [0, 1],
      [0, 1],
      [0, 0],
    ]);
    await runReport('pam_weekly_report', { slot: '2026-12-07 08:00', now: '2026-12-07T08:00:00Z' });
    expect((await queued()).map(({ period }) => period)).toEqual(['2026-W49', '2026-W49', '2026-W50', '2026-W50']);
  });

  test('is of the ISO week of its slot, also where that is another year', async () => {
    await runReport('executive_weekly_report', { slot: '2027-01-03 08:00' });
    expect(await queued()).toMatchObject([{ period: '2026-W53', data: { week_start: '2026-12-28' } }]);
  });

  test('queues nothing as a dry run', async () => {
    const [page] = await runReport('pam_weekly_report', { isDryRun: true });
    expect(page).toEqual({ last: ADA, queued: 0, repeated: 1, invalid: 1 });
    expect(await queued()).toEqual([]);
  });

  test('reaches the executives whom an admin chose, and without any all admins', async () => {
    await runReport('executive_weekly_report');
    expect((await queued()).map(({ recipient }) => recipient)).toEqual([admin.email]);
    const chosen = {
      kind: 'executive_weekly_report',
      emails: ['Eve <EVE@example.com>', 'zoe@example.com', 'eve@example.com'],
    };
    expect(await backend.rpc('set_report_recipients', chosen, admin.token)).toMatchObject({
      status: 200,
      body: ['eve@example.com', 'zoe@example.com'],
    });
    await runReport('executive_weekly_report', { slot: '2026-12-07 08:00' });
    const mails = (await queued()).filter(({ period }) => period === '2026-W50');
    expect(mails.map(({ recipient }) => recipient)).toEqual(['eve@example.com', 'zoe@example.com']);
    expect(new Set(mails.map(({ data }) => JSON.stringify(data))).size).toBe(1);
  });
});

describe('an admin', () => {
  test('sees who gets what, and which addresses of managers are none', async () => {
    const { status, body } = await backend.rpc('mail_recipients', {}, admin.token);
    expect([status, body]).toEqual([
      200,
      {
        executives: { emails: [admin.email], are_admins: true },
        managers: [
          { email: ADA, name: null, partners: 3 },
          { email: BEN, name: null, partners: 1 },
        ],
        invalid_managers: [{ email: 'nobody', partners: 1 }],
        alerts: [admin.email],
      },
    ]);
  });

  test.each([
    ['invalid_email', { kind: 'executive_weekly_report', emails: ['eve@example.com', 'eve@'] }],
    ['invalid_value', { kind: 'pam_weekly_report', emails: [] }],
    ['invalid_value', { kind: 'executive_weekly_report', emails: null }],
  ])('gets %s for wrong recipients, and nothing changes', async (message, body) => {
    expect(await backend.rpc('set_report_recipients', body, admin.token)).toMatchObject({
      status: 400,
      body: { message },
    });
    expect(await backend.sql('select email from public.report_recipients')).toEqual([]);
  });

  test.each([
    [404, 'not_found', { kind: 'pam_weekly_report', manager: 'stranger@example.com' }],
    [404, 'not_found', { kind: 'pam_weekly_report' }],
    [400, 'invalid_value', { kind: 'executive_weekly_report', manager: ADA }],
    [400, 'invalid_value', { kind: 'cleanup' }],
  ])('gets %d %s for a preview of no report', async (status, message, body) => {
    for (const name of ['report_data', 'queue_preview']) {
      expect(await backend.rpc(name, body, admin.token), name).toMatchObject({ status, body: { message } });
    }
  });

  test('queues a preview for their own address alone', async () => {
    const preview = { kind: 'pam_weekly_report', manager: ` ${ADA.toUpperCase()}` };
    const { body } = await backend.rpc<{ recipient: string; data: ReportData }>('queue_preview', preview, admin.token);
    expect(body).toMatchObject({ recipient: admin.email, data: { manager: ADA, kind: 'pam_weekly_report' } });
    expect(await queued()).toMatchObject([{ kind: 'preview', recipient: admin.email, data: { manager: ADA } }]);
  });

  test.each(['report_data', 'queue_preview', 'set_report_recipients', 'mail_recipients'])(
    'alone may call %s',
    async (name) => {
      const parameters =
        name === 'set_report_recipients'
          ? { kind: 'executive_weekly_report', emails: [] }
          : name === 'mail_recipients'
            ? {}
            : { kind: 'executive_weekly_report' };
      expect((await backend.rpc(name, parameters, rep.token)).status).toBe(403);
      expect((await backend.rpc(name, parameters, admin.token)).status).toBe(200);
    },
  );
});
