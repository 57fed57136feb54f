import type { Locator, Page } from '@playwright/test';

/** Goes somewhere as a link does, without a page load. */
export const go = (page: Page, path: string): Promise<void> =>
  page.evaluate((to) => {
    history.pushState(null, '', to);
  }, path);

/** The title of the screen, where it is this one. */
export const title = (page: Page, name: string): Locator => page.getByRole('heading', { level: 1, name, exact: true });
