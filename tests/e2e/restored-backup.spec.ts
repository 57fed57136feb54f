import { entry, indicator, log, sent, signUp, synced } from './harness/person.ts';
import { expect, test } from './harness/test.ts';

test('what was synced after a backup is still there after it was restored, without anybody saying so', async ({
  newDevice,
  server,
}) => {
  const phone = await newDevice();
  await signUp(phone.page, 'Rosa');
  await sent(phone.page, () => log(phone.page, 'Call', 'Before the backup'));
  await server.backUp();
  for (const title of ['After the backup', 'Later still']) {
    await sent(phone.page, () => log(phone.page, 'Call', title));
  }

  await server.restoreBackup();
  await indicator(phone.page).click();
  await phone.page.getByRole('button', { name: 'Sync now' }).click();
  await synced(phone.page);
  for (const title of ['Before the backup', 'After the backup', 'Later still']) {
    await expect(entry(phone.page, title)).toBeVisible();
  }
  await phone.page.goto('/notices');
  await expect(phone.page.getByText('This device sends back 2 changes that the copy lacked.')).toBeVisible();
});

test('where the backup is right, nothing is dropped before the person has decided', async ({ newDevice, server }) => {
  const phone = await newDevice();
  await signUp(phone.page, 'Tilda');
  await sent(phone.page, () => log(phone.page, 'Call', 'Before the backup'));
  await server.backUp();
  await sent(phone.page, () => log(phone.page, 'Call', 'After the backup'));

  await server.restoreBackup("select private.set_recovery('discard')");
  await indicator(phone.page).click();
  await phone.page.getByRole('button', { name: 'Sync now' }).click();
  await expect(indicator(phone.page)).toHaveAccessibleName('Sync: 1 change not accepted');
  await expect(entry(phone.page, 'After the backup')).toBeVisible();

  await phone.page.goto('/needs-attention');
  await expect(phone.page.getByRole('heading', { name: 'Not in the restored backup' })).toBeVisible();
  await phone.page.getByRole('button', { name: 'Discard it' }).click();
  await phone.page.getByRole('button', { name: 'Discard changes' }).click();
  await expect(phone.page.getByText('Nothing needs your attention')).toBeVisible();
  await phone.page.goto('/today');
  await expect(entry(phone.page, 'Before the backup')).toBeVisible();
  await expect(entry(phone.page, 'After the backup')).toBeHidden();
});
