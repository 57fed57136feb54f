import { screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { SyncSection } from '../../../src/features/account/settings/SyncSection.tsx';
import { type SyncState, useSyncStore } from '../../../src/sync/sync-store.ts';
import { openScreen } from '../../fixtures/screen.tsx';

afterEach(() => {
  useSyncStore.setState(useSyncStore.getInitialState());
});

const NOW = new Date();

test.each<[string, Partial<SyncState>]>([
  ['Everything is in the cloud', { lastSyncAt: NOW }],
  ['3 changes on this device only', { lastSyncAt: NOW, pendingChanges: 3 }],
  ['1 change on this device only', { lastSyncAt: NOW, rejectedChanges: 1 }],
  ['5 changes on this device only', { lastSyncAt: NOW, pendingChanges: 3, rejectedChanges: 2 }],
  ['This device hasn’t synced yet', { lastSyncAt: null }],
  ['2 changes on this device only', { lastSyncAt: null, pendingChanges: 2 }],
])('Settings say “%s” of %o', async (title, state) => {
  useSyncStore.setState({ isKnown: true, ...state });
  openScreen(SyncSection);
  expect(await screen.findByText(title)).toBeDefined();
});
