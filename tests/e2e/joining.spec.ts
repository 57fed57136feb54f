import { newAddress, signIn, synced } from './harness/person.ts';
import { openCohort, publish, writeProgram } from './harness/programs.ts';
import { DESKTOP, expect, PASSWORD, test } from './harness/test.ts';

test('a stranger opens a cohort’s link, sees the program, signs up, joins, and has its tasks', async ({
  newDevice,
}) => {
  test.setTimeout(180_000);
  const { page: coach } = await newDevice(DESKTOP);
  await signIn(coach, 'coach@example.com');
  await writeProgram(coach, { title: 'Breath and tone', days: 2, tasks: [['Long tones'], ['Lip slurs']] });
  await publish(coach, 'Only people I enroll');
  const link = await openCohort(coach, 'Breath and tone', 'Winter');

  const { page } = await newDevice();
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1, name: 'Breath and tone' })).toBeVisible();
  await expect(page.getByText('You are invited to join this cohort.')).toBeVisible();
  await expect(page.getByText(/The coach sees your name and email/)).toBeVisible();
  await expect(page.getByText('Long tones')).toBeVisible();
  await page.getByRole('link', { name: 'Create account' }).click();
  await page.getByLabel('Your name').fill('Stranger');
  await page.getByLabel('Email').fill(newAddress('stranger'));
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.waitForURL(/\/join\//);
  await page.getByRole('button', { name: 'Join cohort' }).click();
  await page.waitForURL(/\/today/);
  await expect(page.getByRole('checkbox', { name: 'Long tones: done' })).toBeVisible();
  await synced(page);
  // Signed in, the link shows that they have joined.
  await page.goto(link);
  await expect(page.getByText('You have already joined.')).toBeVisible();
});
