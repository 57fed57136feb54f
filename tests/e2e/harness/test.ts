import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type BrowserContext, chromium, expect, type Page } from '@playwright/test';
import { NOON_ZONE } from '../../harness/real-clock.ts';
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

/** A browser profile on a disk: it can be closed and opened again with everything it kept. */
export interface Device {
  context: BrowserContext;
  page: Page;
  /** Closes the browser as the person or the system does, and opens it again at `path`. */
  reopen: (path: string, options?: { offline?: boolean }) => Promise<Page>;
}

interface Fixtures {
  /** Opens a device that nobody has used before. */
  newDevice: (viewport?: { width: number; height: number }, options?: { hasTouch?: boolean }) => Promise<Device>;
}

export const test = base.extend<Fixtures, { server: ProductServer }>({
  server: [
    // Playwright reads the fixture's needs from this pattern.
    async ({}, use) => {
      const server = await ProductServer.start();
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  newDevice: async ({ server }, use) => {
    const opened: { context: BrowserContext }[] = [];
    const folders: string[] = [];
    const faults: string[] = [];
    await use(async (viewport = PHONE, { hasTouch = false } = {}) => {
      const folder = await mkdtemp(join(tmpdir(), 'cadence-device-'));
      folders.push(folder);
      const open = async (offline = false) => {
        const context = await chromium.launchPersistentContext(folder, {
          ...LAUNCH,
          viewport,
          hasTouch,
          baseURL: server.url,
          locale: 'en-GB',
          timezoneId: NOON_ZONE,
        });
        if (offline) await context.setOffline(true);
        context.on('console', (message) => {
          if (message.type() === 'error' && !isAboutTheConnection(message.text())) faults.push(message.text());
        });
        context.on('weberror', (error) => faults.push(String(error.error())));
        return context;
      };
      const device: Device = {
        context: await open(),
        page: null as unknown as Page,
        reopen: async (path, { offline = false } = {}) => {
          await device.context.close();
          device.context = await open(offline);
          device.page = device.context.pages()[0] ?? (await device.context.newPage());
          await device.page.goto(path);
          return device.page;
        },
      };
      device.page = device.context.pages()[0] ?? (await device.context.newPage());
      opened.push(device);
      return device;
    });
    for (const { context } of opened) await context.close();
    for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    expect(faults, 'nothing unexpected was printed on the browser’s console').toEqual([]);
  },
});

/** The browser itself reports every request that fails, also those that are meant to. */
const isAboutTheConnection = (text: string): boolean => /Failed to load resource|net::ERR_/.test(text);

export { expect };
