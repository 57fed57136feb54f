import { gzipSync } from 'node:zlib';
import { type Figure, ratioFigure } from '../figure.ts';
import { startSlowProxy } from '../slow-proxy.ts';
import { sessionOf, type Surroundings } from '../surroundings.ts';

/** Bytes a second, in each direction. */
const RATE = 20_000;
const CHANGES = 60;
const ROWS = 250;

/**
 * Changes with long notes pushed, then rows with long notes pulled by a second device, over a line of 20 kB/s. The
 * reference is what the line needs for the same rows in one request of the REST API each way, as the bytes would cross it:
 * compressed where ours are.
 */
export const slowLine = async ({ server, browser }: Surroundings): Promise<Figure[]> => {
  const proxy = await startSlowProxy(server.url);
  const page = await browser.newPage();
  await page.goto(proxy.url);
  await page.waitForFunction(() => 'bench' in window);
  const person = await server.signUp('slow@example.com');
  const session = { ...sessionOf(server, person), url: proxy.url };
  const open = () => page.evaluate(([id, line]) => window.bench.openDevice(id, line), [person.id, session] as const);
  const requests: { name: string; isFailed: boolean }[] = [];
  page.on('requestfinished', (request) => requests.push({ name: nameOf(request.url()), isFailed: false }));
  page.on('requestfailed', (request) => requests.push({ name: nameOf(request.url()), isFailed: true }));
  const countOf = (name: string) => requests.filter((request) => request.name === name).length;

  proxy.setRate(RATE);
  await open();
  const push = await page.evaluate((count) => window.bench.pushLongNotes(count, 5_000), CHANGES);
  const pushed = (await rowsOf(server, person.id)).join(',');
  const pushReference = (gzipSync(`[${pushed}]`).length * 1000) / RATE;
  const pushRequests = countOf('sync_push');

  await server.sql('delete from public.program_activities where user_id = $1', person.id);
  await server.sql(
    `insert into public.program_activities (user_id, type, title, date, notes)
     select $1::uuid, 'call', 'Call ' || n, date '2026-03-02', (
       select string_agg(substr(md5(n || '.' || m), 1, 7), ' ') from generate_series(1, 312) m)
     from generate_series(1, $2::integer) n`,
    person.id,
    ROWS,
  );
  const pulled = (await rowsOf(server, person.id)).join(',');
  const pullReference = (gzipSync(`[${pulled}]`).length * 1000) / RATE;
  requests.length = 0;
  await open();
  const pull = await page.evaluate((rows) => window.bench.firstSync(rows), ROWS);
  const details = {
    push_requests: pushRequests,
    pull_requests: countOf('sync_pull'),
    failed_requests: requests.filter(({ isFailed }) => isFailed).length,
    push_ms: push,
    push_line_ms: pushReference,
    pull_ms: pull,
    pull_line_ms: pullReference,
  };
  await page.close();
  proxy.close();
  return [
    ratioFigure('slow_line', { ours: [push + pull], reference: [pushReference + pullReference] }, 'ms', 1.3, {
      ours: `${String(CHANGES)} changes with notes of 5 kB pushed, ${String(ROWS)} rows with notes of 2.5 kB pulled, at 20 kB/s`,
      reference: 'the time that the same rows take on the line, in gzip, in one request each way',
      ...details,
    }),
  ];
};

const nameOf = (url: string): string => new URL(url).pathname.split('/').at(-1) ?? '';

/** The person's activities as JSON. */
const rowsOf = async (server: Surroundings['server'], person: string): Promise<string[]> => {
  const { rows } = await server.sql(
    'select to_jsonb(a)::text as row from public.program_activities a where user_id = $1',
    person,
  );
  return rows.map(({ row }) => String(row));
};
