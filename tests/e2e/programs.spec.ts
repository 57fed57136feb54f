import { indicator, readyForOffline, sent, signIn, signUp, synced } from './harness/person.ts';
import { openCohort, publish, writeProgram } from './harness/programs.ts';
import { DESKTOP, expect, test } from './harness/test.ts';

test('a coach writes a program offline, moves a task by keyboard, and publishes it', async ({ newDevice }) => {
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
  await page.getByRole('button', { name: 'Create program' }).click();
  await page.waitForURL('**/programs/*');
  for (const title of ['Long tones', 'Major scales']) {
    const line = page.getByRole('textbox', { name: 'Add a task to day 1', exact: true });
    await line.fill(title);
    await line.press('Enter');
  }

  await page.getByRole('button', { name: 'Long tones', exact: true }).focus();
  await page.keyboard.press('Alt+ArrowRight');
  const moved = page.getByRole('region', { name: 'Day 2', exact: true }).getByRole('button', { name: 'Long tones' });
  await expect(moved.first()).toBeFocused();

  await expect(indicator(page)).toHaveAccessibleName(/Offline/);
  await sent(page, () => context.setOffline(false));
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Publish/ })
    .click();
  await expect(page.getByText(/version 1/i).first()).toBeVisible();
});

test('clients of a cohort have all tasks offline, and clearing and syncing keep locked and completed ones', async ({
  newDevice,
}) => {
  test.setTimeout(240_000);
  const { page: coach } = await newDevice(DESKTOP);
  await signIn(coach, 'coach@example.com');
  await writeProgram(coach, { title: 'Etudes together', days: 3, tasks: [['Warm up'], ['Scales'], ['Etude']] });
  const program = coach.url();
  await publish(coach, 'Only people I enroll');
  const link = await openCohort(coach, 'Etudes together', 'Spring');

  const join = async (name: string) => {
    const { page, context } = await newDevice();
    await signUp(page, name);
    await page.goto(link);
    await page.getByRole('button', { name: 'Join cohort' }).click();
    await page.waitForURL(/\/today/);
    await expect(page.getByRole('checkbox', { name: 'Warm up: done' })).toBeVisible();
    await readyForOffline(page);
    await synced(page);
    await context.setOffline(true);
    await page.goto('/today');
    await page.getByRole('button', { name: 'Next day' }).click();
    await expect(page.getByRole('checkbox', { name: 'Scales: done' })).toBeVisible();
    return { page, context };
  };
  const first = await join('Fay');
  const second = await join('Gus');

  await first.page.getByRole('button', { name: 'More actions for Scales' }).click();
  await first.page.getByRole('menuitem', { name: 'Lock' }).click();
  await expect(first.page.getByRole('img', { name: 'Locked' })).toBeVisible();
  await first.page.getByRole('button', { name: 'Previous day' }).click();
  await first.page.getByRole('checkbox', { name: 'Warm up: done' }).click();
  await sent(first.page, () => first.context.setOffline(false));

  await coach.goto(program);
  await coach.getByText('People', { exact: true }).click();
  await coach.getByRole('radio', { name: /Spring/ }).check();
  const runTool = async (tool: string, button: string) => {
    await coach.getByRole('button', { name: 'Cohort tools' }).click();
    await coach.getByRole('menuitem', { name: tool }).click();
    await coach.getByRole('dialog', { name: tool }).getByRole('button', { name: button }).click();
    await expect(coach.getByRole('dialog', { name: tool })).toBeHidden();
  };
  await runTool('Clear future tasks', 'Clear 3 tasks');
  await runTool('Sync tasks from template', 'Sync 3 tasks');

  await first.page.reload();
  await synced(first.page);
  await expect(first.page.getByRole('checkbox', { name: 'Warm up: done' })).toBeChecked();
  await first.page.getByRole('button', { name: 'Next day' }).click();
  await expect(first.page.getByRole('img', { name: 'Locked' })).toBeVisible();
  await second.context.setOffline(false);
  await synced(second.page);
  await expect(second.page.getByRole('checkbox', { name: 'Scales: done' })).toBeVisible();
});
