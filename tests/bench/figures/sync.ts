import type { Page, Request } from '@playwright/test';
import { alternate, type Figure, median, ratioFigure } from '../figure.ts';
import { addActivities, PER_WEEK, WEEKS } from '../rows.ts';
import { openDevice, type Surroundings } from '../surroundings.ts';

const RUNS = 9;

/**
 * 1,000 offline changes until the server has them and nothing is pending; and, told beside it, until the
 * feed has been read after them, which brings every row back as the server has it.
 */
export const push1000 = async ({ server, openPage }: Surroundings): Promise<Figure[]> => {
  const page = await openPage();
  const person = await server.signUp('push@example.com');
  await openDevice(page, server, person);
  const pulls: number[] = [];
  const samples = await alternate(
    RUNS,
    async () => {
      // What the reference wrote in the meantime is read before the clock starts.
      await page.evaluate(() => window.bench.sync());
      const { push, pull } = await page.evaluate(() => window.bench.pushOffline(1000));
      pulls.push(pull);
      return push;
    },
    () => page.evaluate(() => window.bench.rawUpsert(1000)),
  );
  await page.close();
  const reference = 'POST of the same 1,000 rows to the REST API in one request, minimal response';
  const withPull = samples.ours.map((push, run) => push + (pulls[run + 1] ?? 0));
  const whole = ratioFigure('push_1000_with_pull', { ...samples, ours: withPull }, 'ms', Infinity, {
    ours: 'as push_1000, and the pull that follows in the same drain, until nothing is left in the outbox',
    reference,
  });
  return [
    ratioFigure('push_1000', samples, 'ms', 1.5, {
      ours: 'queue read, pushed, verdicts settled: the server has the rows and nothing is pending',
      reference,
    }),
    { ...whole, limit: 'none' },
  ];
};

/** The first sync of 10,000 rows until they can be queried. */
export const pull10000 = async ({ server, openPage }: Surroundings): Promise<Figure> => {
  const page = await openPage();
  const person = await server.signUp('pull@example.com');
  await addActivities(server, person.id);
  const raw: { fetching: number; storing: number }[] = [];
  const samples = await alternate(
    RUNS,
    async () => {
      await openDevice(page, server, person);
      return page.evaluate((rows) => window.bench.firstSync(rows), WEEKS * PER_WEEK);
    },
    async () => {
      const spent = await page.evaluate((rows) => window.bench.rawFirstSync(rows), WEEKS * PER_WEEK);
      raw.push(spent);
      return spent.fetching + spent.storing;
    },
  );
  await page.close();
  return ratioFigure('pull_10000', samples, 'ms', 1, {
    ours: 'one drain on an empty device, until the last page and its cursor are committed',
    reference: 'ten REST pages of 1,000 by id, each put into an object store with the same indexes when it is here',
    reference_fetching_ms: median(raw.slice(1).map(({ fetching }) => fetching)),
    reference_storing_ms: median(raw.slice(1).map(({ storing }) => storing)),
  });
};

/** A sync that finds nothing to do. */
export const noopSync = async ({ server, openPage }: Surroundings): Promise<Figure> => {
  const page = await openPage();
  const person = await server.signUp('noop@example.com');
  await addActivities(server, person.id);
  await openDevice(page, server, person);
  await page.evaluate(() => window.bench.sync());
  const traffic = await trafficOf(page, () => page.evaluate(() => window.bench.sync()));
  const samples = await alternate(
    31,
    () => page.evaluate(() => window.bench.sync()),
    () => page.evaluate(() => window.bench.emptyQuery()),
  );
  await page.close();
  const figure = ratioFigure('noop_sync', samples, 'ms', 1.5, {
    ours: 'one drain of a device that has everything',
    reference: 'one REST query that finds no row',
    ...traffic,
  });
  return {
    ...figure,
    limit: '1 request, 1000 bytes of body, ratio <= 1.5',
    holds: figure.holds && traffic.requests === 1 && traffic.response_bytes <= 1000,
  };
};

const trafficOf = async (page: Page, job: () => Promise<unknown>) => {
  const seen: Request[] = [];
  const count = (request: Request) => seen.push(request);
  page.on('request', count);
  await job();
  page.off('request', count);
  const sizes = await Promise.all(seen.map((request) => request.sizes()));
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return {
    requests: seen.length,
    request_bytes: sum(sizes.map(({ requestBodySize }) => requestBodySize)),
    response_bytes: sum(sizes.map(({ responseBodySize }) => responseBodySize)),
  };
};
