import pg from 'pg';
import { LOCAL_PUBLISHABLE_KEY } from '../../../src/api/config.ts';
import { startEmbeddedPostgres } from '../../../supabase/local/embedded-postgres.ts';
import { enter } from '../../fixtures/database/roles.ts';
import { seedCohort, seedEnrollment, type SeededVersion, seedVersion } from '../../fixtures/database/programs.ts';
import { alternate, type Figure, median, ratioFigure, type Repetition } from '../figure.ts';
import { type BenchServer, type Person, startServer } from '../server-client.ts';

const DAYS = 90;
const PER_DAY = 5;
const MEMBERS = 100;
const ROWS = DAYS * PER_DAY * MEMBERS;
const RUNS = 7;
/** Of what is only told beside the figure. */
const FEW_RUNS = 3;

/** Ahead of whatever day it is, so that every day is filled and may be cleared. */
const START = '2999-01-01';

/** The tasks of 90 days x 5 for 100 members of a cohort, by the edge functions; on a real PostgreSQL server. */
export const taskSync = async (): Promise<Figure> => {
  const postgres = await startEmbeddedPostgres();
  const server = await startServer('', LOCAL_PUBLISHABLE_KEY, postgres.url);
  const sql = new pg.Client({ connectionString: postgres.url });
  try {
    await sql.connect();
    return await measure(server, sql);
  } finally {
    await sql.end();
    await server.stop();
    await postgres.stop();
  }
};

const measure = async (server: BenchServer, sql: pg.Client): Promise<Figure> => {
  const coach = await server.signUp('coach@example.com', { role: 'coach' });
  // Functions that start take up what is unfinished: they do before there is anything.
  await server.call('sync-tasks', { programId: coach.id, cohortId: coach.id }, coach.token);
  const { version, cohort } = await fill(sql, coach);

  /** Seconds until the function has answered; each member is told as many tasks as there are. */
  const byFunction = async (name: 'sync-tasks' | 'clear-tasks'): Promise<number> => {
    const started = performance.now();
    const request = { programId: version.program, cohortId: cohort };
    const { status, body } = await server.call<TaskSyncResponse>(name, request, coach.token);
    const seconds = (performance.now() - started) / 1000;
    const counts = body.members?.map(({ created, deleted }) => created ?? deleted);
    if (counts?.length !== MEMBERS || counts.some((count) => count !== DAYS * PER_DAY)) {
      throw new Error(`${name} answered ${String(status)}: ${JSON.stringify(body).slice(0, 300)}`);
    }
    return seconds;
  };
  const checked = async (seconds: number, expected: number): Promise<number> => {
    const { rows } = await sql.query<{ n: number }>('select count(*)::integer as n from public.tasks');
    if (rows[0]?.n !== expected) throw new Error(`${String(rows[0]?.n)} tasks instead of ${String(expected)}`);
    return seconds;
  };
  const synced: Repetition = async () => {
    await forget(sql);
    return checked(await byFunction('sync-tasks'), ROWS);
  };
  const raw: Repetition = async () => {
    await forget(sql);
    const started = performance.now();
    await sql.query('insert into public.tasks select * from private.bench_rows');
    return checked((performance.now() - started) / 1000, ROWS);
  };
  const called: Repetition = async () => {
    await forget(sql);
    const started = performance.now();
    await sql.query('begin');
    await enter(sql, coach.id);
    // Where the embedded backend's auth.uid() looks.
    await sql.query("select set_config('request.jwt.claim.sub', $1, true)", [coach.id]);
    await sql.query('select public.sync_cohort_tasks($1)', [cohort]);
    await sql.query('commit');
    return checked((performance.now() - started) / 1000, ROWS);
  };
  const cleared: Repetition = async () => {
    await synced();
    return checked(await byFunction('clear-tasks'), 0);
  };

  await synced();
  await sql.query('create table private.bench_rows as select * from public.tasks');
  await sql.query('analyze');

  const samples = await alternate(RUNS, synced, raw);
  return ratioFigure('task_sync_90x5x100', samples, 's', 1.5, {
    ours: 'POST sync-tasks for a cohort as its coach, until the whole response is there: 90 days of 5 tasks for 100 members',
    reference: 'one INSERT ... SELECT of the same rows, ids and all, into the same table as its owner',
    rows: ROWS,
    seconds_of_one_call_of_the_database_function: median(await repeated(called)),
    seconds_to_clear_them_all_by_clear_tasks: median(await repeated(cleared)),
  });
};

interface TaskSyncResponse {
  members?: { created?: number; deleted?: number }[];
}

const repeated = async (take: Repetition): Promise<number[]> => {
  const taken: number[] = [];
  for (let run = 0; run < FEW_RUNS; run++) taken.push(await take());
  return taken;
};

/** As if nothing had been synced yet. */
const forget = async (sql: pg.Client): Promise<void> => {
  await sql.query("update public.enrollments set synced_days = 0, sync_state = 'waiting' where synced_days > 0");
  await sql.query('truncate public.tasks, public.row_history, private.sync_feed, private.tombstones');
};

const fill = async (sql: pg.Client, coach: Person): Promise<{ version: SeededVersion; cohort: string }> => {
  const { rows } = await sql.query<{ id: string }>(
    `insert into auth.users (id, email) select gen_random_uuid(), 'person' || n || '@example.com'
     from generate_series(1, $1::integer) n returning id`,
    [MEMBERS],
  );
  const version = await seedVersion(sql, coach.id, {
    length_days: DAYS,
    tasks: Array.from({ length: DAYS * PER_DAY }, (_, at) => ({ day_index: Math.floor(at / PER_DAY) + 1 })),
  });
  const cohort = await seedCohort(sql, version, START);
  for (const { id } of rows) await seedEnrollment(sql, id, version, { start_date: START, cohort });
  return { version, cohort };
};
