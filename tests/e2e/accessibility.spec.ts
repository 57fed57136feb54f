import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { entry, makeRefused, readyForOffline, signIn, synced } from './harness/person.ts';
import { DESKTOP, expect, PHONE, test } from './harness/test.ts';

const THEMES = ['light', 'dark'] as const;

const ENTRANCE = ['/sign-in', '/sign-up', '/forgot-password', '/reset-password'];
const REP = [
  '/today',
  '/week',
  '/log',
  '/leads',
  '/more',
  '/goals',
  '/types',
  '/search',
  '/export',
  '/import',
  '/settings',
  '/devices',
  '/needs-attention',
  '/notices',
  '/gallery',
  '/my-programs',
  '/join/nothing',
  '/program/nothing',
  '/no-such-place',
];
const COACH = ['/clients', '/cohorts', '/coaches', '/programs'];
const ADMIN = [
  '/admin/reps',
  '/admin/health',
  '/admin/people',
  '/admin/flags',
  '/admin/system',
  '/programs',
  '/notices',
  '/settings',
];

const check = async (page: Page, where: string): Promise<void> => {
  await expect(page.getByRole('heading', { level: 1 }).or(page.getByRole('dialog')).first()).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  expect(
    violations.map(({ id, nodes }) => `${where}: ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
  ).toEqual([]);
};

for (const colorScheme of THEMES) {
  test(`axe finds nothing on any screen of a rep on a phone, ${colorScheme}`, async ({ newDevice }) => {
    test.setTimeout(300_000);
    const { page } = await newDevice(PHONE);
    await page.emulateMedia({ colorScheme });
    for (const path of ENTRANCE) {
      await page.goto(path);
      await check(page, path);
    }
    await signIn(page, 'rep@example.com');
    await synced(page);
    for (const path of REP) {
      await page.goto(path);
      await check(page, path);
    }
    await page.goto('/leads');
    await page.getByRole('main').getByRole('list').getByRole('link').first().click();
    await page.waitForURL('**/leads/*');
    await check(page, '/leads/$id');
    await page.goto('/week');
    await page.locator('a[href^="/activity/"]').first().click();
    await page.waitForURL('**/activity/*');
    await check(page, '/activity/$id');
    await page.getByRole('link', { name: 'History' }).click();
    await page.waitForURL('**/history/**');
    await check(page, '/history/$table/$id');
    await readyForOffline(page);
    await makeRefused(page, 'Ring them');
    await page.goto('/needs-attention');
    await expect(page.getByRole('list', { name: /^Waiting for/ })).toBeVisible();
    await check(page, '/needs-attention with refused entries');
  });

  test(`axe finds nothing on any screen of a coach on a desktop, ${colorScheme}`, async ({ newDevice }) => {
    test.setTimeout(240_000);
    const { page } = await newDevice(DESKTOP);
    await page.emulateMedia({ colorScheme });
    await signIn(page, 'coach@example.com');
    for (const path of COACH) {
      await page.goto(path);
      await check(page, path);
    }
    await page.goto('/programs');
    await page.getByRole('button', { name: 'New program' }).click();
    await page.getByRole('dialog').getByLabel('Title').fill(`Scales, ${colorScheme}`);
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.waitForURL('**/programs/*');
    const line = page.getByRole('textbox', { name: 'Add a task to day 1', exact: true });
    await line.fill('Long tones');
    await line.press('Enter');
    await page.getByRole('button', { name: 'Move Long tones' }).waitFor();
    await check(page, '/programs/$id');
    for (const name of ['Settings of the program', 'Publish', 'Long tones']) {
      await page.getByRole('button', { name, exact: true }).click();
      await page.getByRole('dialog').waitFor();
      await check(page, `/programs/$id: ${name}`);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }
    await synced(page);
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click();
    await expect(page.getByText(/is published\.$/).first()).toBeVisible();
    await page.goto('/cohorts');
    await page.getByRole('button', { name: 'New cohort' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill(`Spring, ${colorScheme}`);
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.waitForURL('**/cohorts/*');
    await check(page, '/cohorts/$id');
    await page.getByRole('link', { name: 'Program and tools' }).click();
    await page.waitForURL('**/programs/*');
    await page.getByRole('button', { name: 'Cohort Tools' }).click();
    await page.getByRole('menuitem', { name: 'Clear Future Tasks' }).waitFor();
    await check(page, '/programs/$id for a cohort');
  });

  test(`axe finds nothing on any screen of an admin on a desktop, ${colorScheme}`, async ({ newDevice }) => {
    test.setTimeout(300_000);
    const { page } = await newDevice(DESKTOP);
    await page.emulateMedia({ colorScheme });
    await signIn(page, 'admin@example.com');
    for (const path of ADMIN) {
      await page.goto(path);
      await check(page, path);
    }
    await page.goto('/admin/reps');
    await page.getByLabel(/name or email/i).fill('Riley');
    await entry(page, 'Riley Sandoval').click();
    await page.waitForURL('**/admin/reps/*');
    await check(page, '/admin/reps/$userId');
    await page.getByRole('link', { name: 'Audit trail' }).click();
    await page.waitForURL('**/admin/reps/*/history');
    await check(page, '/admin/reps/$userId/history');
  });
}
