import { indicator, signUp } from './harness/person.ts';
import { expect, test } from './harness/test.ts';

const LOW_WINDOWS = [
  { width: 844, height: 390 },
  { width: 932, height: 430 },
  { width: 1024, height: 600 },
  { width: 1280, height: 560 },
];

test('in a low window the side rail keeps its button and the sync state in view, and every link in reach', async ({
  newDevice,
}) => {
  const { page } = await newDevice(LOW_WINDOWS[0]);
  await signUp(page, 'Lova');
  for (const size of LOW_WINDOWS) {
    await page.setViewportSize(size);
    const button = page.getByRole('button', { name: 'Log an activity' });
    await expect(button).toBeInViewport({ ratio: 1 });
    expect((await button.boundingBox())?.height, `${String(size.width)}x${String(size.height)}`).toBeGreaterThan(40);
    await expect(indicator(page)).toBeInViewport({ ratio: 1 });
    for (const link of await page.getByRole('navigation', { name: 'Main' }).getByRole('link').all()) {
      await link.scrollIntoViewIfNeeded();
      await expect(link).toBeInViewport({ ratio: 1 });
      await link.click({ trial: true });
    }
  }
});
