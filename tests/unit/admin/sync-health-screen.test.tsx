import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, test, vi } from 'vitest';
import type { SyncCycleStats, SyncHealth } from '../../../src/domain/sync/sync-health.ts';
import { HealthScreen } from '../../../src/features/admin/sync-health/HealthScreen.tsx';
import { rangeBounds } from '../../../src/features/admin/sync-health/range.ts';
import { formatMilliseconds } from '../../../src/features/admin/sync-health/labels.ts';
import { goOffline, json, rest, rpc, server } from '../../fixtures/cloud.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const NOTHING: SyncCycleStats = {
  cycles: 0,
  succeeded: 0,
  p50_ms: null,
  p95_ms: null,
  sent: 0,
  received: 0,
  oldest_pending_ms: null,
};

const health = (change: Partial<SyncHealth> = {}): SyncHealth => ({
  bucket_seconds: 3600,
  devices: 0,
  totals: NOTHING,
  failures: [],
  rejections: [],
  drift: [],
  unrepaired: [],
  versions: [],
  buckets: ['2026-03-06T10:00:00+00:00', '2026-03-06T11:00:00+00:00'].map((at) => ({ at, figures: NOTHING })),
  ...change,
});

const FULL = health({
  devices: 7,
  totals: {
    cycles: 1_200,
    succeeded: 1_152,
    p50_ms: 85,
    p95_ms: 2_340,
    sent: 5_300,
    received: 61_204,
    oldest_pending_ms: 3 * 86_400_000,
  },
  failures: [
    { code: 'timeout', count: 40 },
    { code: 'a_new_one', count: 8 },
  ],
  rejections: [{ code: 'missing_parent', count: 3 }],
  drift: [{ code: 'program_activities', count: 2 }],
  unrepaired: [{ code: 'submissions', count: 1, devices: 2 }],
  versions: [{ app_version: '0.1.0', devices: 7, last_seen_at: '2026-03-06T11:00:00+00:00' }],
});

const answeringHealth = (response: SyncHealth, requests: { since: string; until: string }[] = []) =>
  rest('rpc/sync_health', async ({ request }) => {
    requests.push((await request.json()) as (typeof requests)[number]);
    return json(response);
  });

describe('sync health', () => {
  it('shows the figures, failures, rejections and app versions', async () => {
    server.use(answeringHealth(FULL));
    openScreen(HealthScreen, { role: 'admin' });
    const tile = async (label: string) =>
      (await screen.findByText(label, { selector: 'dt' })).parentElement?.textContent;
    expect(await tile('Succeeded')).toContain('96%of 1,200 syncs, 7 devices');
    expect(await tile('Median')).toContain('85 ms');
    expect(await tile('95th percentile')).toContain('2.3 s');
    expect(await tile('Longest wait')).toContain('3 days');
    expect(await tile('Changes sent')).toContain('5,300');
    expect(await tile('Rows received')).toContain('61,204');
    const list = (name: string) => within(screen.getByRole('list', { name })).getAllByRole('listitem');
    expect(list('Failed syncs').map((row) => row.textContent)).toEqual(['Timed out40', 'a_new_one8']);
    expect(list('Rejected changes').map((row) => row.textContent)).toEqual(['Parent row missing3']);
    expect(list('Devices repaired').map((row) => row.textContent)).toEqual(['Activity2']);
    expect(list('Not repaired').map((row) => row.textContent)).toEqual([
      'LeadStill different from the cloud after reading everything again, on 2 devices1 row',
    ]);
    expect(list('App versions in use')[0]?.textContent).toContain('7 devices');
  });

  it('draws charts that can be read as tables', async () => {
    const busy = { ...NOTHING, cycles: 5, succeeded: 4, p50_ms: 100, p95_ms: 900, sent: 12, received: 34 };
    server.use(answeringHealth({ ...FULL, buckets: [{ at: '2026-03-06T10:00:00+00:00', figures: busy }] }));
    openScreen(HealthScreen, { role: 'admin' });
    const tables = await screen.findByRole('button', { name: 'Syncs as a table' });
    expect(screen.getByRole('img', { name: /1,152 syncs succeeded and 48 failed/ })).toBeTruthy();
    await userEvent.click(tables);
    await userEvent.click(screen.getByRole('button', { name: 'Duration as a table' }));
    const cells = (name: string) =>
      within(screen.getByRole('group', { name }))
        .getAllByRole('cell')
        .map((cell) => cell.textContent);
    expect(cells('Syncs, table')).toEqual(['4', '1', '12', '34']);
    expect(cells('Duration, table')).toEqual(['100 ms', '900 ms', '–']);
  });

  it('requests the chosen period', async () => {
    const requests: { since: string; until: string }[] = [];
    server.use(answeringHealth(FULL, requests));
    openScreen(HealthScreen, { role: 'admin' });
    await screen.findByText('85 ms');
    await userEvent.click(screen.getByText('30 days'));
    await vi.waitFor(() => {
      expect(requests).toHaveLength(2);
    });
    const days = requests.map(({ since, until }) => Math.round((Date.parse(until) - Date.parse(since)) / 86_400_000));
    expect(days).toEqual([1, 30]);
    for (const { until } of requests) expect(Date.parse(until)).toBeGreaterThan(Date.now());
  });

  it('shows a message when no device has reported', async () => {
    server.use(answeringHealth(health()));
    openScreen(HealthScreen, { role: 'admin' });
    expect(await screen.findByText(/No syncs reported in this period/)).toBeTruthy();
  });

  it('shows what was loaded before to an admin who is offline', async () => {
    server.use(answeringHealth(FULL));
    const first = openScreen(HealthScreen, { role: 'admin' });
    await screen.findByText('85 ms');
    first.close();
    goOffline();
    openScreen(HealthScreen, { role: 'admin' });
    expect(await screen.findByText('Offline.')).toBeTruthy();
    expect(await screen.findByText('85 ms')).toBeTruthy();
  });

  it('shows a message when the server fails', async () => {
    server.use(rpc('sync_health', () => json({ message: 'boom' }, 503)));
    openScreen(HealthScreen, { role: 'admin' });
    expect(await screen.findByText('The server couldn’t respond.')).toBeTruthy();
  });
});

test('a period ends with the current hour or day', () => {
  const now = new Date(2026, 2, 6, 14, 25).getTime();
  expect(rangeBounds('day', now)).toEqual({ since: new Date(2026, 2, 5, 15), until: new Date(2026, 2, 6, 15) });
  expect(rangeBounds('week', now)).toEqual({ since: new Date(2026, 1, 28), until: new Date(2026, 2, 7) });
});

test.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [1_240, '1.2 s'],
  [12_400, '12 s'],
  [59_900, '1 min'],
  [2 * 3_600_000 + 600_000, '2 h 10 min'],
  [3 * 86_400_000, '3 days'],
])('%d milliseconds read as %s', (ms, text) => {
  expect(formatMilliseconds(ms)).toBe(text);
});
