import type { Page } from '@playwright/test';
import { readyForOffline, signIn, signUp, synced } from './harness/person.ts';
import { addParameter, copyLink, credentialsOf, approveForGallery, publish, writeProgram } from './harness/programs.ts';
import { DESKTOP, expect, test } from './harness/test.ts';

const TITLE = 'Sound in three days';

test('a program is published, approved for the gallery, and started by a rep with their own answers', async ({
  newDevice,
}) => {
  test.setTimeout(180_000);
  const { page: coach } = await newDevice(DESKTOP);
  await signIn(coach, 'coach@example.com');
  await writeProgram(coach, { title: TITLE, days: 3, tasks: [['Tune the {instrument}'], ['Scales on {instrument}']] });
  await addParameter(coach, { label: 'Instrument', key: 'instrument', choices: 'Flute, Oboe' });
  await publish(coach, 'Gallery');
  const program = coach.url();

  const { page: rep, context } = await newDevice();
  await signUp(rep, 'Ida');
  await rep.goto('/gallery');
  await search(rep, TITLE);
  await expect(rep.getByText('No programs match.')).toBeVisible();

  const { page: admin } = await newDevice(DESKTOP);
  await signIn(admin, 'admin@example.com');
  await approveForGallery(admin, TITLE);

  await rep.reload();
  await search(rep, 'sound three');
  await rep.getByRole('list', { name: 'Programs' }).getByRole('link', { name: TITLE }).click();
  await expect(rep.getByRole('heading', { name: 'Questions' })).toBeVisible();
  await expect(rep.getByText('Flute, Oboe')).toBeVisible();
  await expect(rep.getByText('Tune the [Instrument]')).toBeVisible();
  // By key: a tap at the same place as the one on the list, so soon, would be one of a double tap.
  await rep.getByRole('button', { name: 'Start this program' }).press('Enter');
  const wizard = rep.getByRole('dialog');
  await wizard.getByText('Tomorrow', { exact: true }).click();
  await wizard.getByRole('button', { name: 'Next' }).click();
  await expect(wizard.getByLabel('Instrument')).toBeVisible();
  // By key: a second tap at the same place would be one of a double tap.
  await wizard.getByRole('button', { name: 'Next' }).press('Enter');
  await expect(wizard.getByText('Required: the program’s tasks use this.')).toBeVisible();
  await wizard.getByLabel('Instrument').selectOption('Oboe');
  await wizard.getByRole('button', { name: 'Next' }).press('Enter');
  await expect(wizard.getByText('Tune the Oboe')).toBeVisible();
  await wizard.getByRole('button', { name: 'Start program' }).press('Enter');
  await rep.waitForURL('**/today?day=*');
  await expect(rep.getByRole('checkbox', { name: 'Tune the Oboe: done' })).toBeVisible();

  await synced(rep);
  await readyForOffline(rep);
  await context.setOffline(true);
  await rep.goto('/today');
  await rep.getByRole('button', { name: 'Next day' }).click();
  await expect(rep.getByRole('checkbox', { name: 'Tune the Oboe: done' })).toBeVisible();
  await rep.getByRole('button', { name: 'Next day' }).click();
  await expect(rep.getByRole('checkbox', { name: 'Scales on Oboe: done' })).toBeVisible();

  await coach.goto(program);
  await coach.getByRole('button', { name: 'Publication', exact: true }).click();
  await expect(
    coach.getByText('Published 1 time. Enrollments: 1 self-started, 0 by you or through a cohort.'),
  ).toBeVisible();
});

test('an unapproved program can be read by its link but not started', async ({ newDevice, server }) => {
  test.setTimeout(180_000);
  const { page: coach } = await newDevice(DESKTOP);
  await signIn(coach, 'coach@example.com');
  await writeProgram(coach, { title: 'Unseen by admins', days: 2, tasks: [['Breathe']] });
  await publish(coach, 'By link');
  const link = await copyLink(coach);

  const { page: rep } = await newDevice();
  await signUp(rep, 'Jon');
  await rep.goto(link);
  await expect(rep.getByText('Breathe')).toBeVisible();
  await expect(rep.getByText('You can’t start this program here.')).toBeVisible();
  await expect(rep.getByRole('button', { name: 'Start this program' })).toHaveCount(0);

  const token = new URL(link).pathname.split('/').at(-1);
  const headers = await credentialsOf(rep);
  const call = (name: string, data: object) => rep.request.post(`${server.url}/rest/v1/rpc/${name}`, { headers, data });
  const { version_id: version } = (await (await call('program_by_link', { token })).json()) as { version_id: string };
  const response = await call('import_program', { version, start_date: '2030-01-01', parameters: {}, token });
  expect([response.status(), ((await response.json()) as { message: string }).message]).toEqual([409, 'not_approved']);
  await rep.goto('/my-programs');
  await expect(rep.getByText('You haven’t joined a program yet.')).toBeVisible();
});

const search = (page: Page, words: string) => page.getByRole('searchbox', { name: 'Search programs' }).fill(words);
