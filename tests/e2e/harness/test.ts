import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  test as base,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  expect,
  type Page,
} from '@playwright/test';
import { NOON_ZONE } from '../../fixtures/server-clock.ts';
import { ProductServer } from './server.ts';

const LAUNCH = {
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 800 };
export const PASSWORD = 'cadence-demo';

/** A browser profile that nobody has used before. */
export interface Device {
  context: BrowserContext;
  page: Page;
}

/** One on a disk: it can be closed and opened again with everything it kept. */
export interface DiskDevice extends Device {
  /** Closes the browser as the person or the system does, and opens it again at `path`. */
  reopen: (path: string, options?: { offline?: boolean }) => Promise<Page>;
}

interface Fixtures {
  newDevice: (
    viewport?: { width: number; height: number },
    options?: Pick<
      BrowserContextOptions,
      'hasTouch' | 'baseURL' | 'storageState' | 'reducedMotion' | 'deviceScaleFactor'
    >,
  ) => Promise<Device>;
  newDiskDevice: () => Promise<DiskDevice>;
  /** What was printed as an error on the console of any device. */
  consoleErrors: string[];
}

interface WorkerFixtures {
  server: ProductServer;
  /** One for all devices of the worker: their profiles share nothing. */
  sharedBrowser: Browser;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  server: [
    // Playwright reads the fixture's needs from this pattern.
    async ({}, use) => {
      const server = await ProductServer.start();
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 600_000 },
  ],

  sharedBrowser: [
    async ({}, use) => {
      const browser = await chromium.launch(LAUNCH);
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],

  consoleErrors: async ({}, use) => {
    const consoleErrors: string[] = [];
    await use(consoleErrors);
    expect(consoleErrors, 'nothing unexpected was printed on the browser’s console').toEqual([]);
  },

  newDevice: async ({ server, sharedBrowser, consoleErrors }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (viewport = PHONE, options = {}) => {
      const context = await sharedBrowser.newContext({ ...settingsOf(server), viewport, ...options });
      contexts.push(context);
      watch(context, consoleErrors);
      return { context, page: await context.newPage() };
    });
    for (const context of contexts) await context.close();
  },

  newDiskDevice: async ({ server, consoleErrors }, use) => {
    const devices: Device[] = [];
    const folders: string[] = [];
    await use(async () => {
      const folder = await mkdtemp(join(tmpdir(), 'cadence-device-'));
      folders.push(folder);
      const open = async (offline = false): Promise<Device> => {
        const settings = { ...LAUNCH, ...settingsOf(server), viewport: PHONE };
        const context = await chromium.launchPersistentContext(folder, settings);
        if (offline) await context.setOffline(true);
        watch(context, consoleErrors);
        return { context, page: context.pages()[0] ?? (await context.newPage()) };
      };
      const device: DiskDevice = {
        ...(await open()),
        reopen: async (path, { offline = false } = {}) => {
          await device.context.close();
          Object.assign(device, await open(offline));
          await device.page.goto(path);
          return device.page;
        },
      };
      devices.push(device);
      return device;
    });
    for (const { context } of devices) await context.close();
    for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  },
});

const settingsOf = (server: ProductServer) => ({ baseURL: server.url, locale: 'en-GB', timezoneId: NOON_ZONE });

const watch = (context: BrowserContext, consoleErrors: string[]): void => {
  context.on('console', (message) => {
    if (message.type() === 'error' && !isAboutTheConnection(message.text())) consoleErrors.push(message.text());
  });
  context.on('weberror', (error) => consoleErrors.push(String(error.error())));
};

/** The browser itself reports every request that fails, also those that are meant to. */
const isAboutTheConnection = (text: string): boolean =>
  /Failed to load resource|net::ERR_|unknown error occurred when fetching the script/.test(text) || isOfAuth(text);

/** supabase-js prints those of its own. */
const isOfAuth = (text: string): boolean =>
  /^TypeError: Failed to fetch\n[^]*\._(?:useSession|signOut|callRefreshToken|refreshAccessToken)\b/.test(text);

export { expect };
