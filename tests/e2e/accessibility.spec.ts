import type { Page } from '@playwright/test';
import { checkAccessibility as check } from './harness/accessibility.ts';
import { entry, makeRejected, readyForOffline, signIn, signUp, synced } from './harness/person.ts';
import { addParameter, copyLink, approveForGallery, openCohort, publish, writeProgram } from './harness/programs.ts';
import { ADMIN, COACH, ENTRANCE, go, REP, title } from './harness/screens.ts';
import { DESKTOP, expect, PHONE, test } from './harness/test.ts';

const checkScreens = async (page: Page, screens: Record<string, string>): Promise<void> => {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  for (const [path, name] of Object.entries(screens)) {
    await go(page, path);
    await expect(title(page, name)).toBeVisible();
    await check(page, path);
  }
};

/** Opens a row's menu: axe finds nothing, nothing cuts it off, and Escape gives the focus back. */
const checkMenu = async (page: Page, about: string, where: string): Promise<void> => {
  const dots = page.getByRole('button', { name: `More actions for ${about}`, exact: true });
  await dots.click();
  const menu = page.getByRole('menu');
  await expect(menu.getByRole('menuitem').first()).toBeFocused();
  await expect(menu).toBeInViewport({ ratio: 1 });
  await check(page, `${where} with a menu open`);
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(dots).toBeFocused();
};

test('axe finds nothing on any screen of a rep on a phone, in either theme', async ({ newDevice }) => {
  test.setTimeout(300_000);
  const { page } = await newDevice(PHONE);
  for (const path of ENTRANCE) {
    await page.goto(path);
    await check(page, path);
  }
  await signIn(page, 'rep@example.com');
  await synced(page);
  await checkScreens(page, REP);
  await go(page, '/log');
  await expect(page.getByRole('dialog', { name: 'Log activity' })).toBeVisible();
  await check(page, '/log');
  await go(page, '/leads');
  await page.getByRole('main').getByRole('list').getByRole('link').first().click();
  await page.waitForURL('**/leads/*');
  await check(page, '/leads/$id');
  await go(page, '/week');
  await page.locator('a[href^="/activity/"]').first().click();
  await page.waitForURL('**/activity/*');
  await check(page, '/activity/$id');
  await page.getByRole('link', { name: 'History' }).click();
  await page.waitForURL('**/history/**');
  await check(page, '/history/$table/$id');
  await readyForOffline(page);
  await makeRejected(page, 'Ring them');
  await go(page, '/needs-attention');
  await expect(page.getByRole('list', { name: /^Waiting for/ })).toBeVisible();
  await check(page, '/needs-attention with refused entries');
});

test('axe finds nothing on any screen of a coach on a desktop, in either theme', async ({ newDevice }) => {
  test.setTimeout(240_000);
  const { page } = await newDevice(DESKTOP);
  await signIn(page, 'coach@example.com');
  await checkScreens(page, COACH);
});

test('axe finds nothing where a program is written, offered and started, in either theme', async ({ newDevice }) => {
  test.setTimeout(300_000);
  const { page: coach } = await newDevice(DESKTOP);
  await signIn(coach, 'coach@example.com');
  const program = 'Sound in a fortnight';
  const tasks = [['Tune the {instrument}', 'Long tones', 'Rest'], ['Scales']];
  await writeProgram(coach, { title: program, days: 14, tasks });
  await addParameter(coach, { label: 'Instrument', key: 'instrument', choices: 'Flute, Oboe' });
  await check(coach, '/programs/$id');
  for (const name of ['Program settings', 'Publish', 'Long tones']) {
    await coach.getByRole('button', { name, exact: true }).click();
    await coach.getByRole('dialog').waitFor();
    await check(coach, `/programs/$id: ${name}`);
    await coach.keyboard.press('Escape');
    await expect(coach.getByRole('dialog')).toHaveCount(0);
  }
  await checkMenu(coach, 'Long tones', '/programs/$id');
  await coach.getByRole('button', { name: 'Long tones', exact: true }).click({ modifiers: ['Control'] });
  await coach.getByRole('group', { name: 'Selected tasks' }).getByRole('button', { name: 'Save to library' }).click();
  await coach.getByRole('dialog').waitFor();
  await check(coach, '/programs/$id: saving to the library');
  await coach.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
  await expect(coach.getByRole('dialog')).toHaveCount(0);
  await coach.getByRole('button', { name: 'Library', exact: true }).click();
  await coach.getByRole('list', { name: 'Saved tasks and blocks' }).waitFor();
  await check(coach, '/programs/$id with its library and selected tasks');
  await publish(coach, 'Gallery');
  const programLink = await copyLink(coach);
  const cohortLink = await openCohort(coach, program, 'Spring');

  const { page: admin } = await newDevice(DESKTOP);
  await signIn(admin, 'admin@example.com');
  await approveForGallery(admin, program);

  const { page: stranger } = await newDevice();
  await stranger.goto(cohortLink);
  await expect(stranger.getByText('You are invited to join this cohort.')).toBeVisible();
  await check(stranger, '/invitation');
  await admin.context().close();

  const { page: rep } = await newDevice(PHONE);
  await signUp(rep, 'Mia');
  await rep.goto(cohortLink);
  await rep.getByLabel('Instrument').selectOption('Flute');
  await check(rep, '/join/$token');
  await rep.getByRole('button', { name: 'Join cohort' }).click();
  await rep.waitForURL(/\/today/);
  await rep.getByRole('button', { name: 'More actions for Tune the Flute' }).click();
  await rep.getByRole('menuitem', { name: 'Lock' }).click();
  await rep.getByRole('checkbox', { name: 'Long tones: done' }).click();
  const line = rep.getByRole('textbox', { name: 'Add a task' });
  await line.fill('Buy reeds');
  await line.press('Enter');
  await expect(rep.getByRole('checkbox', { name: 'Buy reeds: done' })).toBeVisible();
  for (const viewport of [PHONE, DESKTOP]) {
    await rep.setViewportSize(viewport);
    await check(rep, '/today with tasks');
    await checkMenu(rep, 'Tune the Flute', '/today');
  }
  await rep.setViewportSize(PHONE);
  await rep.getByRole('button', { name: /^Tune the Flute/ }).click();
  await rep.getByRole('dialog', { name: 'Task' }).waitFor();
  await check(rep, '/today with a task open');
  await synced(rep);
  await go(rep, '/search');
  await rep.getByLabel('Search activities, tasks and leads').fill('reeds');
  await rep.locator('a[href^="/task/"]').click();
  await rep.waitForURL('**/task/*');
  await check(rep, '/task/$id');
  for (const [place, url] of Object.entries({
    '/join/$token of a member': cohortLink,
    '/my-programs with one': '/my-programs',
    '/program/$token': programLink,
    '/gallery with programs': '/gallery',
  })) {
    await rep.goto(url);
    await check(rep, place);
  }
  await rep.getByRole('list', { name: 'Programs' }).getByRole('link', { name: program }).click();
  await rep.waitForURL('**/gallery/*');
  await check(rep, '/gallery/$version');
  // By key: a tap at the same place as the one on the list, so soon, would be one of a double tap.
  await rep.getByRole('button', { name: 'Start again' }).press('Enter');
  for (const step of ['Start date', 'Your answers', 'Your first week']) {
    const wizard = rep.getByRole('dialog', { name: step });
    await wizard.waitFor();
    if (step === 'Your answers') await wizard.getByLabel('Instrument').selectOption('Oboe');
    await check(rep, `the wizard: ${step}`);
    if (step !== 'Your first week') await wizard.getByRole('button', { name: 'Next' }).press('Enter');
  }

  await coach.reload();
  await expect(coach.getByRole('list', { name: 'Members' }).getByText('Mia', { exact: true })).toBeVisible();
  await check(coach, '/cohorts/$id');
  await checkMenu(coach, 'Mia', '/cohorts/$id');
  await coach.getByRole('link', { name: 'Program and tools' }).click();
  await coach.waitForURL('**/programs/*');
  await coach.getByRole('button', { name: 'Cohort tools' }).click();
  const clear = coach.getByRole('menuitem', { name: 'Clear future tasks' });
  await clear.waitFor();
  await check(coach, '/programs/$id for a cohort');
  await clear.click();
  await expect(coach.getByRole('button', { name: 'Clear 1 task' })).toBeVisible();
  await check(coach, 'a tool');
});

test('axe finds nothing on any screen of an admin on a desktop, in either theme', async ({ newDevice }) => {
  test.setTimeout(300_000);
  const { page } = await newDevice(DESKTOP);
  await signIn(page, 'admin@example.com');
  await checkScreens(page, ADMIN);
  await go(page, '/admin/reps');
  await page.getByLabel(/name or email/i).fill('Riley');
  await entry(page, 'Riley Sandoval').click();
  await page.waitForURL('**/admin/reps/*');
  await check(page, '/admin/reps/$userId');
  await page.getByRole('link', { name: 'Audit trail' }).click();
  await page.waitForURL('**/admin/reps/*/history');
  await check(page, '/admin/reps/$userId/history');
  await go(page, '/admin/chains/timetable');
  await page.getByRole('button', { name: /^Recent enrollments/ }).click();
  await expect(page.getByRole('dialog').getByRole('table')).toBeVisible();
  await check(page, 'a schedule');
  await page.keyboard.press('Escape');
  await go(page, '/admin/chains');
  await checkMenu(page, 'Daily chain', '/admin/chains');
  await page.getByRole('button', { name: 'Run Daily chain now' }).click();
  await page.waitForURL('**/admin/chains/runs/*');
  await expect(page.getByRole('button', { name: 'Cancel run' })).toBeVisible();
  await check(page, '/admin/chains/runs/$run');
});
