import type { Page } from '@playwright/test';
import axe from 'axe-core';
import { expect } from './test.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The rules among them that a theme has a say in. */
const COLOR_RULES = ['color-contrast', 'link-in-text-block'];

/** Fails where axe finds a violation of any rule in the theme that is on screen, or of a rule about color in the other. */
export const checkAccessibility = async (page: Page, where: string): Promise<void> => {
  await expect(page.getByRole('heading', { level: 1 }).or(page.getByRole('dialog')).first()).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  // What a bar covers for the moment is not smaller for that.
  await page.evaluate(() => {
    scrollTo(0, 0);
  });
  const theme = await themeOf(page);
  await transitionsEnded(page);
  const found = await findViolations(page, { type: 'tag', values: TAGS });
  const other = theme === 'light' ? 'dark' : 'light';
  await page.emulateMedia({ colorScheme: other });
  await expect.poll(() => themeOf(page)).toBe(other);
  await transitionsEnded(page);
  const foundInOther = await findViolations(page, { type: 'rule', values: COLOR_RULES });
  expect([
    ...found.map((violation) => `${where}, ${theme}: ${violation}`),
    ...foundInOther.map((violation) => `${where}, ${other}: ${violation}`),
  ]).toEqual([]);
};

/** Resolves when no transition has run for two frames: one may start a frame after what causes it. */
const transitionsEnded = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (let idle = 0; idle < 2;) {
      await new Promise(requestAnimationFrame);
      const transitions = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
      await Promise.allSettled(transitions.map(({ finished }) => finished));
      idle = transitions.length > 0 ? 0 : idle + 1;
    }
  });

/** Each as the rule's id and the elements that break it. A page loads axe once. */
const findViolations = async (page: Page, runOnly: axe.RunOnly): Promise<string[]> => {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(async (only) => {
    const { axe: loaded } = globalThis as unknown as { axe: typeof axe };
    const { violations } = await loaded.run({ runOnly: only, resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  }, runOnly);
};

const themeOf = (page: Page): Promise<'light' | 'dark'> =>
  page.evaluate(() => (document.documentElement.dataset['mantineColorScheme'] === 'dark' ? 'dark' : 'light'));
