import { screen } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { ExportScreen } from '../../../src/features/account/export/ExportScreen.tsx';
import { GoalsScreen } from '../../../src/features/work/goals/GoalsScreen.tsx';
import { LeadsScreen } from '../../../src/features/work/leads/LeadsScreen.tsx';
import { TodayScreen } from '../../../src/features/work/today/TodayScreen.tsx';
import { MyProgramsScreen } from '../../../src/features/programs/my-programs/MyProgramsScreen.tsx';
import { WeekScreen } from '../../../src/features/work/week/WeekScreen.tsx';
import { firstSyncOf } from '../../../src/shared/sync/use-first-sync.ts';
import { watchedQueriesSettled } from '../../../src/store/watch-query.ts';
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

describe('before the first sync', () => {
  test.each([
    ['Today', () => <TodayScreen />],
    ['the week', WeekScreen],
  ])('%s shows no targets until the sync state is known, which may not be theirs', async (_, Screen) => {
    useSyncStore.setState({ isKnown: false, lastSyncAt: null });
    openScreen(Screen, { db: await newDevice() });
    await screen.findByRole('heading', { level: 1 });
    await watchedQueriesSettled();
    expect(screen.queryByRole('list', { name: 'Goals for the week' })).toBeNull();
    useSyncStore.setState({ isKnown: true, lastSyncAt: new Date() });
    expect(await screen.findByRole('list', { name: 'Goals for the week' })).toBeDefined();
  });

  test('of a device that has synced earlier, targets are shown at once', async () => {
    useSyncStore.setState({ isKnown: false, lastSyncAt: null });
    const db = await newDevice();
    await db.inTransaction('rw', ['meta'], (tables) => tables.putMeta('lastSyncAt', Date.now()));
    openScreen(() => <TodayScreen />, { db });
    expect(await screen.findByRole('list', { name: 'Goals for the week' })).toBeDefined();
  });

  test('goals are not called the defaults, which they may not be', async () => {
    useSyncStore.setState({ ...NEVER, syncStatus: 'offline', syncError: 'offline' });
    openScreen(GoalsScreen, { db: await newDevice() });
    expect(await screen.findByText('Your own targets haven’t been loaded on this device yet.')).toBeDefined();
    useSyncStore.setState({ lastSyncAt: new Date() });
    expect(await screen.findByText('These are the default targets until you change one.')).toBeDefined();
  });

  test('an export says what it lacks, and claims nothing of the cloud', async () => {
    useSyncStore.setState({ ...NEVER, syncStatus: 'offline', syncError: 'offline' });
    const db = await newDevice();
    openScreen(ExportScreen, { db });
    expect(await screen.findByText(/hasn’t been loaded on this device yet, and is not in these files/)).toBeDefined();
    expect(screen.queryByText(/Everything is in the cloud/)).toBeNull();
    useSyncStore.setState({ lastSyncAt: new Date() });
    expect(
      await screen.findByText(/^JSON with \d+ rows? of \d kinds?\. Everything is in the cloud too\.$/),
    ).toBeDefined();
    expect(screen.queryByText(/is not in these files/)).toBeNull();
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
