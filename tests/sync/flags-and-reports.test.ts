// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TransportFailure } from '../../src/contract/transport-failure.ts';
import { type CheckRequest, type PullRequest, type PushRequest, REJECTION_CODES } from '../../src/contract/protocol.ts';
import { REPORTS_LIMIT, type SyncReportMessage } from '../../src/contract/sync-report.ts';
import type { ActivityStatus } from '../../src/domain/activities/activity.ts';
import { systemEnvironment } from '../../src/store/environment.ts';
import { CadenceDatabase, deleteDatabase } from '../../src/store/database.ts';
import { storeFlags } from '../../src/store/flags.ts';
import { getUnsyncedChanges } from '../../src/store/outbox.ts';
import { createActivity } from '../../src/data/activities/activities.ts';
import { storeReport } from '../../src/store/sync-reports.ts';
import { type SyncService, startSync } from '../../src/sync/service.ts';
import { useSyncStore } from '../../src/sync/sync-store.ts';
import { FakeServer } from '../fixtures/simulation/fake-server.ts';
import { person } from '../fixtures/simulation/world.ts';

const DRAFT = { type: 'call', title: 'a', date: '2026-03-02' };
const MINUTE = 60_000;

let server: FakeServer;
let failure: TransportFailure | null;
let calls: number;
let db: CadenceDatabase;
let service: SyncService | null;
let now: number;
const environment = { ...systemEnvironment, now: () => now };

beforeEach(() => {
  server = new FakeServer({ now: () => Date.now() });
  server.signUp(person(1));
  failure = null;
  calls = 0;
  service = null;
  now = Date.now();
  db = new CadenceDatabase(person(1), undefined, environment);
});

afterEach(async () => {
  service?.stop();
  db.close();
  await deleteDatabase(person(1));
});

const call = async <T>(response: () => T): Promise<T> => {
  await Promise.resolve();
  calls += 1;
  if (failure) throw failure;
  return response();
};

const transport = {
  push: (request: PushRequest) => call(() => server.push(person(1), structuredClone(request))),
  pull: (request: PullRequest) => call(() => server.pull(person(1), structuredClone(request))),
  check: (request: CheckRequest) => call(() => server.digest(person(1), structuredClone(request))),
};

/** Runs short waits at once and retries never. */
const noRetryScheduler = {
  after: (ms: number, callback: () => void) => {
    const timer = ms < 1_000 ? setTimeout(callback, 0) : null;
    return () => {
      if (timer) clearTimeout(timer);
    };
  },
  random: () => 1,
};

const start = (more: Partial<Parameters<typeof startSync>[0]>): SyncService =>
  (service = startSync({
    db,
    transport,
    appVersion: '1.2.3',
    scheduler: noRetryScheduler,
    environment,
    ...more,
  }));

const onServer = () => server.visibleRows(person(1), 'program_activities').length;
const isShown = (state: object) =>
  vi.waitFor(() => {
    expect(useSyncStore.getState()).toMatchObject(state);
  });

describe('where syncing is turned off', () => {
  it('nothing is sent or read, every change stays in the outbox, and the state says so', async () => {
    const { syncNow } = start({ fetchFlags: () => Promise.resolve({ cloud_sync: false }) });
    await createActivity(db, DRAFT);
    await syncNow();
    await syncNow();
    expect(calls).toBe(0);
    expect(await getUnsyncedChanges(db)).toHaveLength(1);
    await isShown({ isTurnedOff: true, syncStatus: 'idle', syncError: null, pendingChanges: 1 });
  });

  it('it stays off without a connection', async () => {
    await storeFlags(db, { cloud_sync: false });
    const { syncNow } = start({ fetchFlags: () => Promise.reject(new TransportFailure('offline', 'no connection')) });
    await syncNow();
    expect(calls).toBe(0);
    await isShown({ isTurnedOff: true });
  });

  it('pending changes are sent at the first sync after it is turned on again', async () => {
    let isOn = false;
    const { syncNow } = start({ fetchFlags: () => Promise.resolve({ cloud_sync: isOn }) });
    await createActivity(db, DRAFT);
    await syncNow();
    expect(onServer()).toBe(0);
    isOn = true;
    await syncNow();
    expect(onServer()).toBe(1);
    await isShown({ isTurnedOff: false, pendingChanges: 0 });
  });
});

describe('where syncing is on', () => {
  it('a sync does not wait for the flags, and the next one follows them', async () => {
    await storeFlags(db, { cloud_sync: true });
    let resolveFlags: (flags: Record<string, boolean>) => void = () => undefined;
    const responses = [new Promise<Record<string, boolean>>((resolve) => (resolveFlags = resolve))];
    const { syncNow } = start({ fetchFlags: () => responses.shift() ?? Promise.resolve({ cloud_sync: false }) });
    await createActivity(db, DRAFT);
    await syncNow();
    expect(onServer()).toBe(1);
    resolveFlags({ cloud_sync: false });
    await isShown({ isTurnedOff: true });
    calls = 0;
    await syncNow();
    expect(calls).toBe(0);
  });

  it('flags are fetched every five minutes and not with every sync', async () => {
    await storeFlags(db, { cloud_sync: true });
    const fetchFlags = vi.fn(() => Promise.resolve({ cloud_sync: true }));
    const { syncNow } = start({ fetchFlags: fetchFlags });
    await syncNow();
    await syncNow();
    expect(fetchFlags).toHaveBeenCalledOnce();
    now += 5 * MINUTE;
    await syncNow();
    expect(fetchFlags).toHaveBeenCalledTimes(2);
  });

  it('a failure to fetch the flags delays no sync', async () => {
    const { syncNow } = start({ fetchFlags: () => Promise.reject(new TransportFailure('server', 'boom')) });
    await createActivity(db, DRAFT);
    await syncNow();
    expect(onServer()).toBe(1);
    await isShown({ isTurnedOff: false, syncStatus: 'idle', syncError: null });
  });
});

describe('the sync reports of a device', () => {
  let sent: { device: string; reports: SyncReportMessage[] }[];
  let rejection: TransportFailure | null;

  beforeEach(() => {
    sent = [];
    rejection = null;
  });

  const sendReports = async (device: string, reports: SyncReportMessage[]): Promise<void> => {
    await Promise.resolve();
    sent.push({ device, reports });
    if (rejection) throw rejection;
  };
  const startReporting = () => start({ sendReports });
  const waiting = async () => (await db.getMeta('reports'))?.unsent.map(({ id }) => id) ?? [];
  /** Waits until the device has sent reports so often, and stores none of those that it sent. */
  const sentTimes = (times: number) =>
    vi.waitFor(async () => {
      expect(sent).toHaveLength(times);
      const kept = await waiting();
      expect(sent.at(-1)?.reports.filter(({ id }) => kept.includes(id))).toEqual([]);
    });

  it('contain the outcome of a cycle, the rows, the rejections and how long changes were pending', async () => {
    await createActivity(db, DRAFT);
    await createActivity(db, { ...DRAFT, status: 'donne' as ActivityStatus });
    now += 90_000;
    await startReporting().syncNow();
    await sentTimes(1);
    const [{ device, reports } = { device: '', reports: [] }] = sent;
    expect(device).toBe((await db.getMeta('device'))?.id);
    expect(reports[0]).toMatchObject({ outcome: 'ok', sent: 2, app_version: '1.2.3' });
    expect(reports[0]?.oldest_pending_ms).toBeGreaterThanOrEqual(90_000);
    expect(Object.entries(reports[0]?.rejections ?? {})).toEqual([[expect.toBeOneOf([...REJECTION_CODES]), 1]]);
  });

  it('are sent together every five minutes', async () => {
    const { syncNow } = startReporting();
    await syncNow();
    await sentTimes(1);
    await syncNow();
    await vi.waitFor(async () => {
      expect(await waiting()).not.toEqual([]);
    });
    expect(sent).toHaveLength(1);
    now += 5 * MINUTE;
    await syncNow();
    await sentTimes(2);
    expect(sent[1]?.reports.length).toBeGreaterThanOrEqual(2);
  });

  it('contain failures, but not that the device was offline', async () => {
    const { syncNow } = startReporting();
    await syncNow();
    await sentTimes(1);
    failure = new TransportFailure('offline', 'no connection');
    await syncNow();
    failure = new TransportFailure('server', 'the server responded with 500');
    await syncNow();
    await vi.waitFor(async () => {
      expect((await db.getMeta('reports'))?.unsent.map(({ outcome }) => outcome)).toContain('server');
    });
    now += 5 * MINUTE;
    failure = null;
    await syncNow();
    await sentTimes(2);
    const outcomes = sent[1]?.reports.map(({ outcome }) => outcome);
    expect(outcomes).toContain('server');
    expect(outcomes).not.toContain('offline');
    const failed = sent[1]?.reports.find(({ outcome }) => outcome === 'server');
    expect(failed?.ago_ms).toBeGreaterThanOrEqual(5 * MINUTE);
  });

  it('never make a sync fail, and are sent later after a failure', async () => {
    rejection = new TransportFailure('server', 'boom');
    const { syncNow } = startReporting();
    await createActivity(db, DRAFT);
    await syncNow();
    expect(onServer()).toBe(1);
    await vi.waitFor(() => {
      expect(sent).toHaveLength(1);
    });
    await isShown({ syncStatus: 'idle', syncError: null });
    rejection = null;
    now += 5 * MINUTE;
    await syncNow();
    await sentTimes(2);
    expect(sent[1]?.reports.map(({ id }) => id)).toContain(sent[0]?.reports[0]?.id);
  });

  it('are deleted when the server rejects them', async () => {
    rejection = new TransportFailure('rejected', 'the server responded with 400');
    const { syncNow } = startReporting();
    await syncNow();
    await sentTimes(1);
    rejection = null;
    now += 5 * MINUTE;
    await syncNow();
    await sentTimes(2);
    const again = sent[1]?.reports.map(({ id }) => id);
    expect(again).not.toEqual([]);
    expect(again).not.toContain(sent[0]?.reports[0]?.id);
  });

  it('are limited to the newest that fit into one request', async () => {
    const report = { outcome: 'ok', duration_ms: 1, sent: 0, received: 0, oldest_pending_ms: null } as const;
    for (let n = 0; n <= REPORTS_LIMIT; n += 1) {
      await storeReport(db, {
        id: String(n),
        at: n,
        ...report,
        rejections: {},
        drift: [],
        unrepaired: {},
        app_version: '',
      });
    }
    const kept = (await db.getMeta('reports'))?.unsent ?? [];
    expect([kept.length, kept[0]?.id, kept.at(-1)?.id]).toEqual([REPORTS_LIMIT, '1', String(REPORTS_LIMIT)]);
  });
});
