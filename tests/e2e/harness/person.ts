import { expect, type Page } from '@playwright/test';
import { PASSWORD } from './test.ts';

let people = 0;

/** Makes an account as a person does, and waits until their work is on screen. */
export const signUp = async (page: Page, name: string): Promise<{ email: string; password: string }> => {
  people += 1;
  const email = `${name.toLowerCase()}.${String(people)}.${String(Date.now())}@example.com`;
  await page.goto('/sign-up');
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.waitForURL('**/today');
  await synced(page);
  return { email, password: PASSWORD };
};

export const signIn = async (page: Page, email: string, password = PASSWORD): Promise<void> => {
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/\/(today|admin\/reps)$/);
};

/** Waits until the indicator says that everything is in the cloud. */
export const synced = (page: Page): Promise<void> => expect(indicator(page)).toHaveAccessibleName('Sync: Synced');

/** Does something and waits until its changes have been sent and the feed has been read after that. */
export const sent = async (page: Page, act: () => Promise<void>): Promise<void> => {
  const pulled = page
    .waitForResponse((response) => response.url().endsWith('/sync_push') && response.ok())
    .then(() => page.waitForResponse((response) => response.url().endsWith('/sync_pull') && response.ok()));
  await act();
  await pulled;
  await synced(page);
};

export const indicator = (page: Page) => page.getByRole('button', { name: /^Sync:/ });

/** Waits until the app would start without a network. */
export const readyForOffline = async (page: Page): Promise<void> => {
  await page.evaluate(() => navigator.serviceWorker.ready);
};

/** Logs an activity of a built-in type from wherever the person is. */
export const log = async (page: Page, type: string, title?: string): Promise<void> => {
  await page.getByRole('button', { name: 'Log an activity' }).click();
  await logInSheet(page, type, title);
};

/** As log, where the sheet is open already. */
export const logInSheet = async (page: Page, type: string, title?: string): Promise<void> => {
  const sheet = page.getByRole('dialog', { name: 'Log activity' });
  await sheet.getByText(type, { exact: true }).click();
  if (title !== undefined) await sheet.getByLabel('Title').fill(title);
  await sheet.getByRole('button', { name: 'Log', exact: true }).click();
  await expect(sheet).toBeHidden();
};

/** The entry of the day or week that has this title. */
export const entry = (page: Page, title: string) => page.getByRole('main').getByRole('link', { name: title });

/**
 * Makes a lead offline with a name that is too long, as a version of the app with other limits might, and a call
 * about it. Resolves when the cloud has refused both: the lead for its name, the call for the lack of its lead.
 */
export const makeRefused = async (page: Page, call: string): Promise<void> => {
  await page.context().setOffline(true);
  await page.goto('/leads');
  await page.getByRole('button', { name: 'Add lead' }).first().click();
  const sheet = page.getByRole('dialog', { name: 'Add lead' });
  await sheet.getByLabel('Name').fill('Acme');
  await sheet.getByRole('button', { name: 'Add lead' }).click();
  await page.waitForURL('**/leads/*');
  await page.getByRole('button', { name: 'Log with this lead' }).click();
  await logInSheet(page, 'Call', call);
  await page.evaluate(writePastTheForm, { from: 'Acme', to: `Acme ${'and Sons '.repeat(25)}` });
  await page.context().setOffline(false);
  await expect(indicator(page)).toHaveAccessibleName('Sync: Needs attention');
};

/** Renames a lead on the device and in what waits to be sent. Runs in the page. */
const writePastTheForm = async ({ from, to }: { from: string; to: string }): Promise<void> => {
  const named = (await indexedDB.databases()).find(({ name }) => /^cadence-[\da-f]{8}-/.test(name ?? ''));
  const done = <Result>(request: IDBRequest<Result>) =>
    new Promise<Result>((resolve, reject) => {
      request.onsuccess = () => {
        resolve(request.result);
      };
      request.onerror = () => {
        reject(new Error(request.error?.message));
      };
    });
  const db = await done(indexedDB.open(named?.name ?? ''));
  const tables = db.transaction(['submissions', 'outbox'], 'readwrite');
  for (const lead of (await done(tables.objectStore('submissions').getAll())) as { name: string }[]) {
    if (lead.name === from) tables.objectStore('submissions').put({ ...lead, name: to });
  }
  for (const change of (await done(tables.objectStore('outbox').getAll())) as { fields: { name?: string } }[]) {
    if (change.fields.name !== from) continue;
    tables.objectStore('outbox').put({ ...change, fields: { ...change.fields, name: to } });
  }
  db.close();
};
