import type { Page } from '@playwright/test';
import { checkAccessibility } from './harness/accessibility.ts';
import { indicator, readyForOffline, sent, signIn, signUp, synced } from './harness/person.ts';
import { openCohort, publish, taskCard, writeProgram } from './harness/programs.ts';
import { DESKTOP, expect, test } from './harness/test.ts';

const TITLE = 'Breathing';

const setRole = async (admin: Page, name: string, role: string): Promise<void> => {
  await admin.goto('/admin/people');
  await admin.getByRole('searchbox').fill(name);
  await admin.getByRole('combobox', { name: `Role of ${name}` }).selectOption(role);
};

test('a demoted coach hands over: the program, its people and their tasks go on with another coach', async ({
  newDevice,
}) => {
  test.setTimeout(240_000);
  const { page: admin } = await newDevice(DESKTOP);
  await signIn(admin, 'admin@example.com');
  const carla = await signUp((await newDevice()).page, 'Carla');
  await setRole(admin, 'Carla', 'Coach');
  await expect(admin.getByText('Carla is now a coach.')).toBeVisible();
  const { page: former, context } = await newDevice(DESKTOP);
  await signIn(former, carla.email);
  await writeProgram(former, { title: TITLE, days: 2, tasks: [['Breathe in'], ['Breathe out']] });
  await publish(former, 'Only people I enroll');
  const program = former.url();
  const link = await openCohort(former, TITLE, 'Breathing group');

  const { page: client } = await newDevice();
  await signUp(client, 'Mia');
  await client.goto(link);
  await client.getByRole('button', { name: 'Join cohort' }).click();
  await client.waitForURL('**/today*');
  await expect(client.getByRole('checkbox', { name: 'Breathe in: done' })).toBeVisible();

  await readyForOffline(former);
  await former.goto(program);
  await context.setOffline(true);
  await taskCard(former, 'Breathe in').click();
  await former.getByRole('dialog').getByLabel('Title').fill('Breathe in slowly');
  await former.keyboard.press('Escape');
  await expect(taskCard(former, 'Breathe in slowly')).toBeVisible();

  await setRole(admin, 'Carla', 'Rep');
  const question = admin.getByRole('dialog', { name: 'Hand over programs first?' });
  await expect(question.getByText(/Carla has 1 program, 1 cohort and 1 person\./)).toBeVisible();
  await checkAccessibility(admin, 'the question before a coach becomes a rep');
  await question.getByRole('button', { name: 'Hand over first…' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Hand over programs' });
  await dialog.getByRole('radio', { name: /coach@example.com/ }).check();
  await checkAccessibility(admin, 'handing over');
  await dialog.getByRole('button', { name: /^Hand over to/ }).click();
  await expect(admin.getByText('Carla is now a rep.')).toBeVisible();

  await context.setOffline(false);
  await expect(indicator(former)).toHaveAccessibleName(/not accepted$/);
  await former.goto('/needs-attention');
  await expect(former.getByText('Breathe in slowly').first()).toBeVisible();

  const { page: successor } = await newDevice(DESKTOP);
  await signIn(successor, 'coach@example.com');
  await successor.goto(program);
  await expect(taskCard(successor, 'Breathe in')).toBeVisible();
  await successor.goto('/cohorts');
  await successor.getByRole('link', { name: /Breathing group/ }).click();
  await expect(successor.getByText('Mia').first()).toBeVisible();

  await sent(client, () => client.getByRole('checkbox', { name: 'Breathe in: done' }).click());
  await synced(client);
  await expect(client.getByText('You have a new coach in 1 program.')).toBeVisible();
  await client.goto('/my-programs');
  await expect(client.getByText(/^Coach: .*in place of Carla since/)).toBeVisible();
});
