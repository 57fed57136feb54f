import type { Page } from '@playwright/test';
import { entry, indicator, logInSheet, makeRejected, readyForOffline, sent, signIn, signUp } from './harness/person.ts';
import { expect, test } from './harness/test.ts';

/** Chooses the lead of the activity that is open. */
const choose = async (page: Page, lead: string): Promise<void> => {
  await page.getByRole('combobox', { name: 'Lead' }).fill(lead);
  await page.getByRole('option', { name: lead, exact: true }).click();
  await expect(page.getByRole('link', { name: `Open ${lead}` })).toBeVisible();
};

test('a call about a lead that another device deleted is kept; with another lead, or as a copy, it is accepted', async ({
  newDevice,
}) => {
  const phone = await newDevice();
  const rep = await signUp(phone.page, 'Rita');
  await readyForOffline(phone.page);
  for (const name of ['Acme', 'Bolt']) {
    await phone.page.goto('/leads');
    await phone.page.getByRole('button', { name: 'Add lead' }).first().click();
    const sheet = phone.page.getByRole('dialog', { name: 'Add lead' });
    await sheet.getByLabel('Name').fill(name);
    await sent(phone.page, () => sheet.getByRole('button', { name: 'Add lead' }).click());
  }
  const tablet = await newDevice();
  await signIn(tablet.page, rep.email);
  await tablet.page.goto('/leads');
  await entry(tablet.page, 'Acme').click();

  await phone.context.setOffline(true);
  await phone.page.goto('/leads');
  await entry(phone.page, 'Acme').click();
  for (const title of ['Ring about the offer', 'Ring about the bill']) {
    await phone.page.getByRole('button', { name: 'Log with this lead' }).click();
    await logInSheet(phone.page, 'Call', title);
  }
  await sent(tablet.page, () => tablet.page.getByRole('button', { name: 'Delete lead' }).click());
  await phone.context.setOffline(false);
  await expect(indicator(phone.page)).toHaveAccessibleName(/^Sync: \d+ changes? not accepted$/);

  await phone.page.goto('/needs-attention');
  await expect(phone.page.getByText(/such as its lead, is not in the cloud/)).toHaveCount(2);
  const pushed = phone.page.waitForResponse((response) => response.url().endsWith('/sync_push') && response.ok());
  await phone.page.getByRole('link', { name: 'Open to edit: Ring about the offer' }).click();
  await choose(phone.page, 'Bolt');
  await pushed;
  await phone.page.goto('/needs-attention');
  await phone.page.getByRole('button', { name: 'Keep as a copy: Ring about the bill' }).click();
  await expect(phone.page.getByText('Kept a copy of “Ring about the bill”.')).toBeVisible();
  await sent(phone.page, () => phone.page.getByRole('button', { name: 'Try again: Ring about the offer' }).click());
  await expect(phone.page.getByText('Nothing needs your attention')).toBeVisible();

  const desk = await newDevice();
  await signIn(desk.page, rep.email);
  await entry(desk.page, 'Ring about the bill').click();
  await expect(desk.page.getByRole('combobox', { name: 'Lead' })).toHaveValue('');
  await desk.page.goto('/leads');
  await entry(desk.page, 'Bolt').click();
  await expect(entry(desk.page, 'Ring about the offer')).toBeVisible();
});

test('a call waits for its rejected lead and is sent with it after the correction', async ({ newDevice }) => {
  const { page } = await newDevice();
  const rep = await signUp(page, 'Wim');
  await readyForOffline(page);
  await makeRejected(page, 'Ring them');

  await page.goto('/needs-attention');
  const waiting = page.getByRole('list', { name: /^Waiting for Acme and Sons/ });
  await expect(waiting).toContainText('Ring them');
  await expect(waiting).toContainText(/Waiting for the lead “Acme and Sons .*”\. It is sent/);

  const pushed = page.waitForResponse((response) => response.url().endsWith('/sync_push') && response.ok());
  await page.getByRole('link', { name: /^Open to edit: Acme and Sons/ }).click();
  await page.getByLabel('Name').fill('Acme');
  await page.getByLabel('Name').blur();
  await pushed;
  await page.goto('/needs-attention');
  await sent(page, () => page.getByRole('button', { name: 'Try again: Acme' }).click());
  await expect(page.getByText('Nothing needs your attention')).toBeVisible();

  const desk = await newDevice();
  await signIn(desk.page, rep.email);
  await desk.page.goto('/leads');
  await entry(desk.page, 'Acme').click();
  await expect(entry(desk.page, 'Ring them')).toBeVisible();
});
