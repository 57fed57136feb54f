import { checkAccessibility } from './harness/accessibility.ts';
import { moveOver, pickUp } from './harness/drag.ts';
import { readyForOffline, sent, signIn, signUp, synced } from './harness/person.ts';
import { openCohort, publish, writeProgram } from './harness/programs.ts';
import { DESKTOP, expect, test } from './harness/test.ts';

test('a coach edits one client’s week, and the client sees it, each with notes of their own', async ({ newDevice }) => {
  test.setTimeout(240_000);
  const { page: coach } = await newDevice(DESKTOP);
  await signIn(coach, 'coach@example.com');
  await writeProgram(coach, { title: 'Left hand', days: 1, tasks: [['Warm up', 'Scales', 'Etude']] });
  await publish(coach, 'Only people I enroll');
  const link = await openCohort(coach, 'Left hand', 'Autumn');
  const cohort = coach.url();

  const { page: client, context } = await newDevice();
  await signUp(client, 'Hana');
  await client.goto(link);
  await client.getByRole('button', { name: 'Join cohort' }).click();
  await client.waitForURL(/\/today/);
  await expect(client.getByRole('checkbox', { name: 'Scales: done' })).toBeVisible();
  await readyForOffline(client);
  await sent(client, () => client.getByRole('checkbox', { name: 'Warm up: done' }).click());
  await client.getByRole('button', { name: 'More actions for Etude' }).click();
  await sent(client, () => client.getByRole('menuitem', { name: 'Lock' }).click());
  await client.getByRole('button', { name: /^Scales/ }).click();
  await client.getByLabel('Your notes').fill('The thumb is late');
  await sent(client, () => client.getByLabel('Your notes').blur());
  await client.getByRole('button', { name: 'Close' }).first().click();

  // From the member to their days.
  await coach.goto(cohort);
  await coach.getByRole('list', { name: 'Members' }).getByRole('link', { name: /Hana/ }).click();
  await coach.waitForURL(/\/days/);
  await expect(coach.getByRole('button', { name: /^Warm up.*Done/ })).toBeVisible();
  await expect(
    coach.getByText('Has a note of Hana').or(coach.getByRole('img', { name: 'Has a note of Hana' })),
  ).toBeVisible();
  await checkAccessibility(coach, 'the days of a client');

  await coach.getByRole('button', { name: /^Scales/ }).click();
  const sheet = coach.getByRole('dialog');
  await expect(sheet.getByText('The thumb is late')).toBeVisible();
  await sheet.getByLabel('Title').fill('Scales in thirds');
  await sheet.getByRole('textbox', { name: 'Notes' }).fill('As in https://youtu.be/abc');
  await expect(sheet.getByRole('link', { name: /Video on YouTube/ })).toBeVisible();
  await checkAccessibility(coach, 'a task of a client');
  await sheet.getByRole('button', { name: 'Save' }).click();
  await expect(coach.getByText('Changed “Scales in thirds” for Hana.')).toBeVisible();

  await coach
    .getByRole('button', { name: /^Add a task on/ })
    .first()
    .click();
  await coach.getByRole('dialog').getByLabel('Title').fill('Record yourself');
  await coach.getByRole('dialog').getByRole('button', { name: 'Add task' }).click();
  await expect(coach.getByText('Added “Record yourself” for Hana.')).toBeVisible();
  await expect(coach.getByRole('button', { name: /^Record yourself/ })).toBeVisible();

  // What the client has locked is only read.
  await coach.getByRole('button', { name: /^Etude/ }).click();
  await expect(coach.getByText('Hana has locked this task, so it stays as it is.')).toBeVisible();
  await coach.keyboard.press('Escape');

  // Next week, by the mouse: a task is dragged to another day.
  await coach.getByRole('button', { name: 'Next week' }).click();
  await coach
    .getByRole('button', { name: /^Add a task on/ })
    .first()
    .click();
  await coach.getByRole('dialog').getByLabel('Title').fill('Duet');
  await coach.getByRole('dialog').getByRole('button', { name: 'Add task' }).click();
  await pickUp(coach, coach.getByRole('button', { name: /^Duet/ }));
  await moveOver(coach, coach.getByRole('region', { name: /Wednesday/ }));
  await coach.mouse.up();
  await expect(coach.getByText(/^Moved “Duet” to .* for Hana\.$/)).toBeVisible();
  await expect(coach.getByRole('region', { name: /Wednesday/ }).getByRole('button', { name: /^Duet/ })).toBeVisible();
  await coach.getByRole('button', { name: 'This week' }).click();

  await client.reload();
  await synced(client);
  await expect(client.getByRole('button', { name: /^Scales in thirds.*Changed/ })).toBeVisible();
  await expect(client.getByRole('button', { name: /^Record yourself.*New/ })).toBeVisible();
  await expect(client.getByRole('list', { name: 'New from your coach' })).toContainText('Duet');
  await context.setOffline(true);
  await client.getByRole('button', { name: /^Scales in thirds/ }).click();
  await expect(client.getByRole('region', { name: 'Notes from the program' })).toContainText('As in');
  await expect(client.getByLabel('Your notes')).toHaveValue('The thumb is late');
  await checkAccessibility(client, 'a task with notes of both');
  await client.getByRole('button', { name: 'Close' }).first().click();
  await client.getByRole('checkbox', { name: 'Record yourself: done' }).click();

  // The client did it meanwhile, and the coach is told so instead of a change that did not happen.
  await coach.getByRole('button', { name: /^Record yourself/ }).click();
  await coach.getByRole('dialog').getByLabel('Title').fill('Record both hands');
  await sent(client, () => context.setOffline(false));
  await coach.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(coach.getByText(/has done this task meanwhile.*Nothing was changed/)).toBeVisible();
  await expect(coach.getByRole('dialog').getByText('Hana has done this task, so it stays as it is.')).toBeVisible();
  await coach.keyboard.press('Escape');

  // For everyone at once, from the cohort.
  await coach.goto(cohort);
  await coach.getByRole('button', { name: 'Add task for everyone' }).click();
  await coach.getByRole('dialog').getByLabel('Title').fill('Play it to somebody');
  await coach.getByRole('dialog').getByRole('button', { name: 'Add task' }).click();
  await expect(coach.getByText('Added “Play it to somebody” for 1 member.')).toBeVisible();
  await coach
    .getByRole('link', { name: /^Hana, .*upcoming/ })
    .first()
    .click();
  await expect(coach.getByRole('button', { name: /^Play it to somebody.*for everyone/ })).toBeVisible();
  await client.reload();
  await synced(client);
  await expect(client.getByRole('button', { name: /^Play it to somebody.*New/ })).toBeVisible();
});
