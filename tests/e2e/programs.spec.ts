import { indicator, readyForOffline, sent, signIn, synced } from './harness/person.ts';
import { DESKTOP, expect, test } from './harness/test.ts';

test('a coach writes a program offline, moves a task by the keyboard alone, and publishes it', async ({
  newDevice,
}) => {
  const { page, context } = await newDevice(DESKTOP);
  await signIn(page, 'coach@example.com');
  await synced(page);
  await page.goto('/programs');
  await readyForOffline(page);
  await context.setOffline(true);
  await page.getByRole('button', { name: 'New program' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('Title').fill('Scales in a fortnight');
  await sheet.getByLabel('Days').fill('14');
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.waitForURL('**/programs/*');
  for (const title of ['Long tones', 'Major scales']) {
    const line = page.getByRole('textbox', { name: 'Add a task to day 1', exact: true });
    await line.fill(title);
    await line.press('Enter');
    await expect(page.getByRole('button', { name: `Move ${title}` })).toBeVisible();
  }

  const grip = page.getByRole('button', { name: 'Move Long tones' });
  await grip.focus();
  await page.keyboard.press('Space');
  await expect(page.getByText(/Over place 1 of day 1/)).toBeAttached();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText(/Over place 1 of day 2/)).toBeAttached();
  await page.keyboard.press('Space');
  await expect(
    page.getByRole('region', { name: /Day 2/ }).getByRole('button', { name: 'Move Long tones' }),
  ).toBeFocused();

  await expect(indicator(page)).toHaveAccessibleName(/Offline/);
  await sent(page, () => context.setOffline(false));
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Publish/ })
    .click();
  await expect(page.getByText(/version 1/i).first()).toBeVisible();
});
