import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { formerAccountOf } from '../../../src/api/former-account.ts';
import { isOffline } from '../../../src/api/reachability.ts';
import { rememberPerson } from '../../../src/api/session.ts';
import { ScreenError } from '../../../src/app/routes/ScreenError.tsx';
import { FormerAccountNotice } from '../../../src/app/shell/FormerAccountNotice.tsx';
import { LocalStorageNotice, LostChangesNotice } from '../../../src/app/shell/StorageNotices.tsx';
import { StorageProblem } from '../../../src/app/shell/StorageProblem.tsx';
import { createActivity } from '../../../src/data/activities/activities.ts';
import { LEGACY_STORAGE_KEY } from '../../../src/features/account/import/legacy-storage.ts';
import { saveErrorMessage } from '../../../src/shared/errors/storage-messages.ts';
import { localStorageFault } from '../../../src/store/local-storage.ts';
import type { StorageErrorCode } from '../../../src/store/storage-error.ts';
import { rememberUnsentCount } from '../../../src/store/unsent-count.ts';
import { useOpenProblem } from '../../../src/store/use-open-problem.ts';
import { UiProvider } from '../../../src/ui/UiProvider.tsx';
import { databaseOf } from '../../fixtures/device.ts';
import { server } from '../../fixtures/cloud.ts';
import { openScreen, USER_ID } from '../../fixtures/screen.tsx';

beforeEach(() => {
  localStorage.clear();
});
afterEach(() => {
  localStorageFault.setState(null, true);
});

const FAULTS: [StorageErrorCode, DOMException, RegExp][] = [
  ['full', new DOMException('', 'QuotaExceededError'), /storage is full/],
  ['unavailable', new DOMException('', 'SecurityError'), /gives Cadence no storage/],
  ['closed', new DOMException('', 'InvalidStateError'), /closed Cadence’s storage/],
  ['unreadable', new DOMException('', 'UnknownError'), /can’t open Cadence’s storage/],
];

describe.each(FAULTS)('storage that is %s', (code, error, message) => {
  test('is named on the screen in place of the app, which opens once it works', async () => {
    const db = databaseOf(USER_ID);
    const open = vi.spyOn(db, 'open').mockRejectedValueOnce(error);
    const App = () => {
      const { problem, retry } = useOpenProblem(db);
      return problem ? <StorageProblem code={problem} onRetry={retry} /> : <p>The app</p>;
    };
    render(
      <UiProvider>
        <App />
      </UiProvider>,
    );
    expect((await screen.findByRole('alert')).textContent).toMatch(message);
    await userEvent.setup().click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByText('The app');
    expect(open).toHaveBeenCalledTimes(2);
  });

  test('is named where a screen fails because of it', () => {
    render(
      <UiProvider>
        <ScreenError error={error} reset={() => undefined} />
      </UiProvider>,
    );
    expect(screen.getByRole('alert').textContent).toMatch(message);
  });

  test('is named where a write fails because of it', () => {
    expect(saveErrorMessage(error)).toMatch(message);
    expect(saveErrorMessage(error)).toContain('Nothing was changed.');
    expect(code).not.toBe('');
  });
});

test('full storage offers to free what an older app left, after it is downloaded', async () => {
  localStorage.setItem(LEGACY_STORAGE_KEY, '{"state":{}}');
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
  render(
    <UiProvider>
      <StorageProblem code="full" onRetry={() => undefined} />
    </UiProvider>,
  );
  const user = userEvent.setup();
  expect(screen.queryByRole('button', { name: 'Remove from this browser' })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Download it' }));
  expect(localStorage.getItem(LEGACY_STORAGE_KEY)).not.toBeNull();
  await user.click(await screen.findByRole('button', { name: 'Remove from this browser' }));
  expect(localStorage.getItem(LEGACY_STORAGE_KEY)).toBeNull();
  await screen.findByText('Your previous app’s data was removed.');
});

describe('localStorage', () => {
  const Screen = () => <LocalStorageNotice canImport />;

  test('that works is not mentioned', async () => {
    openScreen(() => (
      <>
        <Screen />
        <p>Nothing else</p>
      </>
    ));
    await screen.findByText('Nothing else');
    expect(screen.queryByRole('status')).toBeNull();
  });

  test('that is blocked means signing in again each time', async () => {
    localStorageFault.setState('blocked', true);
    openScreen(Screen);
    await screen.findByText(/won’t keep you signed in/);
  });

  test('that is full leads to the import that frees it', async () => {
    localStorage.setItem(LEGACY_STORAGE_KEY, '{"state":{}}');
    localStorageFault.setState('full', true);
    openScreen(Screen);
    expect((await screen.findByRole('link', { name: 'Review' })).getAttribute('href')).toBe('/import');
  });

  test('that is full for another reason says what it means', async () => {
    localStorageFault.setState('full', true);
    openScreen(Screen);
    await screen.findByText(/Your saved work is not affected/);
    expect(screen.queryByRole('link')).toBeNull();
  });
});

test('lost changes are told until they are dismissed', async () => {
  const db = databaseOf(USER_ID);
  const { user } = openScreen(LostChangesNotice, { db });
  act(() => {
    db.lostChanges.setState(2, true);
  });
  await screen.findByText(/2 unsent changes were lost/);
  await user.click(screen.getByRole('button', { name: 'Dismiss' }));
  expect(screen.queryByText(/lost/)).toBeNull();
});

describe('a browser that says it is offline', () => {
  const setOnline = (online: boolean) => vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(online);

  test.each([200, 401, 404, 503])('is not believed where the server responds with %i', async (status) => {
    setOnline(false);
    server.use(http.head('*/auth/v1/health', () => new HttpResponse(null, { status })));
    expect(await isOffline()).toBe(false);
  });

  test('is believed where no request gets through', async () => {
    setOnline(false);
    server.use(http.head('*/auth/v1/health', () => HttpResponse.error()));
    expect(await isOffline()).toBe(true);
  });

  test('is not believed where the server only takes long', async () => {
    setOnline(false);
    vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort(new DOMException('late', 'TimeoutError')));
    expect(await isOffline()).toBe(false);
  });

  test('costs no request where it says that it is online', async () => {
    setOnline(true);
    expect(await isOffline()).toBe(false);
  });
});

describe('an account that was removed and created again with the same address', () => {
  const FORMER_ID = '00000000-0000-4000-8000-00000000f0f0';

  const openWithFormerAccount = async (unsent: number) => {
    const former = databaseOf(FORMER_ID);
    for (let n = 0; n < unsent; n += 1)
      await createActivity(former, { type: 'call', title: 'Call', date: '2026-11-30' });
    rememberUnsentCount(FORMER_ID, unsent);
    rememberPerson({ id: FORMER_ID, email: 'ada@example.com', role: 'rep' });
    rememberPerson({ id: USER_ID, email: 'ada@example.com', role: 'rep' });
    return openScreen(FormerAccountNotice, { db: databaseOf(USER_ID) });
  };

  test('offers what the former one has not sent as a file, until it is dismissed', async () => {
    const { user } = await openWithFormerAccount(2);
    await screen.findByText(/^2 changes of it were never sent/);
    const files: Blob[] = [];
    vi.spyOn(URL, 'createObjectURL').mockImplementation((file) => {
      files.push(file as Blob);
      return 'blob:test';
    });
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    await user.click(screen.getByRole('button', { name: 'Download' }));
    await screen.findByRole('link', { name: 'Import it' });
    const exported = JSON.parse((await files[0]?.text()) ?? '') as { user_id: string; unsynced: unknown[] };
    expect([exported.user_id, exported.unsynced.length]).toEqual([FORMER_ID, 2]);
    await user.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByText('Your earlier account with this address was removed.')).toBeNull();
    expect(formerAccountOf(USER_ID)).toBeNull();
  });

  test('is not mentioned where the former one has sent everything', async () => {
    await openWithFormerAccount(0);
    expect(formerAccountOf(USER_ID)).toBe(FORMER_ID);
    expect(screen.queryByText('Your earlier account with this address was removed.')).toBeNull();
  });

  test('is another person’s where the address is another', () => {
    rememberPerson({ id: FORMER_ID, email: 'eve@example.com', role: 'rep' });
    rememberPerson({ id: USER_ID, email: 'ada@example.com', role: 'rep' });
    expect(formerAccountOf(USER_ID)).toBeNull();
  });
});
