import type { CDPSession, Locator, Page } from '@playwright/test';
import { pickUp, pointAt } from './harness/drag.ts';
import { sent, signIn, signUp, synced } from './harness/person.ts';
import { writeProgram } from './harness/programs.ts';
import { DESKTOP, expect, PHONE, test } from './harness/test.ts';

test('tasks of a day are reordered by mouse and by long press, on every device', async ({ newDevice }) => {
  test.setTimeout(180_000);
  const { page } = await newDevice(DESKTOP);
  const account = await signUp(page, 'Lou');
  const line = page.getByRole('textbox', { name: 'Add a task' });
  await sent(page, async () => {
    for (const title of ['Apples', 'Bread', 'Cheese']) {
      await line.fill(title);
      await line.press('Enter');
    }
    await expectTasks(page, ['Apples', 'Bread', 'Cheese']);
  });

  await sent(page, async () => {
    const target = await pointAt(row(page, 'Cheese'));
    const { x } = await pickUp(page, row(page, 'Apples'));
    await expect(row(page, 'Apples')).toHaveAttribute('data-dragging');
    await page.mouse.move(x, target.y, { steps: 5 });
    await expect(page.getByText('At position 3 of 3.')).toBeAttached();
    await page.mouse.up();
    await expectTasks(page, ['Bread', 'Cheese', 'Apples']);
  });
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.reload();
  await expectTasks(page, ['Bread', 'Cheese', 'Apples']);

  const { page: phone, context } = await newDevice(PHONE, { hasTouch: true });
  await signIn(phone, account.email);
  await expectTasks(phone, ['Bread', 'Cheese', 'Apples']);
  await synced(phone);
  const finger = await context.newCDPSession(phone);
  await sent(phone, async () => {
    const { x, y } = await pointAt(row(phone, 'Apples'));
    const target = await pointAt(row(phone, 'Bread'));
    await touch(finger, 'touchStart', x, y);
    await expect(row(phone, 'Apples')).toHaveAttribute('data-dragging');
    for (const part of [0.25, 0.5, 0.75, 1]) await touch(finger, 'touchMove', x, y + (target.y - y) * part);
    await expect(phone.getByText('At position 1 of 3.')).toBeAttached();
    await touch(finger, 'touchEnd');
    await expectTasks(phone, ['Apples', 'Bread', 'Cheese']);
  });
  await expect(phone.getByRole('dialog')).toHaveCount(0);
  await phone.reload();
  await expectTasks(phone, ['Apples', 'Bread', 'Cheese']);

  await page.reload();
  await synced(page);
  await expectTasks(page, ['Apples', 'Bread', 'Cheese']);
});

test('a task of a program is dragged by mouse to its place in another day of the week', async ({ newDevice }) => {
  const { page } = await newDevice(DESKTOP);
  await signIn(page, 'coach@example.com');
  await writeProgram(page, { title: 'Moved about', days: 7, tasks: [['Long tones', 'Major scales'], ['Etude']] });
  const second = page.getByRole('region', { name: 'Day 2', exact: true });
  const target = await pointAt(second.getByRole('button', { name: 'Etude', exact: true }));
  await pickUp(page, page.getByRole('button', { name: 'Long tones', exact: true }));
  await page.mouse.move(target.x, target.y - 4, { steps: 8 });
  await expect(page.getByText('Over Day 2, position 1.')).toBeAttached();
  await sent(page, () => page.mouse.up());
  const expectOrder = async () => {
    await expect(second.getByRole('listitem')).toContainText(['Long tones', 'Etude']);
    await expect(page.getByRole('region', { name: 'Day 1', exact: true }).getByRole('listitem')).toContainText([
      'Major scales',
    ]);
  };
  await expectOrder();
  await page.reload();
  await expectOrder();
});

const row = (page: Page, title: string): Locator =>
  page.getByRole('list', { name: 'Tasks' }).getByRole('listitem').filter({ hasText: title });

/** The tasks of the day on screen, from the top. */
const expectTasks = async (page: Page, titles: readonly string[]): Promise<void> => {
  // The line that adds another one is the last.
  await expect(page.getByRole('list', { name: 'Tasks' }).getByRole('listitem')).toHaveText([...titles, '']);
};

const touch = (finger: CDPSession, type: 'touchStart' | 'touchMove' | 'touchEnd', x?: number, y?: number) =>
  finger.send('Input.dispatchTouchEvent', { type, touchPoints: x === undefined || y === undefined ? [] : [{ x, y }] });
