import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SyncReportMessage } from '../../src/contract/sync-report.ts';
import type { SyncHealth } from '../../src/domain/sync/sync-health.ts';
import { type Account, startBackend, type TestBackend } from '../fixtures/backend/backend.ts';

let backend: TestBackend;
let rep: Account;
let other: Account;
let coach: Account;
let admin: Account;
let device: string;

const newDevice = async (owner: Account): Promise<string> => {
  const id = randomUUID();
  await backend.sql('insert into public.sync_devices (id, user_id) values ($1, $2)', id, owner.id);
  return id;
};

beforeAll(async () => {
  backend = await startBackend();
  rep = await backend.signUp();
  other = await backend.signUp();
  coach = await backend.signUp('coach');
  admin = await backend.signUp('admin');
  device = await newDevice(rep);
});
afterAll(() => backend.close());

beforeEach(() => backend.sql('delete from public.sync_reports'));

const aReport = (change: Partial<SyncReportMessage> = {}): SyncReportMessage => ({
  id: randomUUID(),
  ago_ms: 60_000,
  outcome: 'ok',
  duration_ms: 100,
  sent: 0,
  received: 0,
  oldest_pending_ms: null,
  rejections: {},
  drift: [],
  unrepaired: {},
  app_version: '1.0.0',
  ...change,
});

const sendReports = (reports: unknown, { as = rep, from = device }: { as?: Account | null; from?: unknown } = {}) =>
  backend.rpc<{ message?: string }>('report_sync', { device: from, reports }, as?.token ?? null);

const kept = () => backend.sql('select * from public.sync_reports order by at');

describe('report_sync', () => {
  test('stores each report once, also when it is sent twice', async () => {
    const report = aReport({
      sent: 3,
      received: 5,
      oldest_pending_ms: 7_000,
      rejections: { forbidden: 2 },
      drift: ['submissions', 'no such table'],
      unrepaired: { submissions: 2, 'no such table': 1, profiles: 'many' as unknown as number },
    });
    expect((await sendReports([report, aReport()])).status).toBeLessThan(300);
    expect((await sendReports([report, report])).status).toBeLessThan(300);
    const rows = await kept();
    expect(rows).toHaveLength(2);
    expect(rows.find(({ id }) => id === report.id)).toMatchObject({
      user_id: rep.id,
      device_id: device,
      outcome: 'ok',
      duration_ms: 100,
      sent: 3,
      received: 5,
      rejections: { forbidden: 2 },
      drift: ['submissions'],
      unrepaired: { submissions: 2 },
      app_version: '1.0.0',
    });
  });

  test('sets the time of a report by the server’s clock, at most 30 days back', async () => {
    await sendReports([aReport({ ago_ms: 3_600_000 }), aReport({ ago_ms: 1e15 }), aReport({ ago_ms: -1e15 })]);
    const ages = await backend.sql<{ minutes: number }>(
      'select round(extract(epoch from now() - at) / 60)::integer as minutes from public.sync_reports order by at',
    );
    expect(ages.map(({ minutes }) => minutes)).toEqual([43_200, 60, 0]);
  });

  test('clamps figures to their limits', async () => {
    await sendReports([
      aReport({
        duration_ms: 1e300,
        sent: -5,
        received: 2.6,
        oldest_pending_ms: 1e30,
        app_version: 'v'.repeat(500),
        rejections: { forbidden: -3, 'Not a code': 1, duplicate: 'many' as unknown as number, malformed: 1e20 },
      }),
    ]);
    const [row] = await kept();
    expect(row).toMatchObject({
      duration_ms: 86_400_000,
      sent: 0,
      received: 3,
      app_version: 'v'.repeat(50),
      rejections: { forbidden: 0, malformed: 10_000_000 },
    });
    expect(Number(row?.['oldest_pending_ms'])).toBe(3650 * 86_400_000);
  });

  test('is rejected for another person’s device, for an unknown one and without sign-in', async () => {
    for (const as of [other, admin]) {
      expect(await sendReports([aReport()], { as })).toMatchObject({
        status: 403,
        body: { message: 'foreign_device' },
      });
    }
    expect((await sendReports([aReport()], { from: randomUUID() })).status).toBe(403);
    expect((await sendReports([aReport()], { from: null })).status).toBe(403);
    expect((await sendReports([aReport()], { as: null })).status).toBe(401);
    expect(await kept()).toEqual([]);
  });

  test('does not overwrite somebody else’s report with the same id', async () => {
    const report = aReport({ sent: 1 });
    await sendReports([report]);
    await sendReports([{ ...report, sent: 9 }], { as: other, from: await newDevice(other) });
    expect(await kept()).toMatchObject([{ user_id: rep.id, sent: 1 }]);
  });

  const whole = aReport();
  // Older devices send none of the others.
  const REQUIRED = (Object.keys(whole) as (keyof SyncReportMessage)[]).filter((member) => member !== 'unrepaired');
  const without = (member: keyof SyncReportMessage) =>
    Object.fromEntries(Object.entries(whole).filter(([key]) => key !== member));
  test.each<[string, unknown]>([
    ['no array', {}],
    ['null', null],
    ['a text', 'reports'],
    ['numbers', [1, 2]],
    ['nulls', [null]],
    ['arrays', [[]]],
    ...REQUIRED.map((member): [string, unknown] => [`no ${member}`, [without(member)]]),
    ['an invalid id', [aReport({ id: 'x' })]],
    ['an invalid outcome', [{ ...whole, outcome: 'Drop table;' }]],
    ['a figure as text', [{ ...whole, duration_ms: '5' }]],
    ['rejections as a list', [{ ...whole, rejections: [] }]],
    ['one bad report among good ones', [aReport(), {}]],
  ])('rejects %s with a 400, and stores nothing of it', async (_what, reports) => {
    expect((await sendReports(reports)).status).toBe(400);
    expect(await kept()).toEqual([]);
  });

  test('rejects more than 100 reports with a 413, and an invalid device id with a 400', async () => {
    expect((await sendReports(Array.from({ length: 101 }, () => aReport()))).status).toBe(413);
    expect((await sendReports(Array.from({ length: 100 }, () => aReport()))).status).toBeLessThan(300);
    for (const from of ['x', 5, {}, []]) expect((await sendReports([], { from })).status).toBe(400);
  });
});

describe('reports', () => {
  test('can be read only by their person and by admins, and written only by report_sync', async () => {
    await sendReports([aReport()]);
    const seen = async ({ token }: Account) => (await backend.rest<unknown[]>('sync_reports', {}, token)).body.length;
    expect([await seen(rep), await seen(admin), await seen(other), await seen(coach)]).toEqual([1, 1, 0, 0]);
    for (const { token } of [rep, admin]) {
      const body = JSON.stringify({ user_id: rep.id, outcome: 'ok' });
      expect((await backend.rest('sync_reports', { method: 'POST', body }, token)).status).toBe(403);
      expect((await backend.rest('sync_reports?outcome=eq.ok', { method: 'DELETE' }, token)).status).toBe(403);
    }
  });

  test('are pruned when they are older than the given age', async () => {
    await sendReports([aReport({ ago_ms: 10 * 86_400_000 }), aReport()]);
    expect(await backend.sql(`select private.prune_sync_reports('7 days') as pruned`)).toEqual([{ pruned: 1 }]);
    expect(await kept()).toHaveLength(1);
  });
});

describe('sync_health', () => {
  const HOUR = 3_600_000;
  // The end of the next hour, so that what is told in this one is in the last day, also where an hour ends meanwhile.
  const until = new Date((Math.ceil(Date.now() / HOUR) + 1) * HOUR);
  const before = (hours: number) => new Date(until.getTime() - hours * HOUR).toISOString();
  const healthOf = (hours: number, as: Account | null = admin) =>
    backend.rpc<SyncHealth>('sync_health', { since: before(hours), until: until.toISOString() }, as?.token ?? null);

  test('returns the figures of all reports in the range, in total and per bucket', async () => {
    const others = await newDevice(other);
    await sendReports([
      ...[10, 20, 30, 40].map((duration_ms) => aReport({ duration_ms, sent: 1, received: 10 })),
      aReport({ outcome: 'server', duration_ms: 9_000, oldest_pending_ms: 5_000 }),
      aReport({
        outcome: 'timeout',
        rejections: { forbidden: 1 },
        drift: ['submissions', 'profiles'],
        unrepaired: { profiles: 2 },
      }),
    ]);
    await sendReports(
      [
        aReport({
          app_version: '0.9.0',
          oldest_pending_ms: 90_000,
          rejections: { forbidden: 2, duplicate: 1 },
          unrepaired: { profiles: 1 },
        }),
      ],
      {
        as: other,
        from: others,
      },
    );
    await sendReports([aReport({ ago_ms: 5 * 24 * HOUR, outcome: 'server' })]);
    const { status, body } = await healthOf(24);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      bucket_seconds: 3600,
      devices: 2,
      totals: { cycles: 7, succeeded: 5, p50_ms: 30, p95_ms: 100, sent: 4, received: 40, oldest_pending_ms: 90_000 },
      failures: [
        { code: 'server', count: 1 },
        { code: 'timeout', count: 1 },
      ],
      rejections: [
        { code: 'forbidden', count: 3 },
        { code: 'duplicate', count: 1 },
      ],
      drift: [
        { code: 'profiles', count: 1 },
        { code: 'submissions', count: 1 },
      ],
      unrepaired: [{ code: 'profiles', count: 3, devices: 2 }],
      versions: [
        { app_version: '0.9.0', devices: 1 },
        { app_version: '1.0.0', devices: 1 },
      ],
    });
    expect(body.buckets).toHaveLength(24);
    expect(body.buckets.reduce((sum, { figures }) => sum + figures.cycles, 0)).toBe(7);
    expect(Date.parse(body.buckets[0]?.at ?? '')).toBe(Date.parse(before(24)));

    const { body: week } = await healthOf(7 * 24);
    expect(week).toMatchObject({ bucket_seconds: 86_400, totals: { cycles: 8, succeeded: 5 } });
    expect(week.buckets.map(({ figures }) => figures.cycles)).toEqual([0, 1, 0, 0, 0, 0, 7]);
  });

  test('returns empty figures where there are no reports', async () => {
    const { body } = await healthOf(2);
    const nothing = {
      cycles: 0,
      succeeded: 0,
      p50_ms: null,
      p95_ms: null,
      sent: 0,
      received: 0,
      oldest_pending_ms: null,
    };
    expect(body).toMatchObject({
      devices: 0,
      totals: nothing,
      failures: [],
      rejections: [],
      unrepaired: [],
      versions: [],
    });
    expect(body.buckets.map(({ figures }) => figures)).toEqual([nothing, nothing]);
  });

  test('is allowed only to admins', async () => {
    for (const as of [rep, coach])
      expect(await healthOf(24, as)).toMatchObject({ status: 403, body: { message: 'forbidden' } });
    expect((await healthOf(24, null)).status).toBe(401);
  });

  test.each([
    ['2026-03-02', '2026-03-01'],
    ['2026-03-01', '2026-03-01'],
    ['2026-01-01', '2026-12-31'],
    ['-infinity', 'infinity'],
    ['infinity', 'infinity'],
    ['294000-01-01', '294000-01-02'],
    ['soon', '2026-03-01'],
    [null, '2026-03-01'],
    ['2026-03-01', null],
  ])('rejects the range from %j to %j with a 400', async (since, end) => {
    expect((await backend.rpc('sync_health', { since, until: end }, admin.token)).status).toBe(400);
  });

  test('responds to no request with a 500', () => {
    expect(backend.faults).toEqual([]);
  });
});
