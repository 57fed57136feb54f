import type { Page } from '@playwright/test';
import { findLayoutFaults } from './layout-faults.ts';

interface Insets {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

interface Window {
  width: number;
  height: number;
  /** What a notch, rounded corners and the home indicator take; nothing by default. */
  safeArea?: Insets;
}

const NO_INSETS: Insets = { top: 0, left: 0, bottom: 0, right: 0 };

/** Phones upright and turned, tablets, low and large windows, and a window of 1280x1024 at a zoom of 400%. */
const WINDOWS: readonly Window[] = [
  { width: 1440, height: 900 },
  { width: 1280, height: 560 },
  { width: 1024, height: 600 },
  { width: 932, height: 430, safeArea: { top: 0, left: 59, bottom: 21, right: 59 } },
  { width: 844, height: 390, safeArea: { top: 0, left: 47, bottom: 21, right: 47 } },
  { width: 768, height: 1024 },
  { width: 390, height: 844, safeArea: { top: 47, left: 0, bottom: 34, right: 0 } },
  { width: 360, height: 740 },
  { width: 320, height: 568 },
  { width: 320, height: 256 },
];

/**
 * Looks at what is on screen in every window. Each line names the screen, the fault, the element and the windows.
 *
 * @param open opens again what does not outlive that the window changes, such as a menu; called once for each window.
 */
export const layoutFaultsOf = async (page: Page, screen: string, open?: () => Promise<void>): Promise<string[]> => {
  const found = new Map<string, { windows: string[]; detail: string }>();
  const before = page.viewportSize();
  const devtools = await page.context().newCDPSession(page);
  for (const { width, height, safeArea = NO_INSETS } of WINDOWS) {
    await devtools.send('Emulation.setSafeAreaInsetsOverride', { insets: safeArea });
    await page.setViewportSize({ width, height });
    await settled(page);
    await open?.();
    for (const { fault, element, detail } of await page.evaluate(findLayoutFaults)) {
      const key = `${screen}: ${fault}: ${element}`;
      const known = found.get(key) ?? { windows: [], detail };
      known.windows.push(`${String(width)}x${String(height)}`);
      found.set(key, known);
    }
  }
  await devtools.send('Emulation.setSafeAreaInsetsOverride', { insets: NO_INSETS });
  if (before) await page.setViewportSize(before);
  await devtools.detach();
  return [...found].map(([key, { windows, detail }]) => `${key} (${detail}) at ${windows.join(', ')}`);
};

/** Resolves when the page has been laid out for its window: what measures itself does so in the frame after. */
const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
  });
