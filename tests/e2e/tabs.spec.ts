import type { BrowserContext, Page } from '@playwright/test';
import { entry, indicator, log, sent, signUp, synced } from './harness/person.ts';
import { expect, test } from './harness/test.ts';

/** A tab of the app's origin without the app, which does what another version of it would do. */
const openBareTab = async (context: BrowserContext): Promise<Page> => {
  const page = await context.newPage();
  await page.goto('/healthz');
  return page;
};

/** Opens the person's database as an app with schema version `version` does, and keeps it open. */
const openDatabase = (tab: Page, version: number): Promise<void> =>
  tab.evaluate(async (native) => {
    const found = (await indexedDB.databases()).find(({ name }) => /^cadence-[0-9a-f]{8}-/.test(name ?? ''));
    const name = found?.name ?? '';
    const done = (request: IDBOpenDBRequest) =>
      new Promise((resolve, reject) => {
        request.onsuccess = resolve;
        request.onerror = reject;
      });
    // An older version can only be there before a newer one.
    if ((found?.version ?? 0) > native) await done(indexedDB.deleteDatabase(name));
    const request = indexedDB.open(name, native);
    Object.assign(globalThis, { keptOpen: request });
    await done(request);
  }, version * 10);

/** How many tabs lead, as the browser knows it, and whether `page` does. */
const leading = (page: Page): Promise<{ leaders: number; isLeader: boolean }> =>
  page.evaluate(async () => {
    const me = await navigator.locks.request('who-am-i', async () => {
      const { held = [] } = await navigator.locks.query();
      return held.find(({ name }) => name === 'who-am-i')?.clientId;
    });
    const { held = [] } = await navigator.locks.query();
    const leaders = held.filter(({ name }) => name?.startsWith('cadence-sync-'));
    return { leaders: leaders.length, isLeader: leaders.some(({ clientId }) => clientId === me) };
  });

test('when the leading tab crashes during a push, another tab sends the change within seconds', async ({
  newDevice,
}) => {
  const phone = await newDevice();
  await signUp(phone.page, 'Tara');
  const second = await phone.context.newPage();
  await second.goto('/today');
  await synced(second);
  await expect.poll(async () => (await leading(second)).leaders).toBe(1);
  const [leader, follower] = (await leading(second)).isLeader ? [second, phone.page] : [phone.page, second];

  // The server never responds to this tab.
  await leader.route('**/rest/v1/rpc/sync_push', () => undefined);
  const requested = leader.waitForRequest('**/rest/v1/rpc/sync_push');
  await log(leader, 'Call', 'Call the dentist');
  await requested;
  await expect(entry(follower, 'Call the dentist')).toBeVisible();

  const pushed = follower.waitForResponse((response) => response.url().endsWith('/sync_push') && response.ok(), {
    timeout: 10_000,
  });
  const crashed = leader.waitForEvent('crash');
  const session = await phone.context.newCDPSession(leader);
  // A crashed page sends no response.
  void session.send('Page.crash').catch(() => undefined);
  await crashed;
  await pushed;
  await synced(follower);
  expect(await leading(follower)).toEqual({ leaders: 1, isLeader: true });
  await leader.close();
});

test('a tab of an older version shows a message, keeps what is typed, and stops writing', async ({ newDevice }) => {
  const phone = await newDevice();
  await signUp(phone.page, 'Ulla');
  await sent(phone.page, () => log(phone.page, 'Call', 'Before the update'));
  await phone.page.getByRole('button', { name: 'Log an activity' }).click();
  const title = phone.page.getByRole('dialog', { name: 'Log activity' }).getByLabel('Title');
  await title.fill('Half a thought');

  const newer = await openBareTab(phone.context);
  await openDatabase(newer, 99);
  const notice = phone.page.getByRole('alert').filter({ hasText: 'Cadence was updated in another tab' });
  await expect(notice).toBeVisible();
  await expect(title).toHaveValue('Half a thought');
  await expect(indicator(phone.page)).toBeHidden();
  await expect.poll(async () => (await leading(newer)).leaders).toBe(0);

  // Over the sheet, too, a tap reaches it. The same version comes back here: it still leaves the newer one's data alone.
  const reloaded = phone.page.waitForEvent('load');
  await notice.getByRole('button', { name: 'Reload' }).click();
  await reloaded;
  await expect(notice).toBeVisible();
  // The sheet is open again, as it was.
  const sheet = phone.page.getByRole('dialog', { name: 'Log activity' });
  await sheet.getByRole('button', { name: 'Close' }).click();
  await expect(sheet).toBeHidden();
  await phone.page.getByRole('link', { name: 'Leads' }).click();
  await expect(notice).toBeVisible();
  expect((await leading(newer)).leaders).toBe(0);
});

test('a newer version blocked by an older tab asks to close it, and continues by itself', async ({ newDevice }) => {
  const phone = await newDevice();
  await signUp(phone.page, 'Vito');
  await sent(phone.page, () => log(phone.page, 'Call', 'Call the printer'));
  await phone.page.goto('/healthz');
  const older = await openBareTab(phone.context);
  await openDatabase(older, 1);

  await phone.page.goto('/today');
  const notice = phone.page.getByRole('alert').filter({ hasText: 'Close the other tabs of Cadence' });
  await expect(notice).toBeVisible();
  await older.close();
  await expect(notice).toBeHidden();
  await expect(entry(phone.page, 'Call the printer')).toBeVisible();
});
