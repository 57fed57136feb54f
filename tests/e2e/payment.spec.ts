import { readyForOffline, signIn, signUp, synced } from './harness/person.ts';
import { openCohort, publish, writeProgram } from './harness/programs.ts';
import { DESKTOP, expect, test } from './harness/test.ts';

test('a paid program has no tasks until the provider confirms the payment, and paying twice changes nothing', async ({
  newDevice,
  server,
}) => {
  test.setTimeout(180_000);
  const { page: coach } = await newDevice(DESKTOP);
  await signIn(coach, 'coach@example.com');
  await writeProgram(coach, { title: 'Paid lessons', days: 2, tasks: [['First lesson'], ['Second lesson']] });
  await coach.getByRole('button', { name: 'Program settings' }).click();
  const settings = coach.getByRole('dialog', { name: 'Program settings' });
  await settings.getByLabel('Price').fill('49');
  await settings.getByText('Close', { exact: true }).click();
  await expect(settings).toBeHidden();
  await publish(coach, 'Only people I enroll');
  const link = await openCohort(coach, 'Paid lessons', 'Autumn');

  const { page, context } = await newDevice();
  await signUp(page, 'Kim');
  await page.goto(link);
  await page.getByRole('button', { name: 'Join cohort' }).click();
  const pay = page.getByRole('link', { name: /^Pay EUR\s49.00$/ });
  const checkout = new URL((await pay.getAttribute('href')) ?? '');
  const expectUnpaid = async () => {
    await page.goto('/my-programs');
    await synced(page);
    await expect(page.getByText('Awaiting payment')).toBeVisible();
    await page.goto('/today');
    await expect(page.getByRole('textbox', { name: 'Add a task' })).toBeVisible();
    await expect(page.getByRole('checkbox')).toHaveCount(0);
  };
  await expectUnpaid();

  const time = String(Math.floor(Date.now() / 1_000));
  const forged = await page.request.post(`${server.url}/functions/v1/complete-enrollment`, {
    headers: { 'cadence-signature': `t=${time},v1=${'0'.repeat(64)}` },
    data: {
      type: 'payment',
      reference: 'mine',
      intentId: checkout.searchParams.get('intent'),
      amount: 4_900,
      currency: 'EUR',
    },
  });
  expect(forged.status()).toBe(401);
  const cheaper = new URL(checkout);
  cheaper.searchParams.set('amount', '1');
  expect((await page.request.post(cheaper.href)).status()).toBe(400);
  await expectUnpaid();

  await page.goto(checkout.href);
  await page.getByRole('button', { name: 'Pay €49.00' }).click();
  await page.waitForURL('**/today');
  await expect(page.getByRole('checkbox', { name: 'First lesson: done' })).toBeVisible();
  await page.goto(checkout.href);
  await page.getByRole('button', { name: 'Pay €49.00' }).click();
  await page.waitForURL('**/today');
  await synced(page);
  await readyForOffline(page);
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByRole('checkbox')).toHaveCount(1);
  await page.getByRole('button', { name: 'Next day' }).click();
  await expect(page.getByRole('checkbox', { name: 'Second lesson: done' })).toBeVisible();
  await expect(page.getByRole('checkbox')).toHaveCount(1);
});
