import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { describe, expect, test, vi } from 'vitest';
import {
  syncBeforeSignOut,
  completeSignOut,
  type SignOutPort,
} from '../../../src/features/account/settings/sign-out.ts';
import { unsyncedMessage } from '../../../src/features/account/settings/sign-out-messages.ts';
import { SignOutDialog } from '../../../src/features/account/settings/SignOutDialog.tsx';
import { UiProvider } from '../../../src/ui/UiProvider.tsx';

/** A device with `unsynced` changes, of which each sync sends as many as `sends` says. */
const device = (unsynced: number, sends: number, rejected = 0) => {
  let left = unsynced;
  return {
    countUnsynced: vi.fn(() => Promise.resolve(left)),
    countRejected: () => Promise.resolve(rejected),
    syncNow: vi.fn(() => {
      left = Math.max(0, left - sends);
      return Promise.resolve();
    }),
    endSession: vi.fn(() => Promise.resolve()),
    removeData: vi.fn(() => Promise.resolve()),
  } satisfies SignOutPort;
};

const open = async (port: SignOutPort) => {
  const onClose = vi.fn();
  const onLeft = vi.fn();
  const rootRoute = createRootRoute({
    component: () => <SignOutDialog port={port} onClose={onClose} onSignedOut={onLeft} />,
  });
  const router = createRouter({ routeTree: rootRoute, history: createMemoryHistory() });
  render(
    <UiProvider>
      <RouterProvider router={router as never} />
    </UiProvider>,
  );
  await screen.findByRole('dialog');
  return { onClose, onLeft, user: userEvent.setup() };
};

const button = (name: string) => screen.findByRole('button', { name });

describe('the sign-out dialog', () => {
  test('pushes pending changes first, and then signs out without loss', async () => {
    const port = device(3, 3);
    const { onLeft, user } = await open(port);
    await user.click(await button('Sign out'));
    expect(port.syncNow).toHaveBeenCalledOnce();
    expect(port.endSession).toHaveBeenCalledOnce();
    expect(port.removeData).not.toHaveBeenCalled();
    expect(onLeft).toHaveBeenCalledOnce();
  });

  test('shows how many changes could not be pushed, and offers to stay or export', async () => {
    const port = device(3, 1);
    const { onClose, user } = await open(port);
    await screen.findByText('2 changes are on this device only');
    expect(screen.getByRole('link', { name: 'Export my data first' }).getAttribute('href')).toBe('/export');
    expect(screen.queryByRole('checkbox')).toBeNull();
    await user.click(await button('Stay signed in'));
    expect(onClose).toHaveBeenCalledOnce();
    expect(port.endSession).not.toHaveBeenCalled();
  });

  test('pushes again on request', async () => {
    const port = device(2, 1);
    const { user } = await open(port);
    await screen.findByText('1 change is on this device only');
    await user.click(await button('Try again'));
    await screen.findByText(/Everything is in the cloud/);
  });

  test('does not promise that rejected changes sync', async () => {
    await open(device(1, 0, 1));
    await screen.findByText(/^The cloud did not accept it\..*you decide when you sign in again here\.$/);
  });

  test.each([
    [{ unsynced: 2, rejected: 0 }, false, /^They could not be sent .* sync when you sign in again here\.$/],
    [
      { unsynced: 3, rejected: 1 },
      false,
      /did not accept 1 of them, .* you decide about the first, and the others sync/,
    ],
    [
      { unsynced: 2, rejected: 0 },
      true,
      /can’t be sent, because your account has been removed.*export your data first/,
    ],
  ])('says of %o, removed account: %s, what becomes of them', (counts, isRemoved, sentence) => {
    expect(unsyncedMessage(counts, isRemoved)).toMatch(sentence);
  });

  test('keeps the changes on the device when signing out anyway', async () => {
    const port = device(2, 0);
    const { onLeft, user } = await open(port);
    await user.click(await button('Sign out anyway'));
    expect(port.endSession).toHaveBeenCalledOnce();
    expect(port.removeData).not.toHaveBeenCalled();
    expect(onLeft).toHaveBeenCalledOnce();
  });

  test('deletes the data of this device only on request', async () => {
    const port = device(0, 0);
    const { user } = await open(port);
    await user.click(await screen.findByRole('checkbox', { name: 'Also remove my data from this device' }));
    await user.click(await button('Sign out'));
    expect(port.syncNow).not.toHaveBeenCalled();
    expect(port.removeData).toHaveBeenCalledOnce();
  });
});

test('data with a change that another tab made meanwhile is not deleted', async () => {
  const port = device(1, 0);
  await completeSignOut(port, true);
  expect(port.endSession).toHaveBeenCalledOnce();
  expect(port.removeData).not.toHaveBeenCalled();
});

test('a sync that hangs does not block signing out', async () => {
  const port = { ...device(4, 0), syncNow: () => new Promise<void>(() => undefined) };
  await expect(syncBeforeSignOut(port, 1)).resolves.toBe(4);
});
