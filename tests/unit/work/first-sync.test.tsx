import { screen } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { LeadsScreen } from '../../../src/features/work/leads/LeadsScreen.tsx';
import { TodayScreen } from '../../../src/features/work/today/TodayScreen.tsx';
import { MyProgramsScreen } from '../../../src/features/programs/my-programs/MyProgramsScreen.tsx';
import { firstSyncOf } from '../../../src/shared/sync/use-first-sync.ts';
import { useSyncStore } from '../../../src/sync/sync-store.ts';
import { newDevice } from '../../fixtures/rep.ts';
import { openScreen } from '../../fixtures/screen.tsx';

afterEach(() => {
  useSyncStore.setState(useSyncStore.getInitialState());
});

const NEVER = { isKnown: true, lastSyncAt: null } as const;

describe('before the first sync is complete', () => {
  test.each([
    ['Today', () => <TodayScreen />, /Nothing logged today yet/],
    ['Leads', LeadsScreen, /Leads are the people/],
    ['My programs', MyProgramsScreen, /You haven’t joined a program yet/],
  ])('%s does not say that there is nothing', async (_, Screen, empty) => {
    useSyncStore.setState({ ...NEVER, syncStatus: 'syncing' });
    openScreen(Screen, { db: await newDevice() });
    expect(await screen.findByRole('status', { name: 'Loading your work' })).toBeDefined();
    expect(screen.queryByText(empty)).toBeNull();
    useSyncStore.setState({ syncStatus: 'offline', syncError: 'offline' });
    expect(
      await screen.findByText(/^You are offline, and your work hasn’t been loaded on this device yet/),
    ).toBeDefined();
    expect(screen.queryByText(empty)).toBeNull();
    useSyncStore.setState({ syncStatus: 'idle', syncError: null, lastSyncAt: new Date() });
    expect(await screen.findByText(empty)).toBeDefined();
  });
});

test.each([
  ['unknown', { ...NEVER, isKnown: false }],
  ['loading', NEVER],
  ['offline', { ...NEVER, syncStatus: 'offline' }],
  ['failed', { ...NEVER, syncStatus: 'error' }],
  ['off', { ...NEVER, isTurnedOff: true }],
  ['done', { ...NEVER, lastSyncAt: new Date(0), syncStatus: 'offline' }],
] as const)('the first sync is %s', (expected, state) => {
  expect(firstSyncOf({ ...useSyncStore.getInitialState(), ...state })).toBe(expected);
});
