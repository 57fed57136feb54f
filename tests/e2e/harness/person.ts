import { expect, type Page } from '@playwright/test';
import type { Role } from '../../../src/domain/profiles/profile.ts';
import { LOCAL_PUBLISHABLE_KEY } from '../../../src/api/config.ts';
import { NOON_ZONE } from '../../fixtures/server-clock.ts';
import { PASSWORD } from './test.ts';

let people = 0;

export interface Account {
  email: string;
  password: string;
}

/** An address that no other test uses. */
export const newAddress = (name: string): string => {
  people += 1;
  return `${name.toLowerCase()}.${String(people)}.${String(Date.now())}@example.com`;
};

/** A new account of a rep who has not signed in on any device. */
export const newAccount = async (page: Page, name: string): Promise<Account & { session: Session }> => {
  const account = { email: newAddress(name), password: PASSWORD };
  const data = { display_name: name, role: 'rep', time_zone: NOON_ZONE };
  return { ...account, session: await requestAuth(page, 'signup', { ...account, data }) };
};

/** A rep with a new account, signed in on this device; resolves when everything is in the cloud. */
export const signUp = async (page: Page, name: string): Promise<Account> => {
  const account = await newAccount(page, name);
  await openApp(page, 'rep', account.session);
  await synced(page);
  return account;
};

/** Signs an existing account in on this device and opens its first screen. */
export const signIn = async (page: Page, email: string, password = PASSWORD): Promise<void> => {
  const session = await requestAuth(page, 'token?grant_type=password', { email, password });
  const headers = { apikey: LOCAL_PUBLISHABLE_KEY, authorization: `Bearer ${session.access_token}` };
  const response = await page.request.get(`/rest/v1/profiles?select=role&id=eq.${session.user.id}`, { headers });
  const [profile] = (await response.json()) as { role: Role }[];
  await openApp(page, profile?.role ?? 'rep', session);
};

/** As signUp, by the form. */
export const signUpByForm = async (page: Page, name: string): Promise<Account> => {
  const account = { email: newAddress(name), password: PASSWORD };
  await page.goto('/sign-up');
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('Email').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.waitForURL('**/today');
  await synced(page);
  return account;
};

/** As signIn, by the form. */
export const signInByForm = async (page: Page, email: string, password = PASSWORD): Promise<void> => {
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/\/(today|admin\/reps)$/);
};

interface Session {
  access_token: string;
  user: { id: string; email: string };
}

const requestAuth = async (page: Page, path: string, data: object): Promise<Session> => {
  const response = await page.request.post(`/auth/v1/${path}`, { headers: { apikey: LOCAL_PUBLISHABLE_KEY }, data });
  expect(response.ok(), await response.text()).toBe(true);
  return (await response.json()) as Session;
};

/** Stores on the device what a sign-in stores, and opens the app. */
const openApp = async (page: Page, role: Role, session: Session): Promise<void> => {
  const { id, email } = session.user;
  // A page of the app's origin that does not load the app.
  await page.goto('/healthz');
  await page.evaluate(
    ([person, storedSession]) => {
      localStorage.setItem('cadence.person', person);
      localStorage.setItem('cadence.session', storedSession);
    },
    [JSON.stringify({ id, email, role }), JSON.stringify(session)] as const,
  );
  await page.goto(role === 'admin' ? '/admin/reps' : '/today');
};

/** Waits until the indicator says that everything is in the cloud. */
export const synced = (page: Page): Promise<void> => expect(indicator(page)).toHaveAccessibleName('Sync: Synced');

/** Resolves when the next push, and the pull after it, have succeeded. */
export const pushedAndPulled = async (page: Page): Promise<void> => {
  await page.waitForResponse((response) => response.url().endsWith('/sync_push') && response.ok());
  await page.waitForResponse((response) => response.url().endsWith('/sync_pull') && response.ok());
};

/** Does something and waits until its changes have been sent and the feed has been read after that. */
export const sent = async (page: Page, act: () => Promise<void>): Promise<void> => {
  const pulled = pushedAndPulled(page);
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
 * about it. Resolves when the server has rejected both: the lead for its name, the call because its lead is missing.
 */
export const makeRejected = async (page: Page, call: string): Promise<void> => {
  await page.context().setOffline(true);
  await page.goto('/leads');
  await page.getByRole('button', { name: 'Add lead' }).first().click();
  const sheet = page.getByRole('dialog', { name: 'Add lead' });
  await sheet.getByLabel('Name').fill('Acme');
  await sheet.getByRole('button', { name: 'Add lead' }).click();
  await page.waitForURL('**/leads/*');
  await page.getByRole('button', { name: 'Log with this lead' }).click();
  await logInSheet(page, 'Call', call);
  await page.evaluate(renameInDatabase, { from: 'Acme', to: `Acme ${'and Sons '.repeat(25)}` });
  await page.context().setOffline(false);
  await expect(indicator(page)).toHaveAccessibleName(/^Sync: \d+ changes? not accepted$/);
};

/** Renames a lead in the device's database and outbox, past the form's validation. Runs in the page. */
const renameInDatabase = async ({ from, to }: { from: string; to: string }): Promise<void> => {
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
