import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { log, readyForOffline, signUp } from './harness/person.ts';
import { ProductServer } from './harness/server.ts';
import { title } from './harness/screens.ts';
import { expect, test as base } from './harness/test.ts';

const PAGE = '<!doctype html><title>Sign in to this network</title>';

/** A built client, and what a host can do to it. */
class Client {
  private releases = 0;

  constructor(readonly directory: string) {}

  /**
   * Publishes a newer build, in which the code of the charts is another file.
   *
   * @param isComplete false: the host responds to a request for that file with a page.
   */
  async release({ isComplete }: { isComplete: boolean }): Promise<void> {
    this.releases += 1;
    const old = await this.fileOf('charts');
    const content = `${await readFile(this.path(old), 'utf8')}\n// Release ${String(this.releases)}.\n`;
    const file = `assets/charts-release${String(this.releases)}.js`;
    await rename(this.path(old), this.path(file));
    await writeFile(this.path(file), isComplete ? content : PAGE);
    await this.editWorker((script) =>
      script.replace(entryOf(old), JSON.stringify({ integrity: integrityOf(content), revision: null, url: file })),
    );
    this.held = { file, content };
  }

  /** The host responds with what the last release has. */
  async complete(): Promise<void> {
    if (this.held) await writeFile(this.path(this.held.file), this.held.content);
  }

  private held: { file: string; content: string } | null = null;

  async fileOf(chunk: string): Promise<string> {
    const name = (await readdir(this.path('assets'))).find((file) => new RegExp(`^${chunk}-.*\\.js$`).test(file));
    if (name === undefined) throw new Error(`there is no file of ${chunk}`);
    return `assets/${name}`;
  }

  private async editWorker(edit: (script: string) => string): Promise<void> {
    const script = await readFile(this.path('service-worker.js'), 'utf8');
    const edited = edit(script);
    if (edited === script) throw new Error('the service worker is as it was');
    await writeFile(this.path('service-worker.js'), edited);
  }

  private path(file: string): string {
    return join(this.directory, file);
  }
}

const entryOf = (file: string): RegExp => new RegExp(`\\{[^{}]*"url":"${file}"\\}`);
const integrityOf = (content: string): string => `sha256-${createHash('sha256').update(content).digest('base64')}`;

/** A server whose client can be replaced by a newer build of it. */
const test = base.extend<object, { server: ProductServer; client: Client }>({
  client: [
    async ({ playwright: _ }, use) => {
      const directory = await mkdtemp(join(tmpdir(), 'cadence-client-'));
      await cp('dist', directory, { recursive: true });
      await use(new Client(directory));
      await rm(directory, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ client }, use) => {
      const server = await ProductServer.start(client.directory);
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

/** Looks for a newer version. Resolves with how its installation ended: `installed`, `redundant`. */
const update = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const found = new Promise<ServiceWorker | null>((resolve) => {
      registration.addEventListener('updatefound', () => {
        resolve(registration.installing);
      });
    });
    // Rejects where the installation fails at once.
    await registration.update().catch(() => undefined);
    const worker = await found;
    while (worker?.state === 'installing') {
      await new Promise((resolve) => {
        worker.addEventListener('statechange', resolve, { once: true });
      });
    }
    return worker?.state ?? '';
  });

/** Replaces stored files of the app by pages, as an older release did that stored whatever a host responded with. */
const storePages = (page: Page, files: readonly string[], content: string): Promise<void> =>
  page.evaluate(
    async ({ paths, text }) => {
      const name = (await caches.keys()).find((key) => key.includes('precache'));
      const cache = await caches.open(name ?? '');
      for (const path of paths) {
        await cache.put(`/${path}`, new Response(text, { headers: { 'content-type': 'text/html' } }));
      }
    },
    { paths: files, text: content },
  );

/** Replaces a stored file by code of the right type that is cut off. */
const storeCode = (page: Page, file: string): Promise<void> =>
  page.evaluate(async (path) => {
    const name = (await caches.keys()).find((key) => key.includes('precache'));
    const cache = await caches.open(name ?? '');
    await cache.put(`/${path}`, new Response('export const x = (', { headers: { 'content-type': 'text/javascript' } }));
  }, file);

const openSignIn = async (page: Page): Promise<void> => {
  await page.goto('/sign-in');
  await readyForOffline(page);
};

test('a version of which one file is a page is not installed, and is once the file is right', async ({
  newDevice,
  client,
}) => {
  const { page } = await newDevice();
  await openSignIn(page);

  await client.release({ isComplete: false });
  expect(await update(page)).toBe('redundant');
  await page.reload();
  await expect(title(page, 'Sign in')).toBeVisible();
  await expect(page.getByText(/new version/i)).toHaveCount(0);

  await client.complete();
  expect(await update(page)).toBe('installed');
  await expect(page.getByText(/new version/i)).toBeVisible();
});

test('a stored file that is a page is fetched again', async ({ newDevice, client }) => {
  const { page, context } = await newDevice();
  await openSignIn(page);
  const file = await client.fileOf('sign-in');
  await storePages(page, [file], PAGE);

  await page.reload();
  await expect(title(page, 'Sign in')).toBeVisible();
  await context.setOffline(true);
  await page.reload();
  await expect(title(page, 'Sign in')).toBeVisible();
});

test('code that does not run is replaced before the app has started', async ({ newDevice, client, consoleErrors }) => {
  const { page } = await newDevice();
  await openSignIn(page);
  await storeCode(page, await client.fileOf('index'));

  await page.goto('/sign-up');
  await expect(title(page, 'Create account')).toBeVisible();
  expect(consoleErrors.splice(0).join()).toMatch(/^SyntaxError: [^,]*$/);
});

test('a version that cannot start is replaced without asking', async ({ newDevice, client }) => {
  const { page } = await newDevice();
  await openSignIn(page);
  // A file that the next version no longer has, so that nothing repairs it.
  await storePages(page, [await client.fileOf('charts')], PAGE);

  await client.release({ isComplete: true });
  expect(await update(page)).toMatch(/^(installed|activat)/);
  const isWaiting = () =>
    page.evaluate(async () => ((await navigator.serviceWorker.getRegistration())?.waiting ?? null) !== null);
  await expect.poll(isWaiting).toBe(false);
});

test('a new version asks before it reloads, and keeps what is being typed', async ({ newDevice, client }) => {
  const { page } = await newDevice();
  await signUp(page, 'Uma');
  await readyForOffline(page);
  await log(page, 'Call', 'Before the update');

  await page.getByRole('button', { name: 'Log an activity' }).click();
  const name = page.getByRole('dialog', { name: 'Log activity' }).getByLabel('Title');
  await name.fill('Half a thought');
  await client.release({ isComplete: true });
  expect(await update(page)).toBe('installed');
  await expect(page.getByText(/new version/i)).toBeVisible();
  await expect(name).toHaveValue('Half a thought');

  await page.getByRole('dialog', { name: 'Log activity' }).getByRole('button', { name: 'Close' }).click();
  const reloaded = page.waitForEvent('load');
  await page.getByRole('button', { name: /reload/i }).click();
  await reloaded;
  await expect(page.getByRole('main').getByRole('link', { name: 'Before the update' })).toBeVisible();
});
