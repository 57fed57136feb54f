import { chromium } from '@playwright/test';
import lighthouse from 'lighthouse';
import { LOCAL_PUBLISHABLE_KEY } from '../../../src/api/config.ts';
import { launchOptions } from '../browser.ts';
import { type Figure, median, range } from '../figure.ts';
import { startServer } from '../server-client.ts';

const RUNS = 5;
const LIMITS = { performance: 95, accessibility: 100, 'best-practices': 100, seo: 100 } as const;
type Category = keyof typeof LIMITS;
const CATEGORIES = Object.keys(LIMITS) as Category[];

/** Lighthouse's mobile scores of the first page that a stranger sees. */
export const lighthouseScores = async (client: string): Promise<Figure[]> => {
  const server = await startServer(client, LOCAL_PUBLISHABLE_KEY);
  const scores = new Map(CATEGORIES.map((category) => [category, [] as number[]]));
  const failed = new Set<string>();
  for (let run = 0; run < RUNS; run++) {
    const port = 9300 + run;
    const options = launchOptions();
    const browser = await chromium.launch({
      ...options,
      args: [...options.args, `--remote-debugging-port=${String(port)}`],
    });
    const result = await lighthouse(`${server.url}/sign-in`, { port, logLevel: 'error', onlyCategories: CATEGORIES });
    await browser.close();
    if (!result) throw new Error('Lighthouse gave no result');
    for (const category of CATEGORIES) {
      scores.get(category)?.push(Math.round((result.lhr.categories[category]?.score ?? 0) * 100));
    }
    for (const audit of Object.values(result.lhr.audits)) {
      if (audit.score !== null && audit.score < 0.9) failed.add(audit.id);
    }
  }
  await server.stop();
  return CATEGORIES.map((category) => {
    const values = scores.get(category) ?? [];
    return {
      name: `lighthouse_${category.replace('-', '_')}`,
      ratio: median(values) / LIMITS[category],
      ours: median(values),
      reference: LIMITS[category],
      unit: 'points',
      limit: `>= ${String(LIMITS[category])}`,
      holds: median(values) >= LIMITS[category],
      runs: RUNS,
      spread: { ours: range(values), reference: [LIMITS[category], LIMITS[category]] },
      details: {
        page: '/sign-in, mobile, simulated slow 4G',
        ...(category === 'performance' && { below_90: [...failed] }),
      },
    };
  });
};
