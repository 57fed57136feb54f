import { act, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SyncStatusIndicator } from '../../../src/features/account/sync-status/SyncStatusIndicator.tsx';
import { syncDisplayStateOf, type SyncView, syncStatusLabel } from '../../../src/shared/sync/sync-display-state.ts';
import { syncMessageOf } from '../../../src/shared/sync/messages.ts';
import { useSyncStore } from '../../../src/sync/sync-store.ts';
import { newDevice } from '../../fixtures/rep.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const SYNCED: SyncView = {
  syncStatus: 'idle',
  syncError: null,
  pendingChanges: 0,
  rejectedChanges: 0,
  openConflicts: 0,
  isTurnedOff: false,
  progress: null,
  lastSyncAt: new Date('2026-11-20T12:00:00Z'),
  isOnline: true,
};

const progress = (direction: 'sending' | 'receiving', done: number, total: number) => ({
  direction,
  done,
  total,
  isSlow: false,
});

const wordFor = (view: Partial<SyncView>) => {
  const whole = { ...SYNCED, ...view };
  return syncStatusLabel(syncDisplayStateOf(whole), whole);
};

describe('the sync indicator', () => {
  test.each<[string, Partial<SyncView>]>([
    ['Synced', {}],
    ['Not synced yet', { lastSyncAt: null }],
    ['Syncing', { syncStatus: 'syncing' }],
    ['Sending 120 of 1,000', { syncStatus: 'syncing', progress: progress('sending', 120, 1000) }],
    ['Receiving 400 of 2,500', { syncStatus: 'syncing', progress: progress('receiving', 400, 2500) }],
    ['Sending 40 of 100', { syncStatus: 'syncing', progress: { ...progress('sending', 40, 100), isSlow: true } }],
    ['Slow connection', { syncStatus: 'slow', syncError: 'timeout' }],
    ['Slow connection · 3 to send', { syncStatus: 'slow', syncError: 'timeout', pendingChanges: 3 }],
    ['3 to send', { pendingChanges: 3 }],
    ['Offline', { syncStatus: 'offline', syncError: 'offline' }],
    ['Offline · 3 to send', { syncStatus: 'offline', syncError: 'offline', pendingChanges: 3 }],
    ['Offline · 1,204 to send', { isOnline: false, pendingChanges: 1204 }],
    ['Delayed · 2 to send', { syncStatus: 'error', syncError: 'server', pendingChanges: 2 }],
    ['Needs attention', { syncStatus: 'error', syncError: 'unauthorized', pendingChanges: 2 }],
    ['Needs attention', { syncStatus: 'error', syncError: 'outdated' }],
    ['1 change not accepted', { rejectedChanges: 1 }],
    ['1 conflict', { openConflicts: 1 }],
    ['Sync is off', { isTurnedOff: true }],
    ['Sync is off · 3 to send', { isTurnedOff: true, isOnline: false, pendingChanges: 3, rejectedChanges: 1 }],
  ])('shows %s', (word, view) => {
    expect(wordFor(view)).toBe(word);
  });

  test.each([
    ['unauthorized', 'Sign in again to sync.', 'sign-in'],
    ['outdated', 'This version of Cadence is too old to sync.', 'reload'],
    ['device', 'Syncing stopped because of a storage problem', 'export'],
    ['throttled', 'The cloud is busy right now.', undefined],
    ['timeout', 'Your connection is slow.', undefined],
  ] as const)('shows for %s what happened and what to do', (syncError, start, action) => {
    const explanation = syncMessageOf('attention', { ...SYNCED, syncStatus: 'error', syncError });
    expect(explanation.title.startsWith(start)).toBe(true);
    expect(explanation.action).toBe(action);
  });
});

describe('the indicator over time', () => {
  beforeEach(() => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    useSyncStore.setState({ isKnown: true, ...SYNCED });
  });
  afterEach(() => {
    useSyncStore.setState(useSyncStore.getInitialState());
  });

  const shown = () => screen.getByRole('button', { name: /^Sync:/ }).textContent;
  const become = (view: Partial<SyncView>) => {
    act(() => {
      useSyncStore.setState(view);
    });
  };
  const wait = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
  test('is hidden until the sync state is known, and then shows it at once', async () => {
    useSyncStore.setState({ isKnown: false, lastSyncAt: null });
    openScreen(SyncStatusIndicator, { db: await newDevice() });
    await wait(2_000);
    expect(screen.queryByRole('button', { name: /^Sync:/ })).toBeNull();
    act(() => {
      useSyncStore.setState({ isKnown: true, rejectedChanges: 1 });
    });
    expect(shown()).toBe('Sync: 1 change not accepted');
  });

  const open = async () => {
    const view = openScreen(SyncStatusIndicator, { db: await newDevice() });
    await screen.findByRole('button', { name: /^Sync:/ });
    return view;
  };

  test('does not flash at a brief disconnect or a quick sync', async () => {
    await open();
    become({ syncStatus: 'offline', syncError: 'offline' });
    await wait(600);
    expect(shown()).toBe('Sync: Synced');
    become({ syncStatus: 'syncing', syncError: null });
    await wait(300);
    expect(shown()).toBe('Sync: Synced');
    become({ syncStatus: 'idle' });
    await wait(3000);
    expect(shown()).toBe('Sync: Synced');
  });

  test('never shows synced while changes are pending', async () => {
    await open();
    become({ pendingChanges: 1 });
    expect(shown()).toBe('Sync: 1 to send');
    become({ syncStatus: 'syncing' });
    expect(shown()).not.toBe('Sync: Synced');
    become({ syncStatus: 'idle', pendingChanges: 0 });
    expect(shown()).toBe('Sync: Synced');
  });

  test('shows a lasting state, and does not flicker at a retry in between', async () => {
    await open();
    become({ syncStatus: 'offline', syncError: 'offline', pendingChanges: 2 });
    await wait(1100);
    expect(shown()).toBe('Sync: Offline · 2 to send');
    become({ syncStatus: 'syncing', syncError: null });
    await wait(400);
    expect(shown()).toBe('Sync: Offline · 2 to send');
    become({ syncStatus: 'offline', syncError: 'offline', pendingChanges: 3 });
    await wait(2000);
    expect(shown()).toBe('Sync: Offline · 3 to send');
    become({ syncStatus: 'idle', syncError: null, pendingChanges: 0 });
    expect(shown()).toBe('Sync: Synced');
  });

  test('shows a manual sync at once', async () => {
    let finish: () => void = () => undefined;
    useSyncStore.setState({
      syncWithCloud: () => {
        useSyncStore.setState({ syncStatus: 'syncing' });
        return new Promise<void>((resolve) => {
          finish = resolve;
        });
      },
    });
    const { user } = await open();
    await user.click(screen.getByRole('button', { name: /^Sync:/ }));
    await user.click(await screen.findByRole('button', { name: 'Sync now', hidden: true }));
    expect(shown()).toBe('Sync: Syncing');
    await act(async () => {
      useSyncStore.setState({ syncStatus: 'idle' });
      finish();
      await Promise.resolve();
    });
    expect(shown()).toBe('Sync: Synced');
  });

  test('announces only lasting changes to screen readers, not each sync', async () => {
    await open();
    const heard = () => screen.getByRole('status').textContent;
    become({ syncStatus: 'syncing' });
    await wait(1500);
    become({ syncStatus: 'idle' });
    await wait(1500);
    expect(heard()).toBe('');
    become({ syncStatus: 'offline', syncError: 'offline' });
    await wait(1500);
    expect(heard()).toBe('You are offline. Your work is kept on this device.');
    become({ pendingChanges: 4 });
    expect(heard()).toBe('You are offline. Your work is kept on this device.');
    become({ syncStatus: 'idle', syncError: null, pendingChanges: 0 });
    expect(heard()).toBe('Everything is synced.');
  });

  test('shows, when opened, the last sync, the pending changes and a link to the rejected ones', async () => {
    useSyncStore.setState({ rejectedChanges: 2, pendingChanges: 5, lastSyncAt: new Date(Date.now() - 120_000) });
    const { user } = await open();
    await user.click(screen.getByRole('button', { name: 'Sync: 2 changes not accepted' }));
    expect(await screen.findByText('2 min ago')).toBeDefined();
    expect(screen.getByText('5 changes')).toBeDefined();
    expect(screen.getByText('Review 2 changes').closest('a')?.getAttribute('href')).toBe('/needs-attention');
  });

  test('counts conflicts apart from changes', async () => {
    useSyncStore.setState({ rejectedChanges: 1, openConflicts: 2, lastSyncAt: new Date() });
    const { user } = await open();
    await user.click(screen.getByRole('button', { name: /^Sync:/ }));
    expect(await screen.findByText('Review 1 change and 2 conflicts')).toBeDefined();
  });

  test('keeps its own style when it is opened', async () => {
    const { user } = await open();
    const button = () => screen.getByRole('button', { name: 'Sync: Synced' });
    const own = button().className.trim();
    expect(own).not.toBe('');
    await user.click(button());
    await screen.findByRole('button', { name: 'Sync now' });
    expect(button().className.split(' ')).toContain(own);
  });
});
