import { indicator, log, sent, signUp, synced } from './harness/person.ts';
import { expect, test } from './harness/test.ts';

test('a lasting problem is shown, stays in the notices across a reload, and disappears when it is over', async ({
  newDevice,
}) => {
  const { page } = await newDevice();
  await signUp(page, 'Wanda');
  await sent(page, () => log(page, 'Call', 'Call the press'));
  const tooOld = { status: 426, json: { code: 'unsupported_protocol', message: 'too old' } };
  await page.route('**/rest/v1/rpc/sync_*', (route) => route.fulfill(tooOld));

  await log(page, 'Call', 'Call the paper');
  const toast = page.getByRole('alert').filter({ hasText: 'too old to sync' });
  await expect(toast.getByRole('button', { name: 'Reload' })).toBeVisible();
  await expect(indicator(page)).toHaveAccessibleName('Sync: Needs attention');
  await page.getByRole('link', { name: 'Notices, 1 new' }).click();
  const notices = page.getByRole('list', { name: 'Notices' });
  await expect(notices).toContainText('This version of Cadence is too old to sync.');
  await expect(page.getByRole('link', { name: 'Notices', exact: true })).toBeVisible();

  await page.reload();
  await expect(notices).toContainText('This version of Cadence is too old to sync.');
  await expect(page.getByRole('link', { name: /^Notices, / })).toHaveCount(0);

  await page.unroute('**/rest/v1/rpc/sync_*');
  await page.evaluate(() => globalThis.dispatchEvent(new Event('online')));
  await synced(page);
  await expect(page.getByText(/^No notices/)).toBeVisible();
});
