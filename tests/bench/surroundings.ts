import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { LOCAL_PUBLISHABLE_KEY } from '../../src/api/config.ts';
import { launchBrowser } from './browser.ts';
import { buildPage } from './build.ts';
import type {} from './page/bench.tsx';
import type { Session } from './page/raw.ts';
import { type BenchServer, type Person, startServer } from './server-client.ts';

/** A backend that serves the bench page, and a browser to open it in. */
export interface Surroundings {
  server: BenchServer;
  browser: Browser;
  /** A page of its own in a profile of its own. */
  openPage: () => Promise<Page>;
  close: () => Promise<void>;
}

export const startSurroundings = async (): Promise<Surroundings> => {
  const client = await buildPage(join(import.meta.dirname, 'page'));
  const [server, browser] = await Promise.all([startServer(client, LOCAL_PUBLISHABLE_KEY), launchBrowser()]);
  return {
    server,
    browser,
    openPage: async () => {
      const page = await browser.newPage();
      await page.goto(server.url);
      await page.waitForFunction(() => 'bench' in window);
      return page;
    },
    close: async () => {
      await browser.close();
      await server.stop();
      await rm(client, { recursive: true, force: true });
    },
  };
};

export const sessionOf = (server: BenchServer, person: Person): Session => ({
  url: server.url,
  key: LOCAL_PUBLISHABLE_KEY,
  token: person.token,
});

/** Gives the page's person a new, empty device. */
export const openDevice = (page: Page, server: BenchServer, person: Person): Promise<void> =>
  page.evaluate(([id, session]) => window.bench.openDevice(id, session), [
    person.id,
    sessionOf(server, person),
  ] as const);
