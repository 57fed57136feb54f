import type { Locator, Page } from '@playwright/test';

interface Point {
  x: number;
  y: number;
}

/** In the middle of an element from left to right, and at `part` of its height. */
export const pointAt = async (locator: Locator, part = 0.5): Promise<Point> => {
  const box = await locator.boundingBox();
  if (!box) throw new Error('the element is not on screen');
  return { x: box.x + box.width / 2, y: box.y + box.height * part };
};

/**
 * Presses the mouse on an element and moves far enough to drag it. Waits until the element is still and nothing covers
 * it, such as a sheet that is being closed: there the press would not reach it.
 */
export const pickUp = async (page: Page, source: Locator): Promise<Point> => {
  await source.hover();
  const from = await pointAt(source);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x, from.y + 10);
  return from;
};

/** Moves what was picked up over `target`, in steps as a hand does. */
export const moveOver = async (page: Page, target: Locator, part = 0.5): Promise<void> => {
  const to = await pointAt(target, part);
  await page.mouse.move(to.x, to.y, { steps: 8 });
};
