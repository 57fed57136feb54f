import type { Page } from '@playwright/test';
import { alternate, type Figure, median, ratioFigure, type Repetition } from '../figure.ts';
import { addActivities, PER_WEEK, WEEKS } from '../rows.ts';
import type { BenchServer, Person } from '../server-client.ts';
import { openDevice, sessionOf, type Surroundings } from '../surroundings.ts';

const RUNS = 7;
const ROWS = WEEKS * PER_WEEK;

const SETUP =
  'RxDB with Dexie storage (on this app’s Dexie) and its Supabase replication, live off, batches of 1,000; the same table with a column `_deleted` that RxDB needs and the bench adds, `updated_at` as its checkpoint; indexes only of fields that are never null';

/** Sync of the same rows of the same table by this engine, by RxDB and by hand, side by side. */
export const rxdbFigures = async (surroundings: Surroundings): Promise<Figure[]> => {
  const { server, openPage } = surroundings;
  await server.sql('alter table public.program_activities add column _deleted boolean not null default false');
  const page = await openPage();
  const figures = [await pull(page, server), await push(page, server)];
  await page.close();
  return figures;
};

const pull = async (page: Page, server: BenchServer): Promise<Figure> => {
  const person = await server.signUp('pull-rxdb@example.com');
  await addActivities(server, person.id);
  const session = sessionOf(server, person);
  return sideBySide(page, 'pull_10000_vs_rxdb', 0.3, {
    ours: async () => {
      await openDevice(page, server, person);
      return page.evaluate((rows) => window.bench.firstSync(rows), ROWS);
    },
    rxdb: () => page.evaluate(([at, rows]) => window.bench.rxFirstSync(at, rows), [session, ROWS] as const),
    raw: async () => {
      const { fetching, storing } = await page.evaluate((rows) => window.bench.rawFirstSync(rows), ROWS);
      return fetching + storing;
    },
  });
};

const push = async (page: Page, server: BenchServer): Promise<Figure> => {
  const [ours, theirs] = [await server.signUp('push@example.com'), await server.signUp('push-rxdb@example.com')];
  await openDevice(page, server, ours);
  const session = sessionOf(server, theirs);
  const figure = await sideBySide(page, 'push_1000_vs_rxdb', 0.05, {
    ours: async () => (await page.evaluate(() => window.bench.pushOffline(1000))).push,
    rxdb: () => page.evaluate(([at, id]) => window.bench.rxPush(at, id, 1000), [session, theirs.id] as const),
    raw: () => page.evaluate(() => window.bench.rawUpsert(1000)),
  });
  await expectRows(server, theirs, figure);
  return figure;
};

/** RxDB's way is one, and its responses are many: what it says it has sent is looked for. */
const expectRows = async (server: BenchServer, { id }: Person, { runs, name }: Figure): Promise<void> => {
  const { rows } = await server.sql(
    'select count(*)::integer as n from public.program_activities where user_id = $1',
    id,
  );
  const expected = (runs + 2) * 1000;
  if (rows[0]?.['n'] !== expected)
    throw new Error(`${name}: ${String(rows[0]?.['n'])} of ${String(expected)} rows came`);
};

const sideBySide = async (
  page: Page,
  name: string,
  atMost: number,
  { ours, rxdb, raw }: Record<'ours' | 'rxdb' | 'raw', Repetition>,
): Promise<Figure> => {
  const byHand: number[] = [];
  const samples = await alternate(
    RUNS,
    async () => {
      const ms = await ours();
      byHand.push(await raw());
      return ms;
    },
    rxdb,
  );
  return ratioFigure(name, samples, 'ms', atMost, {
    ours: 'as the figure without `_vs_rxdb`',
    reference: SETUP,
    // The push with the pull that follows it.
    requests_ours: await requestsOf(page, ours),
    requests_rxdb: await requestsOf(page, rxdb),
    requests_raw: await requestsOf(page, raw),
    raw_ms: median(byHand.slice(1)),
    raw: 'fetch and IndexedDB by hand, as the reference of the figure without `_vs_rxdb`',
  });
};

const requestsOf = async (page: Page, job: Repetition): Promise<number> => {
  let requests = 0;
  const count = () => {
    requests += 1;
  };
  page.on('request', count);
  await job();
  page.off('request', count);
  return requests;
};
