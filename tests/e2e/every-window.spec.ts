import type { Page } from '@playwright/test';
import { layoutFaultsOf } from './harness/layout.ts';
import { addLongContents, LONG } from './harness/long-contents.ts';
import { entry, signIn, signUp, synced } from './harness/person.ts';
import { ADMIN, COACH, ENTRANCE, go, title, REP } from './harness/screens.ts';
import { ProductServer } from './harness/server.ts';
import { DESKTOP, expect, PHONE, test as base } from './harness/test.ts';

/** On a server of its own, since the other tests expect the demo people without programs. */
const test = base.extend<object, { server: ProductServer }>({
  server: [
    async ({}, use) => {
      const server = await ProductServer.start();
      await addLongContents(server);
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 600_000 },
  ],
});

/** Looks at screens one after the other, and keeps what is wrong with them. */
class Walk {
  readonly faults: string[] = [];

  constructor(readonly page: Page) {}

  async look(screen: string, open?: () => Promise<void>): Promise<void> {
    const { page } = this;
    await expect(page.getByRole('heading', { level: 1 }).or(page.getByRole('dialog')).first()).toBeVisible();
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
    this.faults.push(...(await layoutFaultsOf(page, screen, open)));
  }

  async screen(path: string, name: string): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1 })).toBeVisible();
    await go(this.page, path);
    await expect(title(this.page, name)).toBeVisible();
    await this.look(path);
  }

  /** Opens a sheet or a dialog by a button, looks at it, and closes it. */
  async dialog(where: string, button: string | RegExp, act?: () => Promise<void>): Promise<void> {
    const { page } = this;
    await page.getByRole('button', { name: button }).first().click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    await act?.();
    await this.look(`${where}: ${String(button)}`);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  }

  /** Opens a menu in each window, and closes it. */
  async menu(where: string, button: string | RegExp): Promise<void> {
    const { page } = this;
    await this.look(`${where}: ${String(button)}`, async () => {
      await page.keyboard.press('Escape');
      await expect(page.getByRole('menu')).toBeHidden();
      await page.getByRole('button', { name: button }).first().click();
      await expect(page.getByRole('menuitem').first()).toBeVisible();
    });
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menu')).toBeHidden();
  }
}

const DEVICE = { reducedMotion: 'reduce', deviceScaleFactor: 1 } as const;

const walkAsRep = async (walk: Walk): Promise<void> => {
  const { page } = walk;
  for (const path of ENTRANCE) {
    await page.goto(path);
    await walk.look(path);
  }
  await signIn(page, 'rep@example.com');
  await synced(page);
  await expect(page.getByText(LONG.task).first()).toBeVisible();
  for (const [path, name] of Object.entries(REP)) {
    await walk.screen(path, name);
  }
  await go(page, '/today');
  await walk.dialog('/today', 'Log an activity');
  await walk.dialog('/today', 'Log an activity', async () => {
    await page.getByRole('button', { name: 'Date, outcome, notes, follow-up' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Log', exact: true }).click();
    await expect(page.getByText('Choose a type or enter a title.', { exact: true })).toBeInViewport({ ratio: 1 });
  });
  await walk.menu('/today', `More actions for ${LONG.task}`);
  await walk.dialog('/today', new RegExp(`^${LONG.task}`));
  await walk.dialog('/today', /^Sync:/);
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('dialog').waitFor();
  await walk.look('the palette');
  await page.keyboard.press('Escape');
  await go(page, '/leads');
  await walk.dialog('/leads', 'Add lead');
  await page.getByRole('link', { name: LONG.lead }).click();
  await page.waitForURL('**/leads/*');
  await walk.look('/leads/$id');
  await go(page, '/week');
  await entry(page, LONG.activity).first().click();
  await page.waitForURL('**/activity/*');
  await walk.look('/activity/$id');
  await page.getByRole('link', { name: 'History' }).click();
  await page.waitForURL('**/history/**');
  await walk.look('/history/$table/$id');
  await go(page, '/search');
  await page.getByLabel('Search activities, tasks and leads').fill('internationalisierung');
  await page.locator('a[href^="/task/"]').first().waitFor();
  await walk.look('/search with results');
  await page.locator('a[href^="/task/"]').first().click();
  await page.waitForURL('**/task/*');
  await walk.look('/task/$id');
  await go(page, '/gallery');
  await page.getByRole('link', { name: LONG.program }).click();
  await page.waitForURL('**/gallery/*');
  await walk.look('/gallery/$version');
  await page.getByRole('button', { name: 'Start this program' }).click();
  for (const step of ['Start date', 'Your answers', 'Your first week']) {
    const wizard = page.getByRole('dialog', { name: step });
    await wizard.waitFor();
    if (step === 'Your answers') await wizard.getByLabel(LONG.module).selectOption(LONG.cohort);
    await walk.look(`the wizard: ${step}`);
    if (step !== 'Your first week') await wizard.getByRole('button', { name: 'Next' }).press('Enter');
  }
};

const walkAsCoach = async (walk: Walk): Promise<void> => {
  const { page } = walk;
  await signIn(page, 'coach@example.com');
  for (const [path, name] of Object.entries(COACH)) {
    await walk.screen(path, name);
  }
  await go(page, '/programs');
  await walk.dialog('/programs', 'New program');
  await walk.dialog('/programs', 'Import');
  await page.getByRole('link', { name: LONG.program }).click();
  await page.waitForURL('**/programs/*');
  await walk.look('/programs/$id');
  await walk.dialog('/programs/$id', 'Program settings');
  await walk.dialog('/programs/$id', /^(Publish|Publication)$/);
  await walk.dialog('/programs/$id', new RegExp(`^${LONG.task}`));
  await walk.menu('/programs/$id', `More actions for ${LONG.task}`);
  await page
    .getByRole('button', { name: `More actions for ${LONG.task}` })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'Select' }).click();
  await page.keyboard.press('Control+c');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await walk.look('/programs/$id with selected tasks');
  await page.getByRole('group', { name: 'Selected tasks' }).getByRole('button', { name: 'Save to library' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.getByRole('button', { name: 'Library', exact: true }).click();
  await walk.look('/programs/$id with its library');
  await go(page, '/cohorts');
  await walk.dialog('/cohorts', 'New cohort');
  await page.getByRole('link', { name: LONG.cohort }).click();
  await page.waitForURL('**/cohorts/*');
  await walk.look('/cohorts/$id');
  await walk.dialog('/cohorts/$id', 'Cohort settings');
  await page
    .getByRole('list', { name: 'Members' })
    .getByRole('button', { name: /^More actions for/ })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'Pause' }).click();
  await expect(page.getByRole('dialog').getByText(/ would /)).toBeVisible();
  await walk.look('/cohorts/$id while pausing a member');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.getByRole('link', { name: 'Program and tools' }).click();
  await page.waitForURL('**/programs/*');
  await expect(page.getByRole('button', { name: 'Cohort tools' })).toBeVisible();
  await walk.look('/programs/$id for a cohort');
  await walk.menu('/programs/$id for a cohort', 'Cohort tools');
  await go(page, '/clients');
  await walk.dialog('/clients', 'Invite clients');
  await page.getByRole('link', { name: LONG.person }).click();
  await page.waitForURL('**/clients/*');
  await walk.look('/clients/$id');
};

const walkAsAdmin = async (walk: Walk): Promise<void> => {
  const { page } = walk;
  await signIn(page, 'admin@example.com');
  for (const [path, name] of Object.entries(ADMIN)) {
    await walk.screen(path, name);
  }
  await go(page, '/programs');
  await walk.dialog('/programs', LONG.program);
  await go(page, '/admin/reps');
  await page.getByLabel(/name or email/i).fill(LONG.person);
  await entry(page, LONG.person).click();
  await page.waitForURL('**/admin/reps/*');
  await walk.look('/admin/reps/$userId');
  await page.getByRole('link', { name: 'Audit trail' }).click();
  await page.waitForURL('**/admin/reps/*/history');
  await walk.look('/admin/reps/$userId/history');
  await go(page, '/admin/chains/timetable');
  await walk.dialog('/admin/chains/timetable', /^Recent enrollments/);
  await go(page, '/admin/chains');
  await walk.menu('/admin/chains', 'More actions for Daily chain');
  await page.getByRole('button', { name: 'Run Daily chain now' }).click();
  await page.waitForURL('**/admin/chains/runs/*');
  await walk.dialog('/admin/chains/runs/$run', 'Cancel run');
  await walk.look('/admin/chains/runs/$run');
};

test('every screen, sheet, dialog and menu fits every window', async ({ newDevice }) => {
  test.setTimeout(300_000);
  const found = await Promise.all(
    [walkAsRep, walkAsCoach, walkAsAdmin].map(async (walkAs) => {
      const { page } = await newDevice(walkAs === walkAsRep ? PHONE : DESKTOP, DEVICE);
      const walk = new Walk(page);
      // A walk that ends early does not hide what the others found.
      const end = await walkAs(walk).catch((error: unknown) => error);
      return end === undefined
        ? walk.faults
        : [...walk.faults, `${walkAs.name} ended early: ${end instanceof Error ? end.message : 'no reason'}`];
    }),
  );
  expect(found.flat()).toEqual([]);
});

test('a keyboard on screen leaves the button of a sheet in view where the browser does not make the window smaller', async ({
  newDevice,
}) => {
  const { page } = await newDevice(PHONE, DEVICE);
  await signUp(page, 'Kim');
  await page.getByRole('button', { name: 'Log an activity' }).click();
  const button = page.getByRole('dialog').getByRole('button', { name: 'Log', exact: true });
  await expect(button).toBeVisible();
  const keyboard = 336;
  await page.evaluate((covered) => {
    const { visualViewport: viewport } = window;
    if (!viewport) throw new Error('no visual viewport');
    Object.defineProperty(viewport, 'height', { value: window.innerHeight - covered });
    viewport.dispatchEvent(new Event('resize'));
  }, keyboard);
  await expect
    .poll(async () => {
      const box = await button.boundingBox();
      return box !== null && box.y + box.height <= PHONE.height - keyboard;
    })
    .toBe(true);
  await page.getByRole('dialog').getByLabel('Title').focus();
  await expect(page.getByRole('dialog').getByLabel('Title')).toBeInViewport({ ratio: 1 });
});
