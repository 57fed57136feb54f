import { entry, indicator, log, pushedAndPulled, sent, signIn, signUp } from './harness/person.ts';
import { expect, test } from './harness/test.ts';

test('a conflict between two devices shows both texts, and resolving it on one resolves it on the other', async ({
  newDevice,
}) => {
  const phone = await newDevice();
  const rep = await signUp(phone.page, 'Nora');
  await sent(phone.page, () => log(phone.page, 'Call', 'Call the mill'));
  const tablet = await newDevice();
  await signIn(tablet.page, rep.email);
  for (const { page } of [phone, tablet]) await entry(page, 'Call the mill').click();

  await tablet.context.setOffline(true);
  await phone.context.setOffline(true);
  for (const [{ page }, text] of [
    [phone, 'They want the blue one on Monday'],
    [tablet, 'They want the red one on Monday'],
  ] as const) {
    await page.getByRole('textbox', { name: 'Notes' }).fill(text);
    await page.getByRole('textbox', { name: 'Notes' }).blur();
    await expect(indicator(page)).toHaveAccessibleName(/1 to send/);
  }
  await Promise.all([pushedAndPulled(phone.page), phone.context.setOffline(false)]);
  await Promise.all([pushedAndPulled(tablet.page), tablet.context.setOffline(false)]);

  await expect(indicator(tablet.page)).toHaveAccessibleName('Sync: 1 conflict');
  const versions = tablet.page.getByRole('list', { name: 'Conflicts' });
  await expect(versions).toContainText('the blue one');
  await expect(versions).toContainText('the red one');
  await expect(versions.locator('mark').first()).toHaveText(/blue|red/);

  await phone.page.goto('/needs-attention');
  await expect(async () => {
    await phone.page.evaluate(() => globalThis.dispatchEvent(new Event('online')));
    await expect(phone.page.getByRole('heading', { name: 'Call the mill' })).toBeVisible({ timeout: 1_000 });
  }).toPass();

  await sent(tablet.page, () => tablet.page.getByRole('button', { name: /Keep both/ }).click());
  await expect(versions).toBeHidden();
  await expect(tablet.page.getByRole('textbox', { name: 'Notes' })).toHaveValue(
    /blue one on Monday\s+They want the red/,
  );

  await expect(async () => {
    await phone.page.evaluate(() => globalThis.dispatchEvent(new Event('online')));
    await expect(phone.page.getByText('Nothing needs your attention')).toBeVisible({ timeout: 1_000 });
  }).toPass();
});

test('the history of an activity shows earlier values and restores one', async ({ newDevice }) => {
  const phone = await newDevice();
  await signUp(phone.page, 'Olga');
  await sent(phone.page, () => log(phone.page, 'Call', 'Call the bank'));
  await entry(phone.page, 'Call the bank').click();
  await sent(phone.page, async () => {
    await phone.page.getByLabel('Title').fill('Call the other bank');
    await phone.page.getByLabel('Title').blur();
  });
  await phone.page.getByRole('link', { name: 'History' }).click();
  const history = phone.page.getByRole('list', { name: 'History' });
  await expect(history.getByRole('listitem')).toHaveCount(2);
  await expect(history).toContainText('Call the other bank');
  await sent(phone.page, () => phone.page.getByRole('button', { name: 'Restore Title: Call the bank' }).click());
  await phone.page.getByRole('link', { name: 'Activity' }).click();
  await expect(phone.page.getByLabel('Title')).toHaveValue('Call the bank');
});
