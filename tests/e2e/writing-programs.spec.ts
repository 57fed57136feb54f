import type { Locator, Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { moveOver, pickUp } from './harness/drag.ts';
import { sent, signIn, synced } from './harness/person.ts';
import { taskCard, writeProgram } from './harness/programs.ts';
import { DESKTOP, expect, test } from './harness/test.ts';

const WIDE = { width: 1440, height: 900 };

const day = (page: Page, number: number): Locator =>
  page.getByRole('region', { name: `Day ${String(number)}`, exact: true });

const expectDay = async (page: Page, number: number, titles: readonly string[]): Promise<void> => {
  const cards = day(page, number).getByRole('listitem');
  await expect(cards).toHaveCount(titles.length);
  for (const [index, title] of titles.entries()) await expect(cards.nth(index)).toContainText(title);
};

/** Picks an element up with the mouse, moves it over `target`, and drops it where `over` says that it would land. */
const drag = async (page: Page, source: Locator, target: Locator, over: string, part = 0.5): Promise<void> => {
  await pickUp(page, source);
  await moveOver(page, target, part);
  await expect(page.getByRole('status').filter({ hasText: `Over ${over}.` })).toBeAttached();
  await page.mouse.up();
};

test('tasks are dragged between weeks and on to a week’s title, alone and together, and each drag is undone', async ({
  newDevice,
}) => {
  test.setTimeout(180_000);
  const { page } = await newDevice(WIDE);
  await signIn(page, 'coach@example.com');
  const tasks = [['Long tones', 'Scales'], ['Etude'], [], [], [], [], [], ['Duet']];
  await writeProgram(page, { title: 'Dragged over weeks', days: 21, tasks });

  await drag(page, taskCard(page, 'Scales'), taskCard(day(page, 8), 'Duet'), 'Day 8, position 1', 0.2);
  await expectDay(page, 8, ['Scales', 'Duet']);
  // What is dropped on the title of a week lands on its first day, after the tasks there.
  const title = page.getByRole('heading', { name: 'Week 2', exact: true });
  await drag(page, taskCard(page, 'Etude'), title, 'Day 8, the first day of week 2');
  await expectDay(page, 8, ['Scales', 'Duet', 'Etude']);
  await page.keyboard.press('Control+z');
  await expectDay(page, 2, ['Etude']);

  // Two selected tasks keep their distance.
  await taskCard(page, 'Long tones').click({ modifiers: ['Control'] });
  await taskCard(page, 'Etude').click({ modifiers: ['Shift'] });
  await expect(page.getByText('2 tasks selected')).toBeVisible();
  await drag(page, taskCard(page, 'Long tones'), day(page, 16), 'Day 16, position 1');
  await expectDay(page, 16, ['Long tones']);
  await expectDay(page, 17, ['Etude']);
  await page.getByRole('button', { name: 'Undo: Moved 2 tasks' }).click();
  await expectDay(page, 1, ['Long tones']);
  await expectDay(page, 2, ['Etude']);
  await sent(page, () => page.keyboard.press('Control+y'));
  await page.reload();
  await expectDay(page, 16, ['Long tones']);
  await expectDay(page, 17, ['Etude']);
});

test('by keyboard alone tasks are selected, cut, copied, pasted, moved, deleted, and all of it undone and redone', async ({
  newDevice,
}) => {
  test.setTimeout(180_000);
  const { page } = await newDevice(DESKTOP);
  await signIn(page, 'coach@example.com');
  await writeProgram(page, { title: 'By keyboard', days: 14, tasks: [['Long tones', 'Scales'], ['Etude']] });
  const press = (...keys: string[]) =>
    keys.reduce((last, key) => last.then(() => page.keyboard.press(key)), Promise.resolve());

  await day(page, 1).getByRole('button', { name: 'Day 1', exact: true }).focus();
  await press('ArrowDown', 'Space', 'Shift+ArrowDown');
  await expect(page.getByText('2 tasks selected')).toBeVisible();
  await press('Control+c', 'PageDown');
  await expect(day(page, 8).getByRole('button', { name: 'Day 8', exact: true })).toBeFocused();
  await press('Control+v');
  await expectDay(page, 8, ['Long tones', 'Scales']);
  await press('Control+x', 'Escape', 'ArrowUp', 'ArrowRight', 'ArrowRight');
  await expect(day(page, 10).getByRole('button', { name: 'Day 10', exact: true })).toBeFocused();
  await press('Control+v');
  await expectDay(page, 10, ['Long tones', 'Scales']);
  await expectDay(page, 8, []);

  await taskCard(page, 'Etude').focus();
  await press('Alt+PageDown');
  await expectDay(page, 9, ['Etude']);
  await expect(taskCard(day(page, 9), 'Etude')).toBeFocused();
  await press('Delete');
  await expectDay(page, 9, []);

  for (let step = 0; step < 4; step++) await press('Control+z');
  await expectDay(page, 2, ['Etude']);
  await expectDay(page, 8, []);
  await expectDay(page, 10, []);
  for (let step = 0; step < 4; step++) await press('Control+Shift+z');
  await expectDay(page, 9, []);
  await expectDay(page, 10, ['Long tones', 'Scales']);
});

test('a block is saved to the library, found in another program, dragged in, and synced', async ({ newDevice }) => {
  test.setTimeout(180_000);
  const { page } = await newDevice(WIDE);
  await signIn(page, 'coach@example.com');
  await writeProgram(page, { title: 'Where it comes from', days: 7, tasks: [['Breathing'], ['Lip slurs']] });
  await taskCard(page, 'Breathing').click({ modifiers: ['Control'] });
  await taskCard(page, 'Lip slurs').click({ modifiers: ['Control'] });
  await page.getByRole('group', { name: 'Selected tasks' }).getByRole('button', { name: 'Save to library' }).click();
  const sheet = page.getByRole('dialog', { name: 'Save to library' });
  await sheet.getByLabel('Name').fill('Two mornings');
  await sent(page, () => sheet.getByRole('button', { name: 'Save' }).click());
  await writeProgram(page, { title: 'Where it goes', days: 14, tasks: [['Etude']] });
  await page.getByRole('button', { name: 'Library', exact: true }).click();
  await page.getByRole('searchbox', { name: 'Search the library' }).fill('slurs');
  const block = page.getByRole('list', { name: 'Saved tasks and blocks' }).getByText('Two mornings');
  await drag(page, block, day(page, 9), 'Day 9, position 1');
  await expectDay(page, 9, ['Breathing']);
  await expectDay(page, 10, ['Lip slurs']);

  const { page: other } = await newDevice(DESKTOP);
  await signIn(other, 'coach@example.com');
  await synced(other);
  await other.goto(new URL(page.url()).pathname);
  await other.getByRole('button', { name: 'Library', exact: true }).click();
  await expect(other.getByText('Two mornings')).toBeVisible();
});

test('a program is exported as CSV and imported as an equal one, offline', async ({ newDevice }) => {
  test.setTimeout(180_000);
  const { page, context } = await newDevice(DESKTOP);
  await signIn(page, 'coach@example.com');
  await writeProgram(page, { title: 'There and back', days: 9, tasks: [['=Scales', 'Etude'], [], ['Duet']] });
  const exportAs = async (format: string): Promise<string> => {
    await page.getByRole('button', { name: 'More actions for There and back' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: `Export as ${format}` }).click();
    return (await download).path();
  };
  const first = await exportAs('CSV');
  await page.reload();
  const json = JSON.parse(await readFile(await exportAs('JSON'), 'utf8')) as unknown;
  await page.goto('/programs');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  const sheet = page.getByRole('dialog', { name: 'Import program' });
  await sheet.getByRole('button', { name: 'Choose file' }).waitFor();
  await context.setOffline(true);
  await page.locator('input[type="file"]').setInputFiles({
    name: 'plan.csv',
    mimeType: 'text/csv',
    buffer: await readFile(first),
  });
  await expect(sheet.getByText('Individual · 9 days · 3 tasks')).toBeVisible();
  await sheet.getByRole('button', { name: 'Import program' }).click();
  await page.waitForURL('**/programs/*');
  await expectDay(page, 1, ['=Scales', 'Etude']);
  await expectDay(page, 3, ['Duet']);
  expect(JSON.parse(await readFile(await exportAs('JSON'), 'utf8'))).toEqual(json);
  await context.setOffline(false);
});

test('six weeks with three modules and 60 tasks take at most 25 clicks besides typing', async ({ newDevice }) => {
  test.setTimeout(240_000);
  const { page } = await newDevice(WIDE);
  await signIn(page, 'coach@example.com');
  await page.goto('/programs');
  await page.getByRole('button', { name: 'New program' }).waitFor();
  await page.evaluate(() => {
    const counted = window as unknown as { clicks: number };
    counted.clicks = 0;
    // Enter and Space press buttons too, and count as typing: such a click has no detail.
    addEventListener('click', (event) => (counted.clicks += (event as MouseEvent).detail > 0 ? 1 : 0), {
      capture: true,
    });
  });
  const type = (text: string) => page.keyboard.type(text);

  await page.getByRole('button', { name: 'New program' }).click();
  const title = page.getByRole('dialog', { name: 'New program' }).getByLabel('Title');
  await expect(title).toBeFocused();
  await type('Six weeks');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+a');
  await type('42');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/programs/*');

  await page.getByRole('button', { name: 'Program settings' }).click();
  const settings = page.getByRole('dialog', { name: 'Program settings' });
  const modules = settings.getByRole('group', { name: 'Modules' });
  for (const [index, [name, week]] of [
    ['Base', '1'],
    ['Build', '3'],
    ['Peak', '5'],
  ].entries()) {
    await settings.getByRole('button', { name: 'Add module' }).click();
    await modules.getByLabel('Name').nth(index).click();
    await page.keyboard.press('Control+a');
    // As fast as a person: a second press within a moment of the first counts as one.
    await page.keyboard.type(name ?? '', { delay: 120 });
    await page.keyboard.press('Tab');
    await page.keyboard.press('Control+a');
    await type(week ?? '');
    await page.keyboard.press('Tab');
    await expect(modules.getByLabel('From week').nth(index)).toHaveValue(week ?? '');
  }
  await settings.getByRole('button', { name: 'Close' }).last().click();

  for (const week of [1, 3, 5]) {
    const firstDay = (week - 1) * 7 + 1;
    await page.getByRole('textbox', { name: `Add a task to day ${String(firstDay)}`, exact: true }).click();
    for (let offset = 0; offset < 5; offset++) {
      for (const task of ['Long tones', 'Etude']) {
        await type(`${task} ${String(firstDay + offset)}`);
        await page.keyboard.press('Enter');
      }
      await page.keyboard.press('Tab');
    }
    await expect(taskCard(day(page, firstDay + 4), `Etude ${String(firstDay + 4)}`)).toBeVisible();
    await page.getByRole('button', { name: `More actions for week ${String(week)}`, exact: true }).click();
    await page.getByRole('menuitem', { name: 'Copy week…' }).click();
    const copying = page.getByRole('dialog', { name: 'Copy week' });
    await copying.getByText(String(week + 1), { exact: true }).click();
    await copying.getByRole('button', { name: 'Copy', exact: true }).click();
    await expect(copying).toBeHidden();
  }

  await expect(page.getByText('Individual · 42 days · 60 tasks')).toBeVisible();
  for (const module of ['Base', 'Build', 'Peak']) {
    await expect(page.getByRole('heading', { name: module, exact: true })).toBeAttached();
  }
  const clicks = await page.evaluate(() => (window as unknown as { clicks: number }).clicks);
  expect(clicks).toBeLessThanOrEqual(25);
});
