import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { log, readyForOffline, signUp } from './harness/person.ts';
import { ProductServer } from './harness/server.ts';
import { expect, test as base } from './harness/test.ts';

/** A server whose client can be replaced by a newer build of it. */
const test = base.extend<{ release: () => Promise<void> }, { server: ProductServer; clientDirectory: string }>({
  clientDirectory: [
    async ({ playwright: _ }, use) => {
      const directory = await mkdtemp(join(tmpdir(), 'cadence-client-'));
      await cp('dist', directory, { recursive: true });
      await use(directory);
      await rm(directory, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ clientDirectory }, use) => {
      const server = await ProductServer.start(clientDirectory);
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  release: async ({ clientDirectory }, use) => {
    await use(() => appendFile(join(clientDirectory, 'service-worker.js'), '\n// A newer build.\n'));
  },
});

test('a new version asks before it reloads, and keeps what is being typed', async ({ newDevice, release }) => {
  const { page } = await newDevice();
  await signUp(page, 'Uma');
  await readyForOffline(page);
  await log(page, 'Call', 'Before the update');

  await page.getByRole('button', { name: 'Log an activity' }).click();
  const title = page.getByRole('dialog', { name: 'Log activity' }).getByLabel('Title');
  await title.fill('Half a thought');
  await release();
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update();
  });
  await expect(page.getByText(/new version/i)).toBeVisible();
  await expect(title).toHaveValue('Half a thought');

  await page.getByRole('dialog', { name: 'Log activity' }).getByRole('button', { name: 'Close' }).click();
  const reloaded = page.waitForEvent('load');
  await page.getByRole('button', { name: /reload/i }).click();
  await reloaded;
  await expect(page.getByRole('main').getByRole('link', { name: 'Before the update' })).toBeVisible();
});
