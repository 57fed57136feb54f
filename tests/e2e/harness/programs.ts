import { expect, type Locator, type Page } from '@playwright/test';
import { synced } from './person.ts';

interface Draft {
  title: string;
  days: number;
  /** By day, from day 1. */
  tasks: readonly (readonly string[])[];
}

/** Writes a program as a coach does, and waits until all of it is on the board. */
export const writeProgram = async (page: Page, { title, days, tasks }: Draft): Promise<void> => {
  await page.goto('/programs');
  await page.getByRole('button', { name: 'New program' }).click();
  const sheet = page.getByRole('dialog', { name: 'New program' });
  await sheet.getByLabel('Title').fill(title);
  await sheet.getByLabel('Days').fill(String(days));
  await sheet.getByRole('button', { name: 'Create program' }).click();
  await page.waitForURL('**/programs/*');
  for (const [index, titles] of tasks.entries()) {
    const line = page.getByRole('textbox', { name: `Add a task to day ${String(index + 1)}`, exact: true });
    for (const task of titles) {
      await line.fill(task);
      await line.press('Enter');
    }
  }
  for (const task of tasks.flat()) await expect(taskCard(page, task)).toBeVisible();
};

/** The button that opens a task of the program on screen, with its details behind its title. */
export const taskCard = (page: Page | Locator, title: string): Locator =>
  page.getByRole('button', { name: title, exact: true }).first();

/** Publishes the program on screen for whom `visibility` names, and waits until it is. */
export const publish = async (
  page: Page,
  visibility: 'Only people I enroll' | 'By link' | 'Gallery',
): Promise<void> => {
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Publish' });
  const chip = dialog.getByRole('radio', { name: visibility });
  await chip.click();
  await expect(chip).toBeChecked();
  await synced(page);
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(page.getByText(/^Published version/).first()).toBeVisible();
};

/** Makes a cohort of a published program that starts today; returns its invitation link. */
export const openCohort = async (page: Page, program: string, name: string): Promise<string> => {
  await page.goto('/cohorts');
  await page.getByRole('button', { name: 'New cohort' }).click();
  const sheet = page.getByRole('dialog', { name: 'New cohort' });
  const option = sheet.getByLabel('Program').locator('option', { hasText: program });
  await sheet.getByLabel('Program').selectOption(await option.getAttribute('value'));
  await sheet.getByLabel('Name').fill(name);
  await sheet.getByLabel('Start date').fill(await page.evaluate(() => new Date().toLocaleDateString('en-CA')));
  await sheet.getByRole('button', { name: 'Create cohort' }).click();
  await page.waitForURL('**/cohorts/*');
  return (await page.getByText(/\/join\//).textContent()) ?? '';
};

/** The headers that the person's own app sends with each request, for requests that no screen makes. */
export const credentialsOf = async (page: Page): Promise<Record<string, string>> => {
  const pulled = page.waitForRequest((request) => request.url().endsWith('/sync_pull'));
  await page.reload();
  const { apikey = '', authorization = '' } = await (await pulled).allHeaders();
  return { apikey, authorization };
};

/** Adds a parameter that people answer when they start the program on screen. */
export const addParameter = async (
  page: Page,
  { label, key, choices }: Record<'label' | 'key' | 'choices', string>,
) => {
  await page.getByRole('button', { name: 'Program settings' }).click();
  const settings = page.getByRole('dialog', { name: 'Program settings' });
  await settings.getByRole('button', { name: 'Add parameter' }).click();
  await settings.getByLabel('Question').fill(label);
  await settings.getByLabel('Placeholder').fill(key);
  await settings.getByLabel('Choices').fill(choices);
  await settings.getByText('Close', { exact: true }).click();
  await expect(settings).toBeHidden();
};

/** The link of the published program on screen, as its coach copies it. */
export const copyLink = async (page: Page): Promise<string> => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByText('Link copied.')).toBeVisible();
  return page.evaluate(() => navigator.clipboard.readText());
};

/** As an admin, lets the demo coach publish to the gallery, and approves the first version of a program. */
export const approveForGallery = async (page: Page, program: string): Promise<void> => {
  await page.goto('/programs');
  const coaches = page.getByRole('list', { name: 'Coaches in the gallery' });
  const coach = coaches.getByRole('listitem').filter({ hasText: DEMO_COACH });
  await expect(coach).toBeVisible();
  // Another test on the same server may have done it.
  const allow = coach.getByRole('button', { name: `Allow ${DEMO_COACH} to publish to the gallery` });
  if (await allow.isVisible()) {
    await allow.click();
    await expect(page.getByText(`${DEMO_COACH} may now publish to the gallery.`)).toBeVisible();
  }
  await page.getByRole('list', { name: 'Gallery approval' }).getByRole('button', { name: program }).click();
  await page.getByRole('dialog', { name: program }).getByRole('button', { name: 'Approve version 1' }).click();
  await expect(page.getByText(`Approved version 1 of “${program}”.`)).toBeVisible();
};

const DEMO_COACH = 'Morgan Ellery';
