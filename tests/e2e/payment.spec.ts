import { newAccount, newAddress, readyForOffline, signIn, signUp, synced } from './harness/person.ts';
import { openCohort, publish, writeProgram } from './harness/programs.ts';
import { actorOf, openPaidCohort } from './harness/requests.ts';
import { DESKTOP, expect, PASSWORD, test } from './harness/test.ts';

test('a stranger sees what a cohort’s link offers and costs, signs up, joins, and has its tasks once the payment is confirmed', async ({
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
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1, name: 'Paid lessons' })).toBeVisible();
  const startDate = await page.evaluate(() =>
    new Date().toLocaleDateString('en-GB', { day: 'numeric', month: 'long' }),
  );
  await expect(page.getByText(`Autumn · with Morgan Ellery · starts`)).toContainText(startDate);
  await expect(page.getByText(/^You are invited to join this cohort\. The price is EUR\s49\.00\./)).toBeVisible();
  await expect(page.getByText(/^The coach sees your name and email/)).toBeVisible();
  await expect(page.getByText('First lesson')).toHaveCount(0);
  await page.getByRole('link', { name: 'Create account' }).click();
  await page.getByLabel('Your name').fill('Kim');
  await page.getByLabel('Email').fill(newAddress('kim'));
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.waitForURL(/\/join\//);
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
  await context.setOffline(false);
  await page.goto(link);
  await expect(page.getByText('You have already joined.')).toBeVisible();
});

test('a payment is refunded once, what the provider refuses or leaves open is said and can be repeated, and both sides see it', async ({
  newDevice,
  server,
}) => {
  test.setTimeout(120_000);
  const token = await openPaidCohort(await actorOf(server, 'coach@example.com'), 'Private lessons', {
    amount: 4_900,
    currency: 'EUR',
  });
  const { page: client } = await newDevice();
  const pay = async (email: string, fault: string) => {
    const member = await actorOf(server, email);
    const { payment } = await member.call<{ payment: { url: string } }>('enroll', { token });
    await client.goto(payment.url);
    await client.getByLabel('What goes wrong').selectOption(fault);
    await client.getByRole('button', { name: 'Pay €49.00' }).click();
    await client.waitForURL(`${server.url}/**`);
  };
  for (const [name, fault] of [
    ['Ben', 'A later refund is refused'],
    ['Cleo', 'The response of a later refund is lost'],
  ] as const) {
    await pay((await newAccount(client, name)).email, fault);
  }
  const ada = await signUp(client, 'Ada');
  await pay(ada.email, 'Nothing');

  const { page: coach } = await newDevice(DESKTOP);
  await signIn(coach, 'coach@example.com');
  await coach.goto('/payments');
  const payments = coach.getByRole('list', { name: 'Payments', exact: true }).getByRole('listitem');
  const paymentOf = (name: string) => payments.filter({ hasText: name }).filter({ hasText: 'Private lessons' });
  const refund = async (name: string) => {
    await coach.getByRole('button', { name: `More actions for ${name}` }).click();
    await coach.getByRole('menuitem', { name: 'Refund' }).click();
    await coach
      .getByRole('dialog', { name: `Refund ${name}` })
      .getByRole('button', { name: 'Refund all' })
      .click();
  };

  await refund('Ada');
  await expect(coach.getByText('Refunded Ada.')).toBeVisible();
  await expect(paymentOf('Ada').getByText('Refunded', { exact: true })).toBeVisible();
  await expect(coach.getByRole('button', { name: 'More actions for Ada' })).toHaveCount(0);
  await client.goto('/my-programs/payments');
  const own = client.getByRole('list', { name: 'Payments' }).getByRole('listitem');
  await expect(own).toHaveText(/^Private lessonsEUR\s49\.00Refunded/);
  await client.goto('/my-programs');
  await expect(client.getByText('Ended by your coach')).toBeVisible();

  for (const _ of ['once', 'again']) {
    await refund('Ben');
    await expect(
      coach.getByText(/refund was refused\. The card’s bank refused the refund\. The payment is un/),
    ).toBeVisible();
    await expect(paymentOf('Ben').getByText('Paid', { exact: true })).toBeVisible();
    await expect(paymentOf('Ben')).toContainText('Refund refused: The card’s bank refused the refund.');
    await coach.reload();
  }

  await refund('Cleo');
  await expect(coach.getByText('The provider hasn’t confirmed the refund yet.')).toBeVisible();
  await expect(paymentOf('Cleo').getByText('Refund on its way')).toBeVisible();
  await expect(coach.getByRole('button', { name: 'More actions for Cleo' })).toHaveCount(0);
  await coach.getByRole('button', { name: 'Check refund: Cleo' }).click();
  // The local provider reports it two seconds later.
  await expect(async () => {
    await coach.reload();
    await expect(paymentOf('Cleo').getByText('Refunded', { exact: true })).toBeVisible({ timeout: 3_000 });
  }).toPass();
});
