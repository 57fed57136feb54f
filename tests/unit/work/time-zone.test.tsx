import { screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { getProfile } from '../../../src/data/profile/profile.ts';
import { TodayScreen } from '../../../src/features/work/today/TodayScreen.tsx';
import { newDevice } from '../../fixtures/rep.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const Today = () => <TodayScreen />;

const readOptions = Object.getOwnPropertyDescriptor(Intl.DateTimeFormat.prototype, 'resolvedOptions')?.value as (
  this: Intl.DateTimeFormat,
) => Intl.ResolvedDateTimeFormatOptions;

/** The rep lives in Auckland, where it is Saturday; in London it is Friday. */
const beIn = (timeZone: string) => {
  vi.spyOn(Intl.DateTimeFormat.prototype, 'resolvedOptions').mockImplementation(function (this: Intl.DateTimeFormat) {
    return { ...readOptions.call(this), timeZone };
  });
};

afterEach(() => {
  vi.restoreAllMocks();
});

describe('on a device in another time zone than the profile', () => {
  test('Today says which day counts, and follows the device on request', async () => {
    beIn('Europe/London');
    const { db, user } = openScreen(Today, { db: await newDevice() });
    expect(await screen.findByText('Your day follows Auckland time, where it is Saturday.')).toBeDefined();
    expect(screen.getByText('This device is on London time, where it is Friday.')).toBeDefined();
    await user.click(screen.getByRole('button', { name: 'Change to London time' }));
    await waitFor(() => expect(screen.queryByText(/Your day follows/)).toBeNull());
    expect((await getProfile(db))?.time_zone).toBe('Europe/London');
  });

  test('is asked once for a zone, and still says whose day it shows', async () => {
    beIn('Europe/London');
    const db = await newDevice();
    const first = openScreen(Today, { db });
    await first.user.click(await screen.findByRole('button', { name: 'Keep Auckland time' }));
    await waitFor(() => expect(screen.queryByText(/Your day follows/)).toBeNull());
    first.close();
    const second = openScreen(Today, { db });
    expect(await screen.findByText(/· Auckland time$/)).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Keep Auckland time' })).toBeNull();
    second.close();
    beIn('Asia/Tokyo');
    openScreen(Today, { db });
    expect(await screen.findByRole('button', { name: 'Change to Tokyo time' })).toBeDefined();
  });
});

test('a device in the profile’s zone says nothing of zones', async () => {
  beIn('Pacific/Auckland');
  openScreen(Today, { db: await newDevice() });
  expect(await screen.findByText(/Nothing logged today yet/)).toBeDefined();
  expect(screen.queryByText(/Auckland time/)).toBeNull();
});
