import { act, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { NoticeBell } from '../../../src/features/account/notices/NoticeBell.tsx';
import { NoticesScreen } from '../../../src/features/account/notices/NoticesScreen.tsx';
import type { CadenceDatabase } from '../../../src/store/database.ts';
import { createActivity } from '../../../src/data/activities/activities.ts';
import { type SyncState, useSyncStore } from '../../../src/sync/sync-store.ts';
import { newDevice, todayOfRep } from '../../fixtures/rep.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const become = (state: Partial<SyncState>) => {
  act(() => {
    useSyncStore.setState(state);
  });
};

/** The cloud refuses a new change. */
const refuse = async (db: CadenceDatabase) => {
  await createActivity(db, { type: 'call', title: 'Ring the bank', date: todayOfRep() });
  await db.outbox.where('state').equals('pending').modify({ state: 'rejected', code: 'invalid_value' });
};

const bell = (name: string) => screen.findByRole('link', { name });
const toasts = () => screen.queryAllByRole('alert').map((toast) => toast.textContent);

afterEach(() => {
  useSyncStore.setState(useSyncStore.getInitialState());
});

describe('the bell', () => {
  beforeEach(() => {
    // The store goes on by itself.
    const toFake = ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] as const;
    vi.useFakeTimers({ toFake: [...toFake], shouldAdvanceTime: true });
  });
  const wait = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

  test('counts new notices, and announces each once with its action', async () => {
    const db = await newDevice();
    await refuse(db);
    const { user, router, close } = openScreen(NoticeBell, { db, path: '/today' });
    await bell('Notices, 1 new');
    await vi.waitFor(async () => {
      await wait(1_000);
      expect(toasts()).toEqual(['1 change was not accepted by the cloud.Review']);
    });
    await user.click(screen.getByRole('button', { name: 'Review' }));
    expect(router.state.location.pathname).toBe('/needs-attention');
    close();

    openScreen(NoticeBell, { db, path: '/today' });
    await bell('Notices, 1 new');
    await wait(20_000);
    expect(toasts()).toEqual([]);
    await act(() => refuse(db));
    await vi.waitFor(async () => {
      await wait(1_000);
      expect(toasts()).toEqual(['2 changes were not accepted by the cloud.Review']);
    });
  });

  test('does not announce a failure that passes within seconds, nor the retries of a lasting one', async () => {
    openScreen(NoticeBell, { db: await newDevice(), path: '/today' });
    await bell('Notices');
    become({ syncStatus: 'error', syncError: 'outdated' });
    await bell('Notices, 1 new');
    await wait(2_000);
    become({ syncStatus: 'idle', syncError: null });
    await wait(10_000);
    expect(toasts()).toEqual([]);

    become({ syncStatus: 'error', syncError: 'outdated' });
    await wait(2_000);
    become({ syncStatus: 'syncing', syncError: null });
    await wait(500);
    become({ syncStatus: 'error', syncError: 'outdated' });
    await vi.waitFor(async () => {
      await wait(1_000);
      expect(toasts()).toEqual(['This version of Cadence is too old to sync.Reload']);
    });
  });

  test('announces several notices by one toast, which leads to the list', async () => {
    const db = await newDevice();
    await refuse(db);
    useSyncStore.setState({ repairedAt: new Date() });
    const { user, router } = openScreen(NoticeBell, { db, path: '/today' });
    await bell('Notices, 2 new');
    await vi.waitFor(async () => {
      await wait(1_000);
      expect(toasts()).toEqual(['2 notices about syncing.Show']);
    });
    await user.click(screen.getByRole('button', { name: 'Show' }));
    expect(router.state.location.pathname).toBe('/notices');
  });

  test('announces overdue changes only when they are still overdue a while later', async () => {
    openScreen(NoticeBell, { db: await newDevice(), path: '/today' });
    await bell('Notices');
    become({ overdueSince: new Date(Date.now() - 3_600_000), pendingChanges: 2 });
    await bell('Notices, 1 new');
    await wait(30_000);
    become({ overdueSince: new Date(Date.now() - 1_800_000), pendingChanges: 1 });
    await wait(20_000);
    expect(toasts()).toEqual([]);
    await vi.waitFor(async () => {
      await wait(5_000);
      expect(toasts()).toEqual(['1 change has been waiting to sync for a long time.Sync now']);
    });
  });

  test('does not announce what the current screen shows', async () => {
    const db = await newDevice();
    await refuse(db);
    openScreen(NoticeBell, { db, path: '/needs-attention' });
    await bell('Notices, 1 new');
    await vi.waitFor(async () => {
      await wait(1_000);
      expect(screen.getByRole('link', { name: 'Notices' })).toBeDefined();
    });
    expect(toasts()).toEqual([]);
  });
});

describe('the list of notices', () => {
  test('shows a message when there are no notices', async () => {
    openScreen(NoticesScreen, { db: await newDevice(), path: '/notices' });
    expect(await screen.findByText(/^No notices/)).toBeDefined();
  });

  test('shows each notice with its action, and marks it as seen', async () => {
    const db = await newDevice();
    await refuse(db);
    openScreen(NoticesScreen, { db, path: '/notices' });
    const list = within(await screen.findByRole('list', { name: 'Notices' }));
    expect(list.getByRole('heading', { name: '1 change was not accepted by the cloud.' })).toBeDefined();
    expect(list.getByRole('link', { name: 'Review' }).getAttribute('href')).toBe('/needs-attention');
    await vi.waitFor(async () => {
      expect((await db.getMeta('notices'))?.['rejected']?.seen).toBe(1);
    });
  });

  test('lets a repair be dismissed for good', async () => {
    const db = await newDevice();
    const { user } = openScreen(NoticesScreen, { db, path: '/notices' });
    await screen.findByText(/^No notices/);
    become({ repairedAt: new Date() });
    await user.click(await screen.findByRole('button', { name: 'Dismiss' }));
    expect(await screen.findByText(/^No notices/)).toBeDefined();
  });

  test('offers to sync now when changes are overdue', async () => {
    const syncWithCloud = vi.fn(() => Promise.resolve());
    useSyncStore.setState({ syncWithCloud, overdueSince: new Date(Date.now() - 3_600_000), pendingChanges: 4 });
    const { user } = openScreen(NoticesScreen, { db: await newDevice(), path: '/notices' });
    expect(await screen.findByText('4 changes have been waiting to sync for a long time.')).toBeDefined();
    await user.click(screen.getByRole('button', { name: 'Sync now' }));
    expect(syncWithCloud).toHaveBeenCalledOnce();
  });
});
