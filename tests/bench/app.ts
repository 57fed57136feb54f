import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import type { SyncedTable } from '../../src/contract/synced-tables.ts';
import { LOCAL_PUBLISHABLE_KEY } from '../../src/api/config.ts';
import { launchOptions } from './browser.ts';
import { addActivities, PER_WEEK, WEEKS } from './rows.ts';
import { type BenchServer, PASSWORD, startServer } from './server-client.ts';

const ROOT = join(import.meta.dirname, '../..');
const PHONE = { width: 390, height: 844 };

/** A page with nothing in it that the app's own service worker serves. */
export const EMPTY_PAGE = 'empty.html';

/** Builds the app as it ships, with an empty page beside it, into a new directory, and tells which. */
export const buildApp = async (): Promise<string> => {
  const outDir = join(await mkdtemp(join(tmpdir(), 'cadence-bench-app-')), 'dist');
  await build({ root: ROOT, logLevel: 'error', build: { outDir, emptyOutDir: true } });
  const page = '<!doctype html><html lang="en"><title>Empty</title><body>Empty</body></html>';
  await writeFile(join(outDir, EMPTY_PAGE), page);
  const integrity = `sha256-${createHash('sha256').update(page).digest('base64')}`;
  const workerFile = join(outDir, 'service-worker.js');
  const worker = await readFile(workerFile, 'utf8');
  const precached = worker.replace(
    /\{[^{}]*\burl"?:\s*["'`]index\.html["'`][^{}]*\}/,
    (entry) => `${entry},{"revision":"1","url":"${EMPTY_PAGE}","integrity":"${integrity}"}`,
  );
  if (precached === worker) throw new Error('the service worker does not precache index.html');
  await writeFile(workerFile, precached);
  return outDir;
};

/** A phone on which somebody has worked before: signed in, 10,000 activities synced, the shell cached. */
export interface UsedPhone {
  server: BenchServer;
  /** Whose phone it is. */
  person: string;
  /** Starts its browser; close the context to stop it. */
  open: () => Promise<BrowserContext>;
  close: () => Promise<void>;
}

/** @param fill gives the person more than activities, before the phone first syncs. */
export const openUsedPhone = async (
  client: string,
  email: string,
  fill?: (server: BenchServer, person: string) => Promise<void>,
): Promise<UsedPhone> => {
  const server = await startServer(client, LOCAL_PUBLISHABLE_KEY);
  const person = await server.signUp(email);
  await addActivities(server, person.id);
  await fill?.(server, person.id);
  const profile = await mkdtemp(join(tmpdir(), 'cadence-bench-phone-'));
  const open = () =>
    chromium.launchPersistentContext(profile, { ...launchOptions(), viewport: PHONE, timezoneId: 'UTC' });
  const phone: UsedPhone = {
    server,
    person: person.id,
    open,
    close: async () => {
      await server.stop();
      await rm(profile, { recursive: true, force: true, maxRetries: 3 });
    },
  };
  const context = await open();
  const page = context.pages()[0] ?? (await context.newPage());
  await signIn(page, server.url, email);
  await waitForRows(page, person.id, 'program_activities', WEEKS * PER_WEEK);
  await context.close();
  return phone;
};

const signIn = async (page: Page, url: string, email: string): Promise<void> => {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/today');
  await page.evaluate(() => navigator.serviceWorker.ready);
};

/** Waits until a person's database on the phone has so many rows of a table. */
export const waitForRows = async (page: Page, userId: string, table: SyncedTable, count: number): Promise<void> => {
  const deadline = performance.now() + ROWS_TIMEOUT_MS;
  for (;;) {
    const found = await page.evaluate(countRows, [`cadence-${userId}`, table] as const);
    if (found === count) return;
    if (performance.now() > deadline) throw new Error(`${String(found)} of ${String(count)} rows of ${table} came`);
    await page.waitForTimeout(200);
  }
};

const ROWS_TIMEOUT_MS = 60_000;

/** Runs in the page. */
const countRows = ([name, store]: readonly [string, string]): Promise<number> =>
  new Promise((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.onerror = () => {
      reject(new Error('the database cannot be opened'));
    };
    opening.onsuccess = () => {
      const database = opening.result;
      const counting = database.transaction(store).objectStore(store).count();
      counting.onsuccess = () => {
        database.close();
        resolve(counting.result);
      };
    };
  });
