import type { Page } from '@playwright/test';
import { entry, indicator, log, newAccount, readyForOffline, signInByForm } from './harness/person.ts';
import { Network } from './harness/network.ts';
import { go, title } from './harness/screens.ts';
import { DESKTOP, expect, PHONE, test as base } from './harness/test.ts';

const test = base.extend<{ newNetwork: () => Promise<Network> }>({
  newNetwork: async ({ server }, use) => {
    const networks: Network[] = [];
    await use(async () => {
      const network = await Network.to(server.url);
      networks.push(network);
      return network;
    });
    for (const network of networks) await network.close();
  },
});

const NOBODY = '00000000-0000-4000-8000-000000000000';
const SCREENS = {
  '/week': 'This week',
  '/leads': 'Leads',
  [`/leads/${NOBODY}`]: 'Lead',
  [`/activity/${NOBODY}`]: 'Activity',
  [`/task/${NOBODY}`]: 'Task',
  '/goals': 'Goals',
  '/types': 'Activity types',
  '/search': 'Search',
  '/export': 'Export',
  '/import': 'Import',
  '/settings': 'Settings',
  '/needs-attention': 'Needs attention',
  '/notices': 'Notices',
  '/more': 'More',
  '/today': 'Today',
};

/** Opens each place in turn, as fast as its screen is there, and tells the titles of the screens. */
const walk = (page: Page, places: readonly string[]): Promise<string[]> =>
  page.evaluate(async (paths) => {
    const titles: string[] = [];
    for (const path of paths) {
      const before = document.querySelector('h1');
      history.pushState(null, '', path);
      const deadline = Date.now() + 10_000;
      while ((document.querySelector('h1') ?? before) === before && Date.now() < deadline) {
        await new Promise(requestAnimationFrame);
      }
      titles.push(document.querySelector('h1')?.textContent ?? '');
    }
    return titles;
  }, places);

test('every screen of a rep opens offline, whenever the network is lost after sign-in', async ({
  newDevice,
  newNetwork,
}) => {
  test.setTimeout(300_000);
  const network = await newNetwork();
  const baseURL = network.url;
  const { page, context } = await newDevice(PHONE, { baseURL });
  const account = await newAccount(page, 'Nadia');
  await signInByForm(page, account.email);
  const storageState = await context.storageState();
  await context.close();

  /** A device right after the sign-in, with nothing of the app on it but what the first screen has brought along. */
  const openFirstScreen = async () => {
    network.reset();
    const device = await newDevice(PHONE, { baseURL, storageState });
    await device.page.goto('/today');
    await expect(title(device.page, 'Today')).toBeVisible();
    return device;
  };
  const whole = await openFirstScreen();
  network.open();
  await readyForOffline(whole.page);
  await whole.context.close();
  const all = network.passed;
  expect(all).toBeGreaterThan(10);

  for (let last = 0; last <= all; last += 1) {
    const device = await openFirstScreen();
    await network.pass(last);
    network.cut();
    await device.context.setOffline(true);
    const titles = await walk(device.page, Object.keys(SCREENS));
    expect(titles, `after request ${String(last)} of the service worker`).toEqual(Object.values(SCREENS));
    await device.context.close();
  }
});

test('a rep can work when the network is lost right after sign-in', async ({ newDevice, newNetwork }) => {
  const network = await newNetwork();
  const { context, page } = await newDevice(PHONE, { baseURL: network.url });
  const account = await newAccount(page, 'Oskar');
  await signInByForm(page, account.email);
  await expect(title(page, 'Today')).toBeVisible();
  network.cut();
  await context.setOffline(true);

  await log(page, 'Call', 'Call the mill');
  await entry(page, 'Call the mill').click();
  await page.getByRole('textbox', { name: 'Notes' }).fill('They want two of them.');
  await page.getByRole('textbox', { name: 'Notes' }).blur();
  await expect(page.getByText('Saved on this device')).toBeVisible();
  await go(page, '/today');
  const line = page.getByRole('textbox', { name: 'Add a task' });
  await line.fill('Buy reeds');
  await line.press('Enter');
  await page.getByRole('button', { name: 'More actions for Buy reeds' }).click();
  await page.getByRole('menuitem').first().waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Buy reeds/ }).click();
  await expect(page.getByRole('dialog', { name: 'Task' })).toBeVisible();
  await page.keyboard.press('Escape');
  await indicator(page).click();
  await expect(page.getByRole('button', { name: 'Sync now' })).toBeVisible();
  await page.keyboard.press('Escape');
  for (const [key, dialog] of [
    ['?', 'Keyboard shortcuts'],
    ['ControlOrMeta+k', 'Commands'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole('dialog', { name: dialog })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
});

test('a coach can write a program when the network is lost right after sign-in', async ({ newDevice, newNetwork }) => {
  const network = await newNetwork();
  const { context, page } = await newDevice(DESKTOP, { baseURL: network.url });
  await signInByForm(page, 'coach@example.com');
  await expect(title(page, 'Today')).toBeVisible();
  network.cut();
  await context.setOffline(true);

  await go(page, '/programs');
  await page.getByRole('button', { name: 'New program' }).click();
  const sheet = page.getByRole('dialog', { name: 'New program' });
  await sheet.getByLabel('Title').fill('Written on a train');
  await sheet.getByLabel('Days').fill('7');
  await sheet.getByRole('button', { name: 'Create program' }).click();
  await page.waitForURL('**/programs/*');
  const line = page.getByRole('textbox', { name: 'Add a task to day 1', exact: true });
  await line.fill('Long tones');
  await line.press('Enter');
  await page.getByRole('button', { name: 'Long tones', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('missing code shows a message, and loads when the connection returns', async ({ newDevice, newNetwork }) => {
  const network = await newNetwork();
  const { context, page } = await newDevice(PHONE, { baseURL: network.url });
  const account = await newAccount(page, 'Petra');
  await page.route('**/assets/{work,tasks}-*', (route) => route.abort());
  await signInByForm(page, account.email);
  await expect(title(page, 'Today')).toBeVisible();
  network.cut();
  await context.setOffline(true);
  const loads: string[] = [];
  page.on('load', () => loads.push(page.url()));

  await expect(page.getByText('This part isn’t on this device yet.')).toBeVisible();
  await go(page, '/week');
  await expect(page.getByText('This screen isn’t on this device yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('This screen isn’t on this device yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Log an activity' }).click();
  const missing = page.getByRole('dialog', { name: 'Not downloaded yet' });
  await expect(missing).toContainText('Connect once to download it');
  await missing.getByRole('button', { name: 'Close' }).click();

  await page.unroute('**/assets/{work,tasks}-*');
  network.open();
  await context.setOffline(false);
  // The screen that was asked for opens by itself, and what was missing has its styles.
  await expect(title(page, 'This week')).toBeVisible();
  await page.getByRole('button', { name: 'Log an activity' }).click();
  await expect(page.getByRole('dialog', { name: 'Log activity' })).toBeVisible();
  expect(await page.evaluate(() => [...document.styleSheets].some(({ href }) => href?.includes('/work-')))).toBe(true);
  await page.keyboard.press('Escape');
  await expect(title(page, 'This week')).toBeVisible();
  // The service worker, too, begins anew.
  await readyForOffline(page);
  // A browser that does not request a module again is reloaded, once.
  expect(loads.length).toBeLessThanOrEqual(1);
});
