import { act, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DeviceSection } from '../../../src/features/account/settings/DeviceSection.tsx';
import { SyncStatusIndicator } from '../../../src/features/account/sync-status/SyncStatusIndicator.tsx';
import { useSyncStore } from '../../../src/sync/sync-store.ts';
import { stubBrowserStorage } from '../../fixtures/browser-storage.ts';
import { newDevice } from '../../fixtures/rep.ts';
import { openScreen } from '../../fixtures/screen.tsx';

afterEach(() => {
  vi.unstubAllGlobals();
  act(() => {
    useSyncStore.setState(useSyncStore.getInitialState());
  });
});

const EVICTABLE = { quota: 10_000_000_000, persisted: false };
const PRIVATE = { quota: 300_000_000, persisted: false };
const NO_PROMISE = /doesn’t promise to keep what is stored here/;
const LITTLE_SPACE = /little space, as private windows do.*may be lost when the window is closed/;

describe('settings', () => {
  test.each([
    ['a browser that promises nothing', EVICTABLE, NO_PROMISE],
    ['as little space as in a private window', PRIVATE, LITTLE_SPACE],
  ])('say what may be lost with %s', async (_, storage, sentence) => {
    stubBrowserStorage(storage);
    openScreen(DeviceSection);
    expect(await screen.findAllByText(sentence)).toHaveLength(1);
  });

  test.each([
    ['keeps the data', { ...EVICTABLE, persisted: true }],
    ['does not say whether it does', { quota: EVICTABLE.quota }],
  ])('claim nothing where the browser %s', async (_, storage) => {
    stubBrowserStorage(storage);
    openScreen(DeviceSection);
    await screen.findByText('1.0 MB of 10.0 GB');
    expect(screen.queryByText(/may be lost/)).toBeNull();
  });

  test('still say it after the browser has refused, and no longer once it has agreed', async () => {
    const persist = vi.fn().mockReturnValueOnce(false).mockReturnValueOnce(true);
    stubBrowserStorage({ ...EVICTABLE, persist });
    const { user } = openScreen(DeviceSection);
    await user.click(await screen.findByRole('button', { name: 'Turn on' }));
    await screen.findByText(/declined for now/);
    expect(screen.getByText(NO_PROMISE)).toBeDefined();
    await user.click(screen.getByRole('button', { name: 'Turn on' }));
    await waitFor(() => expect(screen.queryByText(NO_PROMISE)).toBeNull());
  });
});

describe('the opened sync indicator', () => {
  beforeEach(() => {
    useSyncStore.setState({ isKnown: true, lastSyncAt: new Date(), syncStatus: 'offline', syncError: 'offline' });
  });

  const open = async () => {
    const { user } = openScreen(SyncStatusIndicator, { db: await newDevice() });
    await user.click(await screen.findByRole('button', { name: /^Sync:/ }));
    await screen.findByText('Last synced');
  };

  test('says that unsynced changes may be lost, and not that they are safe', async () => {
    useSyncStore.setState({ pendingChanges: 2 });
    stubBrowserStorage(PRIVATE);
    await open();
    expect(await screen.findAllByText(LITTLE_SPACE)).toHaveLength(1);
    expect(screen.queryByText(/is safe on this device/)).toBeNull();
    expect(screen.getByText(/is stored on this device/)).toBeDefined();
  });

  test('says so of changes that were not accepted, which are nowhere else either', async () => {
    useSyncStore.setState({ rejectedChanges: 1 });
    stubBrowserStorage(EVICTABLE);
    await open();
    expect(await screen.findAllByText(NO_PROMISE)).toHaveLength(1);
  });

  test.each([
    ['there is nothing to lose', 0, PRIVATE],
    ['the browser keeps the data', 2, { ...EVICTABLE, persisted: true }],
  ])('says nothing of it where %s', async (_, pendingChanges, storage) => {
    useSyncStore.setState({ pendingChanges });
    stubBrowserStorage(storage);
    await open();
    expect(await screen.findByText(/is safe on this device/)).toBeDefined();
    expect(screen.queryByText(/may be lost/)).toBeNull();
  });
});
