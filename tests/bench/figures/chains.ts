import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { LOCAL_PUBLISHABLE_KEY } from '../../../src/api/config.ts';
import { startEmbeddedPostgres } from '../../../supabase/local/embedded-postgres.ts';
import { FULL_SIZES, type VendorSizes } from '../../../supabase/local/vendors/generate.ts';
import { alternate, type Figure, ratioFigure } from '../figure.ts';
import {
  BENCH_VENDOR_KEYS,
  BENCH_WORKER_KEY,
  type BenchServer,
  type BenchVendors,
  startServer,
} from '../server-client.ts';

/** As many requests beside each other as a page of a job sends. */
const CONCURRENCY = 40;
const PAGE_ROWS = 100;
const POLL_MS = 50;
const MOST_MEMORY_MB = 150;
/** No limit, for the database. */
const ANY_RATE = 100_000;

const startWith = async (vendors: BenchVendors, database = 'memory://', rate = ANY_RATE): Promise<BenchServer> => {
  const server = await startServer('', LOCAL_PUBLISHABLE_KEY, database, vendors);
  await server.sql('update private.apis set requests_per_second = $1', rate);
  return server;
};

/** Milliseconds that a run of the daily chain takes, from its start to its end. */
const runDailyChain = async (server: BenchServer): Promise<number> => {
  const started = performance.now();
  await server.sql("select private.start_run('daily_full', 'manual', null, null, null, false, clock_timestamp())");
  for (;;) {
    const { rows } = await server.sql(
      `select status, exists (select from private.ready_steps(clock_timestamp())) as is_ready from public.task_chain_logs order by id desc limit 1`,
    );
    const [run] = rows;
    if (run?.['status'] === 'completed') return performance.now() - started;
    if (run?.['status'] !== 'running') throw new Error(`the chain ended as ${String(run?.['status'])}`);
    if (run['is_ready'] === true) await server.call('work-chains', {}, BENCH_WORKER_KEY);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
};

/** The paths of the requests that a first chain sends to read, by what it has read. */
const requestsOf = async (server: BenchServer): Promise<string[]> => {
  const list = async (sql: string) =>
    (await server.sql(sql)).rows.map((row) => ({ id: String(row['id']), count: Number(row['count']) }));
  const pages = (path: string, count: number) =>
    Array.from(
      { length: Math.max(1, Math.ceil(count / PAGE_ROWS)) },
      (_, index) => `${path}?page=${String(index + 1)}&limit=${String(PAGE_ROWS)}`,
    );
  const [courses, users, groups, partners, contacts] = await Promise.all(
    ['lms_courses', 'lms_users', 'lms_groups', 'crm_partners', 'crm_contacts'].map(async (table) =>
      list(`select '' as id, count(*) from public.${table}`),
    ),
  );
  const members = await list(
    'select g.id, count(m.id) from public.lms_groups g left join public.lms_memberships m on m.group_id = g.id group by g.id',
  );
  const enrolled = await list(
    'select c.id, count(e.id) from public.lms_courses c left join public.lms_enrollments e on e.course_id = c.id group by c.id',
  );
  const people = await list('select person_id as id, count(*) from public.lms_enrollments group by person_id');
  const northpass = [
    ...pages('/courses', courses?.[0]?.count ?? 0),
    ...pages('/properties/courses', courses?.[0]?.count ?? 0),
    ...pages('/people', users?.[0]?.count ?? 0),
    ...pages('/groups', groups?.[0]?.count ?? 0),
    ...members.flatMap(({ id, count }) => pages(`/groups/${id}/memberships`, count)),
    ...enrolled.flatMap(({ id, count }) => pages(`/courses/${id}/enrollments`, count)),
    ...people.map(({ id }) => `/transcripts/${id}?limit=${String(PAGE_ROWS)}`),
  ].map((path) => `/vendors/northpass/v2${path}`);
  const offsets = (object: string, count: number) =>
    Array.from(
      { length: Math.ceil(count / PAGE_ROWS) },
      (_, index) =>
        `/vendors/impartner/api/objects/v1/${object}?skip=${String(index * PAGE_ROWS)}&take=${String(PAGE_ROWS)}`,
    );
  return [
    ...northpass,
    ...offsets('Account', partners?.[0]?.count ?? 0),
    ...offsets('User', contacts?.[0]?.count ?? 0),
  ];
};

/** Milliseconds that the same requests take without a chain, with their rows stored in bulk. */
const readRaw = async (server: BenchServer, paths: readonly string[]): Promise<number> => {
  await server.sql('drop table if exists public.raw_rows');
  await server.sql('create table public.raw_rows (source text, content jsonb)');
  const started = performance.now();
  const queue = paths.values();
  let rows: { source: string; content: string }[] = [];
  const store = async (): Promise<void> => {
    const stored = rows;
    rows = [];
    await server.sql(
      'insert into public.raw_rows select * from unnest($1::text::text[], $2::text::jsonb[])',
      asArray(stored.map(({ source }) => source)),
      asArray(stored.map(({ content }) => content)),
    );
  };
  const reader = async (): Promise<void> => {
    for (const path of queue) {
      const response = await fetch(`${server.url}${path}`, {
        headers: {
          'x-api-key': BENCH_VENDOR_KEYS.northpass,
          authorization: `prm-key ${BENCH_VENDOR_KEYS.impartner}`,
          'x-prm-tenantid': BENCH_VENDOR_KEYS.tenant,
        },
      });
      const { data } = (await response.json()) as { data: unknown[] | { results: unknown[] } };
      for (const content of Array.isArray(data) ? data : data.results) {
        rows.push({ source: path, content: JSON.stringify(content) });
      }
      if (rows.length >= 10_000) await store();
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, reader));
  await store();
  return performance.now() - started;
};

const asArray = (texts: readonly string[]): string =>
  `{${texts.map((text) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join()}}`;

/** The most memory that the process of the functions has had, in MB. */
const workerMemory = (server: BenchServer): number => {
  const children = execFileSync('ps', ['-o', 'pid=,comm=', '--ppid', String(server.pid)], { encoding: 'utf8' });
  const pid = /(\d+) deno/.exec(children)?.[1];
  if (pid === undefined) throw new Error('the functions do not run');
  const [, peak = '0'] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(peak) / 1_024;
};

const chainFiguresOn = async (name: string, database: string, atMost: number): Promise<Figure[]> => {
  const server = await startWith({ sizes: FULL_SIZES, requestsPerSecond: null }, database);
  try {
    const first = await runDailyChain(server);
    // The counts that it sent are a change of the CRM, which the second one reads.
    await runDailyChain(server);
    const versions = await rowVersions(server);
    const unchanged = await runDailyChain(server);
    const written = (await rowVersions(server)) !== versions;
    const memory = workerMemory(server);
    const paths = await requestsOf(server);
    const raw = await readRaw(server, paths);
    const details = { requests: paths.length, memory_mb: Math.round(memory) };
    const full = ratioFigure(`chain_full${name}`, { ours: [first], reference: [raw] }, 'ms', atMost, {
      ours: 'the first daily chain at full size, against vendors without a limit',
      reference: `the same requests, ${String(CONCURRENCY)} at a time, and their rows inserted in bulk`,
      ...details,
    });
    const again = ratioFigure(`chain_unchanged${name}`, { ours: [unchanged], reference: [first] }, 'ms', 0.8, {
      ours: 'a daily chain with nothing changed',
      reference: 'the first one',
      has_written_rows: written,
    });
    return [
      {
        ...full,
        holds: full.holds && memory < MOST_MEMORY_MB,
        limit: `${full.limit}, worker < ${String(MOST_MEMORY_MB)} MB`,
      },
      { ...again, holds: again.holds && !written, limit: `${again.limit}, no row written` },
    ];
  } finally {
    await server.stop();
  }
};

/** Changes with every write of a live row. */
const rowVersions = async (server: BenchServer): Promise<string> => {
  const { rows } = await server.sql(
    `select string_agg(md5(x.versions), '') as digest from (
       select (select string_agg(xmin::text, ',' order by id) from public.lms_users) as versions
       union all select (select string_agg(xmin::text, ',' order by id) from public.lms_memberships)
       union all select (select string_agg(xmin::text, ',' order by id) from public.lms_enrollments)
       union all select (select string_agg(xmin::text, ',' order by id) from public.lms_transcripts)
       union all select (select string_agg(xmin::text, ',' order by id) from public.crm_partners)
       union all select (select string_agg(xmin::text, ',' order by id) from public.crm_contacts)) x`,
  );
  return String(rows[0]?.['digest']);
};

export const chainFigures = (): Promise<Figure[]> => chainFiguresOn('', 'memory://', 3);

export const chainFiguresOnPostgres = async (): Promise<Figure[]> => {
  const postgres = await startEmbeddedPostgres();
  try {
    return await chainFiguresOn('_postgres', postgres.url, 2);
  } finally {
    await postgres.stop();
  }
};

/** Of which the limit lets the LMS answer in about a minute. */
const LIMITED_SIZES: VendorSizes = {
  people: 3_000,
  groups: 300,
  courses: 60,
  enrollments: 2_000,
  accounts: 280,
  contacts: 2_000,
  leads: 100,
};
/** Requests a second: eight of ten, as in production, five times as fast. */
const [LIMITED_RATE, VENDOR_LIMIT] = [40, 50];

/** The wall time of the requests to the LMS, over what they take at the allowed rate; none is refused. */
export const chainRate = async (): Promise<Figure> => {
  const server = await startWith({ sizes: LIMITED_SIZES, requestsPerSecond: VENDOR_LIMIT }, 'memory://', LIMITED_RATE);
  try {
    await runDailyChain(server);
    const { rows } = await server.sql(
      `select sum(requests)::int as requests, extract(epoch from max(completed_at) - min(started_at)) * 1000 as ms,
         (select count(*)::int from public.task_chain_events where code = 'too_many_requests') as refused
       from public.task_chain_steps where api = 'northpass'`,
    );
    const [lane] = rows;
    const requests = Number(lane?.['requests']);
    const figure = ratioFigure(
      'chain_rate',
      { ours: [Number(lane?.['ms'])], reference: [(requests / LIMITED_RATE) * 1_000] },
      'ms',
      1.2,
      {
        ours: 'the LMS’s steps of a daily chain',
        reference: 'their requests at the allowed rate',
        requests,
        refused: lane?.['refused'],
      },
    );
    return { ...figure, holds: figure.holds && lane?.['refused'] === 0, limit: `${figure.limit}, no 429` };
  } finally {
    await server.stop();
  }
};

const TICKS = 201;

/** A tick with nothing due, beside a query that does nothing. */
export const tickIdle = async (): Promise<Figure> => {
  const server = await startServer('', LOCAL_PUBLISHABLE_KEY);
  try {
    await server.sql("update public.scheduled_tasks set next_at = clock_timestamp() + interval '1 day'");
    const samples = await alternate(
      TICKS,
      async () => (await server.sql('select private.tick()')).ms,
      async () => (await server.sql('select')).ms,
    );
    return ratioFigure('tick_idle', samples, 'ms', 2, {
      ours: 'private.tick() with nothing due',
      reference: 'an empty query',
    });
  } finally {
    await server.stop();
  }
};
