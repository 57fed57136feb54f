import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test, vi } from 'vitest';
import { LEGACY_STORAGE_KEY } from '../../../src/features/account/import/legacy-storage.ts';
import { ImportHint } from '../../../src/features/account/import/ImportHint.tsx';
import { ImportScreen } from '../../../src/features/account/import/ImportScreen.tsx';
import type { CadenceDatabase } from '../../../src/store/database.ts';
import { useSyncStore } from '../../../src/sync/sync-store.ts';
import { storeFlags } from '../../../src/store/flags.ts';
import { importRecords } from '../../../src/data/import/import.ts';
import { exportAllData } from '../../../src/data/export/export.ts';
import { useFlag } from '../../../src/data/flags/use-flag.ts';
import { legacyState, read, recordsOf } from '../../fixtures/legacy-import.ts';
import { addRows, separateDevice, workOfEveryKind } from '../../fixtures/exports.ts';
import { newDevice } from '../../fixtures/rep.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const OTHER_ACCOUNT = '0198c0de-0000-7000-8000-000000000002';

const leaveOriginal = (count = 3): string => {
  const text = JSON.stringify(legacyState(count));
  localStorage.setItem(LEGACY_STORAGE_KEY, text);
  return text;
};

const open = (db: CadenceDatabase) => openScreen(ImportScreen, { db, path: '/import' });
const button = (name: string | RegExp) => screen.findByRole('button', { name });
const trailing = async (list: string, title: string) =>
  within(await screen.findByRole('list', { name: list }))
    .getByText(title)
    .closest('li')?.textContent;
const figure = async (label: string) => (await screen.findByText(label)).nextSibling?.textContent;

test('before the first sync nothing is imported, since the cloud may have newer rows', async () => {
  leaveOriginal();
  const db = await newDevice();
  open(db);
  await button('Import 5 rows');
  act(() => {
    useSyncStore.setState({ lastSyncAt: null, syncStatus: 'syncing' });
  });
  expect(screen.getByText(/You can import after the first sync/)).toBeDefined();
  expect(await button('Import 5 rows')).toHaveProperty('disabled', true);
});

describe('a Cadence export of another account', () => {
  test('is shown with what it contains and what is left out, and its rows are added', async () => {
    const source = separateDevice(OTHER_ACCOUNT);
    await addRows(source, workOfEveryKind(OTHER_ACCOUNT));
    const db = await newDevice();
    const { user } = open(db);
    await user.click(await screen.findByLabelText('Or paste JSON here'));
    await user.paste(JSON.stringify(await exportAllData(source, new Date())));
    await user.click(await button('Read text'));
    expect(await screen.findByText('Not imported, because only the server adds them: profile (1).')).toBeDefined();
    expect(screen.getByText('This file is an export of another account')).toBeDefined();
    expect(
      screen.getByText(
        'Not imported, because only coaches can add them: programs (1), program tasks (1), library blocks (1).',
      ),
    ).toBeDefined();
    expect(await trailing('Contents', 'Leads')).toContain('1');
    expect(await trailing('Contents', 'Tasks')).toContain('2');
    await user.click(await button('Import 6 rows'));
    expect(await figure('Added')).toBe('6');
    expect(await db.rows('submissions').toArray()).toMatchObject([{ name: 'Zoë 🎻', user_id: db.userId }]);
  });
});

describe('the data of the legacy app in this browser', () => {
  test('is shown with counts, dates and unreadable rows, and nothing is written', async () => {
    leaveOriginal();
    const db = await newDevice();
    open(db);
    await button('Import 5 rows');
    expect(await trailing('Contents', 'Activities')).toContain('Fri, 5 Jan 2024 – Tue, 5 Mar 20243');
    expect(await trailing('Contents', 'Activity types')).toContain('Site visit');
    expect(await trailing('Activities by date', '2024-02')).toContain('5 Feb');
    const unreadable = within(screen.getByRole('list', { name: 'Unreadable rows' }));
    expect(unreadable.getByText('activities[3] · date')).toBeDefined();
    expect(unreadable.getAllByText(/Not a valid, unambiguous date/)[0]?.textContent).toContain('"date":"soon"');
    expect(unreadable.getByText('activities[4]')).toBeDefined();
    expect(unreadable.getByText('weeklyGoals["2024-03-11"] · calls')).toBeDefined();
    expect(screen.getByText(/not part of your work: syncStatus/)).toBeDefined();
    expect(await db.outbox.count()).toBe(0);
  });

  test('is imported with a report, and is not changed', async () => {
    const original = leaveOriginal();
    const db = await newDevice();
    const { user } = open(db);
    await user.click(await button('Import 5 rows'));
    expect(await figure('Added')).toBe('5');
    expect(await figure('Already here')).toBe('0');
    expect(await figure('Unreadable')).toBe('3');
    expect(await db.rows('program_activities').count()).toBe(3);
    expect(localStorage.getItem(LEGACY_STORAGE_KEY)).toBe(original);
  });

  test('is not offered again once it is imported, and a second import adds nothing', async () => {
    leaveOriginal();
    const db = await newDevice();
    const { user } = open(db);
    await user.click(await button('Import 5 rows'));
    await user.click(await button('Import more'));
    expect(await screen.findByText(/found\. Imported on/)).toBeDefined();
    await user.click(await button('Read data again'));
    await user.click(await button('Mark as imported'));
    expect(await figure('Added')).toBe('0');
    expect(await figure('Already here')).toBe('5');
    expect(await db.outbox.count()).toBe(5);
  });

  test('is deleted only by the person, after a warning', async () => {
    leaveOriginal();
    const db = await newDevice();
    const { user } = open(db);
    await user.click(await button('Import 5 rows'));
    await user.click(await button('Remove original data'));
    const dialog = within(await screen.findByRole('dialog', { name: 'Remove original data?' }));
    expect(dialog.getByText(/3 rows could not be read and will be lost/)).toBeDefined();
    expect(localStorage.getItem(LEGACY_STORAGE_KEY)).not.toBeNull();
    await user.click(dialog.getByRole('button', { name: 'Remove data' }));
    await waitFor(() => {
      expect(localStorage.getItem(LEGACY_STORAGE_KEY)).toBeNull();
    });
    expect(await db.rows('program_activities').count()).toBe(3);
  });

  test('is imported from where an interrupted import stopped', async () => {
    leaveOriginal(4);
    const db = await newDevice();
    const records = recordsOf(read(db, legacyState(4)));
    await importRecords(db, records.slice(0, 4), () => undefined);
    const { user } = open(db);
    expect(await screen.findByText(/4 already here, 3 unreadable/)).toBeDefined();
    await user.click(await button('Import 2 rows'));
    expect(await figure('Added')).toBe('2');
    expect(await figure('Already here')).toBe('4');
  });

  test('is kept when the device is full, and the import can be continued', async () => {
    leaveOriginal();
    const db = await newDevice();
    const { user } = open(db);
    const start = await button('Import 5 rows');
    vi.spyOn(db, 'inTransaction').mockRejectedValueOnce(new DOMException('full', 'QuotaExceededError'));
    await user.click(start);
    expect(await screen.findByText('Not all rows could be saved')).toBeDefined();
    await user.click(await button('Continue import'));
    expect(await figure('Added')).toBe('5');
  });
});

test('a file and a pasted text can be read as well', async () => {
  const db = await newDevice();
  const { user } = open(db);
  const file = new File([JSON.stringify(legacyState(2))], 'older.json', { type: 'application/json' });
  await screen.findByText('No data found under this key.');
  await user.upload(document.querySelector('input[type=file]') as HTMLInputElement, file);
  expect(await screen.findByText(/older\.json: 7 rows, 3 unreadable/)).toBeDefined();
  await user.click(await button('Choose another source'));
  await user.click(await screen.findByLabelText('Or paste JSON here'));
  await user.paste('{"activities": [');
  await user.click(await button('Read text'));
  expect(await screen.findByText('Nothing could be imported')).toBeDefined();
  expect(screen.getByText(/Not valid JSON/)).toBeDefined();
  expect(screen.queryByRole('button', { name: /^Import/ })).toBeNull();
});

test('another storage key can be entered', async () => {
  localStorage.setItem('my-program', JSON.stringify(legacyState(1)));
  const { user } = open(await newDevice());
  const name = await screen.findByLabelText('Storage key');
  await user.clear(name);
  await user.type(name, 'my-program');
  await user.click(await button('Read data'));
  await button('Import 3 rows');
});

test('unreadable rows can be downloaded completely', async () => {
  leaveOriginal();
  const given = vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:rows');
  const { user } = open(await newDevice());
  await user.click(await button('Download unreadable rows as JSON'));
  const [[blob]] = given.mock.calls as unknown as [[Blob]];
  expect(JSON.parse(await blob.text())).toMatchObject([
    { path: 'weeklyGoals["2024-03-11"]', code: 'bad_target', field: 'calls', value: { calls: 'many' } },
    {
      path: 'activities[3]',
      code: 'bad_date',
      value: { id: 'no-date', type: 'call', title: 'Some day', date: 'soon' },
    },
    { path: 'activities[4]', code: 'not_a_row', value: 'lost' },
  ]);
});

test('an import that is turned off shows a message and reads nothing', async () => {
  leaveOriginal();
  const db = await newDevice();
  await storeFlags(db, { local_import: false });
  open(db);
  expect(await screen.findByText(/not turned on for you yet/)).toBeDefined();
  expect(screen.queryByRole('button', { name: /^Import/ })).toBeNull();
});

/** Opens a screen with the hint, and waits until it would be there. */
const openToday = async (db: CadenceDatabase) => {
  const Today = () => (
    <>
      <ImportHint />
      {useFlag('local_import') && <p>The flag is on</p>}
    </>
  );
  const opened = openScreen(Today, { db, path: '/today' });
  await screen.findByText('The flag is on');
  return opened;
};

test('data that somebody else has imported is offered with a warning, and without a hint', async () => {
  leaveOriginal();
  const { user, close } = open(await newDevice());
  await user.click(await button('Import 5 rows'));
  await figure('Added');
  close();
  const second = await newDevice();
  const { close: closeHint } = await openToday(second);
  expect(screen.queryByRole('complementary')).toBeNull();
  closeHint();
  open(second);
  await button('Import 5 rows');
  expect(screen.getByText('Another person already imported this on this device')).toBeDefined();
});

describe('the hint', () => {
  test('links to the import, and is not shown again once dismissed', async () => {
    const db = await newDevice();
    const { user, close } = await openToday(db);
    const hint = within(screen.getByRole('complementary', { name: 'Import from your previous app' }));
    expect(hint.getByRole('link', { name: 'Review' }).getAttribute('href')).toBe('/import');
    await user.click(await button('Dismiss'));
    expect(screen.queryByRole('complementary')).toBeNull();
    close();
    await openToday(db);
    expect(screen.queryByRole('complementary')).toBeNull();
  });

  test('is not shown after the import', async () => {
    leaveOriginal();
    const db = await newDevice();
    const { user, close } = open(db);
    await user.click(await button('Import 5 rows'));
    await figure('Added');
    close();
    await openToday(db);
    expect(screen.queryByRole('complementary')).toBeNull();
  });
});
