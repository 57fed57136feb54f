// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TransportFailure } from '../../src/contract/transport-failure.ts';
import type { CheckRequest, PullRequest, PushRequest } from '../../src/contract/protocol.ts';
import type { ActivityStatus } from '../../src/domain/activities/activity.ts';
import { CadenceDatabase, deleteDatabase } from '../../src/store/database.ts';
import { bulkUpsertActivities, createActivity } from '../../src/data/activities/activities.ts';
import { type SyncService, startSync } from '../../src/sync/service.ts';
import { useSyncStore } from '../../src/sync/sync-store.ts';
import { FakeClock } from '../fixtures/simulation/fake-clock.ts';
import { FakeLocks } from '../fixtures/simulation/fake-locks.ts';
import { FakeServer } from '../fixtures/simulation/fake-server.ts';
import { person } from '../fixtures/simulation/world.ts';

const DRAFT = { type: 'call', title: 'a', date: '2026-03-02' };

let server: FakeServer;
let failure: TransportFailure | null;
let calls: string[];
let db: CadenceDatabase;
let services: SyncService[];

beforeEach(() => {
  server = new FakeServer({ now: () => Date.now() });
  server.signUp(person(1));
  failure = null;
  calls = [];
  services = [];
  db = new CadenceDatabase(person(1));
});

afterEach(async () => {
  for (const service of services) service.stop();
  db.close();
  await deleteDatabase(person(1));
  Reflect.deleteProperty(navigator, 'locks');
});

const transport = {
  push: async (request: PushRequest) => {
    await Promise.resolve();
    calls.push('push');
    if (failure) throw failure;
    return server.push(person(1), structuredClone(request));
  },
  pull: async (request: PullRequest) => {
    await Promise.resolve();
    calls.push('pull');
    if (failure) throw failure;
    return server.pull(person(1), structuredClone(request));
  },
  check: (request: CheckRequest) => Promise.resolve(server.digest(person(1), structuredClone(request))),
};

/** Runs short waits at once and long ones never. */
const immediateScheduler = {
  after: (ms: number, callback: () => void) => {
    const timer = ms < 1_000 ? setTimeout(callback, 0) : null;
    return () => {
      if (timer) clearTimeout(timer);
    };
  },
  random: () => 1,
};

const start = (more: Partial<Parameters<typeof startSync>[0]> = {}): SyncService => {
  const service = startSync({ db, transport, appVersion: '1', scheduler: immediateScheduler, ...more });
  services.push(service);
  return service;
};

const state = () => useSyncStore.getState();
const isSynced = () =>
  vi.waitFor(() => {
    expect(state()).toMatchObject({ syncStatus: 'idle', pendingChanges: 0 });
    expect(state().lastSyncAt).not.toBeNull();
  });
const onServer = () => server.visibleRows(person(1), 'program_activities').length;

describe('the sync service', () => {
  it('syncs at the start and after every write, by itself', async () => {
    start();
    await isSynced();
    await createActivity(db, DRAFT);
    await vi.waitFor(() => {
      expect(onServer()).toBe(1);
    });
    await isSynced();
  });

  it('shows how many changes are pending without a connection, and sends them when it is back', async () => {
    failure = new TransportFailure('offline', 'no connection');
    start();
    await createActivity(db, DRAFT);
    await vi.waitFor(() => {
      expect(state()).toMatchObject({ syncStatus: 'offline', syncError: 'offline', pendingChanges: 1 });
    });
    failure = null;
    globalThis.dispatchEvent(new Event('online'));
    await isSynced();
    expect(onServer()).toBe(1);
  });

  it('distinguishes a server error from being offline', async () => {
    failure = new TransportFailure('server', 'the server responded with 500');
    start();
    await vi.waitFor(() => {
      expect(state()).toMatchObject({ syncStatus: 'error', syncError: 'server' });
    });
  });

  it('counts rejected changes', async () => {
    start();
    await createActivity(db, { ...DRAFT, status: 'donne' as ActivityStatus });
    await vi.waitFor(() => {
      expect(state()).toMatchObject({ pendingChanges: 0, rejectedChanges: 1 });
    });
  });

  it('resolves a manual sync when it has ended, also when it failed', async () => {
    const { syncNow } = start();
    await createActivity(db, DRAFT);
    await syncNow();
    expect(onServer()).toBe(1);
    failure = new TransportFailure('timeout', 'no response in time');
    await state().syncWithCloud();
    expect(state().syncError).toBe('timeout');
  });

  it('syncs when the page becomes visible and on a realtime notification', async () => {
    let notify: () => void = () => undefined;
    const stopListening = vi.fn();
    const service = start({
      subscribeToFeed: (onNotification) => {
        notify = onNotification;
        return stopListening;
      },
    });
    await isSynced();
    for (const trigger of [() => document.dispatchEvent(new Event('visibilitychange')), () => notify()]) {
      calls = [];
      trigger();
      await vi.waitFor(() => {
        expect(calls).toEqual(['pull']);
      });
      await isSynced();
    }
    service.stop();
    expect(stopListening).toHaveBeenCalledOnce();
  });

  it('syncs every five minutes', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
    start();
    await isSynced();
    calls = [];
    vi.advanceTimersByTime(5 * 60_000);
    await vi.waitFor(() => {
      expect(calls).toEqual(['pull']);
    });
  });

  it('shows progress only while many rows are pushed or pulled', async () => {
    const seen: number[] = [];
    const unsubscribe = useSyncStore.subscribe(({ progress }) => {
      if (progress) seen.push(progress.total);
    });
    await bulkUpsertActivities(
      db,
      Array.from({ length: 250 }, () => DRAFT),
    );
    const { syncNow } = start();
    await syncNow();
    unsubscribe();
    expect(Math.max(...seen)).toBeGreaterThanOrEqual(250);
    expect(state().progress).toBeNull();
    expect(onServer()).toBe(250);
  });

  it('does nothing after it is stopped', async () => {
    const { stop, syncNow } = start();
    await syncNow();
    stop();
    calls = [];
    await createActivity(db, DRAFT);
    globalThis.dispatchEvent(new Event('online'));
    await state().syncWithCloud();
    await new Promise((resolve) => setImmediate(resolve));
    expect(calls).toEqual([]);
    expect(state()).toMatchObject({ syncStatus: 'idle', lastSyncAt: null });
  });

  it('restarts when a sync hangs, and shows the overdue change until it is sent', async () => {
    const clock = new FakeClock(Date.parse('2026-03-02T09:00:00Z'));
    const environment = { now: () => clock.now, newId: () => crypto.randomUUID(), deviceName: 'd' };
    db.close();
    db = new CadenceDatabase(person(1), undefined, environment);
    let hanging = 0;
    start({
      scheduler: clock.scheduler(() => 1),
      environment,
      transport: {
        ...transport,
        push: (request) => {
          if (request.changes.length === 0 || hanging > 0) return transport.push(request);
          hanging += 1;
          return new Promise(() => undefined);
        },
      },
    });
    const made = clock.now;
    await createActivity(db, DRAFT);
    await vi.waitFor(() => {
      clock.advance(500);
      expect(hanging).toBe(1);
      expect(state().pendingChanges).toBe(1);
    });
    for (let minute = 0; minute < 10; minute += 1) clock.advance(60_000);
    expect(state().overdueSince?.getTime()).toBe(made);
    await vi.waitFor(() => {
      clock.advance(500);
      expect(onServer()).toBe(1);
      expect(state().overdueSince).toBeNull();
    });
  });

  it('syncs in one tab for all of them, and the next tab goes on when that one closes', async () => {
    Object.defineProperty(navigator, 'locks', { value: new FakeLocks().manager, configurable: true });
    const first = start();
    const secondDb = new CadenceDatabase(person(1));
    const pulls: string[] = [];
    const second = start({
      db: secondDb,
      transport: {
        ...transport,
        pull: (request) => {
          pulls.push('second');
          return transport.pull(request);
        },
      },
    });
    await isSynced();
    await createActivity(secondDb, DRAFT);
    await vi.waitFor(() => {
      expect(onServer()).toBe(1);
    });
    expect(pulls).toEqual([]);
    first.stop();
    await createActivity(secondDb, DRAFT);
    await vi.waitFor(() => {
      expect(onServer()).toBe(2);
      // The push comes first.
      expect(pulls.length).toBeGreaterThan(0);
    });
    second.stop();
    secondDb.close();
  });
});
