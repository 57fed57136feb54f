import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { entry, indicator, readyForOffline, sent, signIn, signUp } from './harness/person.ts';
import { expect, test } from './harness/test.ts';

const SAMPLE = join(import.meta.dirname, 'legacy-app.json');
const LEGACY_KEY = 'weekly-program-storage';

const storeLegacyData = (page: Page, text: string) =>
  page.evaluate(([key, value]) => localStorage.setItem(key, value), [LEGACY_KEY, text] as const);

const figure = (page: Page, label: string) => page.getByText(label, { exact: true }).locator('xpath=following::dd[1]');

test('data of the legacy app is imported offline, once, and reaches a second device', async ({ newDevice }) => {
  const phone = await newDevice();
  const rep = await signUp(phone.page, 'Iris');
  await readyForOffline(phone.page);
  const original = await readFile(SAMPLE, 'utf8');
  await storeLegacyData(phone.page, original);

  await phone.context.setOffline(true);
  await phone.page.goto('/today');
  await phone.page.getByRole('complementary', { name: 'Import from your previous app' }).getByRole('link').click();
  await expect(phone.page.getByRole('heading', { name: '6 rows to import' })).toBeVisible();
  const unreadable = phone.page.getByRole('list', { name: 'Unreadable rows' });
  await expect(unreadable.getByRole('listitem')).toHaveText([
    /weeklyGoals\["2024-03-10"\] · calls.*many/,
    /activities\[4\] · date.*31\/12\/2024/,
    /activities\[5\] · status.*maybe/,
    /activities\[6\].*an old line/,
  ]);
  const download = phone.page.waitForEvent('download');
  await phone.page.getByRole('button', { name: 'Download unreadable rows as JSON' }).click();
  const kept = JSON.parse(await readFile(await (await download).path(), 'utf8')) as { value: unknown }[];
  expect(kept.map(({ value }) => value)).toContain('an old line');

  await phone.page.getByRole('button', { name: 'Import 6 rows' }).click();
  await expect(figure(phone.page, 'Added')).toHaveText('6');
  await expect(figure(phone.page, 'Unreadable')).toHaveText('4');
  await expect(indicator(phone.page)).toHaveAccessibleName(/Offline.*6/);
  await phone.page.goto('/today');
  await expect(phone.page.getByRole('heading', { level: 1, name: 'Today' })).toBeVisible();
  await sent(phone.page, () => phone.context.setOffline(false));
  await expect(phone.page.getByRole('complementary', { name: 'Import from your previous app' })).toHaveCount(0);

  const tablet = await newDevice();
  await signIn(tablet.page, rep.email);
  await tablet.page.goto('/week/2024-03-04');
  await expect(entry(tablet.page, 'Second look at the bridge')).toBeVisible();
  await expect(entry(tablet.page, 'Walk round the mill')).toBeVisible();
  await expect(entry(tablet.page, 'Meeting without an id')).toBeVisible();
  await tablet.page.goto('/goals/2024-03-04');
  await expect(tablet.page.getByLabel('Target for calls')).toHaveValue('40');

  await tablet.page.goto('/import');
  await tablet.page.locator('input[type=file]').setInputFiles(SAMPLE);
  await expect(tablet.page.getByRole('heading', { name: 'Everything is already imported' })).toBeVisible();

  await phone.page.goto('/import');
  await phone.page.getByRole('button', { name: 'Remove original data' }).click();
  expect(await phone.page.evaluate((key) => localStorage.getItem(key), LEGACY_KEY)).toBe(original);
  await phone.page.getByRole('button', { name: 'Remove data' }).click();
  await expect(phone.page.getByText('No data found under this key.')).toBeVisible();
  expect(await phone.page.evaluate((key) => localStorage.getItem(key), LEGACY_KEY)).toBeNull();
});

test('an import of ten thousand activities keeps the page responsive and continues after the browser was killed', async ({
  newDiskDevice,
}) => {
  const phone = await newDiskDevice();
  await signUp(phone.page, 'Jonas');
  await readyForOffline(phone.page);
  await phone.context.setOffline(true);
  const activities = Array.from({ length: 10_000 }, (_, index) => ({
    id: index,
    type: 'call',
    title: `Older call ${index}`,
    date: `20${10 + (index % 15)}-03-05`,
    notes: 'Left a message.',
  }));
  await storeLegacyData(phone.page, JSON.stringify({ state: { activities }, version: 1 }));
  await phone.page.goto('/import');
  await phone.page.getByRole('button', { name: 'Import 10,000 rows' }).click();
  await expect(async () => {
    expect(await phone.page.getByRole('progressbar').evaluate((bar: HTMLProgressElement) => bar.value)).toBeGreaterThan(
      1_000,
    );
  }).toPass({ intervals: [20] });

  const again = await phone.reopen('/import', { offline: true });
  await expect(again.getByRole('heading', { name: /^[\d,]+ rows to import$/ })).toBeVisible();
  await expect(again.getByText(/[\d,]+ already here/)).toBeVisible();
  await again.evaluate(() => {
    const page = window as unknown as { longest: number };
    page.longest = 0;
    let last = performance.now();
    const measure = (now: number) => {
      page.longest = Math.max(page.longest, now - last);
      last = now;
      requestAnimationFrame(measure);
    };
    requestAnimationFrame(measure);
  });
  await again.getByRole('button', { name: /^Import [\d,]+ rows$/ }).click();
  await expect(figure(again, 'Added')).toBeVisible({ timeout: 60_000 });
  await expect(indicator(again)).toHaveAccessibleName(/Offline.*10,000/);
  const longest = await again.evaluate(() => (window as unknown as { longest: number }).longest);
  expect(longest, 'milliseconds without a frame').toBeLessThan(500);
});
