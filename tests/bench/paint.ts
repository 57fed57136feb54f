import type { Locator, Page } from '@playwright/test';

/** Milliseconds from the click on `button` until the frame is painted in which the page's main part says `expected`. */
export const clickToPaint = async (page: Page, button: Locator, expected: string): Promise<number> => {
  await page.evaluate((text) => {
    const state = window as { tookMs?: number | undefined };
    state.tookMs = undefined;
    document.addEventListener(
      'click',
      ({ timeStamp }) => {
        const list = document.querySelector('main') ?? document.body;
        const watcher = new MutationObserver(() => {
          if (!list.textContent.includes(text)) return;
          watcher.disconnect();
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => {
              state.tookMs = performance.now() - timeStamp;
            };
            port2.postMessage(null);
          });
        });
        watcher.observe(list, { childList: true, subtree: true, characterData: true });
      },
      { capture: true, once: true },
    );
  }, expected);
  await button.click();
  const took = await page.waitForFunction(() => (window as { tookMs?: number }).tookMs);
  const ms = await took.jsonValue();
  if (ms === undefined) throw new Error(`“${expected}” was not painted`);
  return ms;
};
