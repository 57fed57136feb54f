import pg from 'pg';
import { applyMigrations, openScratchPostgres } from '../../../supabase/local/scratch-postgres.ts';
import { enter } from '../../harness/actors.ts';
import { plantCohort, plantEnrollment, plantVersion } from '../../harness/programs.ts';
import { alternate, type Figure, ratioFigure } from '../figure.ts';

const DAYS = 90;
const PER_DAY = 5;
const MEMBERS = 100;
const ROWS = DAYS * PER_DAY * MEMBERS;
/** As the edge function cuts it. */
const CHUNK = 10;
const RUNS = 7;

/** Ahead of whatever day it is, so that every day is filled. */
const START = '2999-01-01';

/** The tasks of 90 days x 5 for 100 members of a cohort; on a real PostgreSQL server. */
export const taskSync = async (): Promise<Figure[]> => {
  const postgres = await openScratchPostgres();
  const sql = new pg.Client({ connectionString: postgres.url });
  try {
    await applyMigrations(postgres.url);
    await sql.connect();
    return await measure(sql);
  } finally {
    await sql.end();
    await postgres.close();
  }
};

const measure = async (sql: pg.Client): Promise<Figure[]> => {
  const { coach, cohort } = await fill(sql);

  const asCoach = async (...calls: string[]): Promise<number> => {
    const started = performance.now();
    for (const call of calls) {
      await sql.query('begin');
      await enter(sql, coach);
      await sql.query(`select public.${call}`, [cohort]);
      await sql.query('commit');
    }
    return (performance.now() - started) / 1000;
  };
  const checked = async (seconds: number, expected: number): Promise<number> => {
    const { rows } = await sql.query<{ n: number }>('select count(*)::integer as n from public.tasks');
    if (rows[0]?.n !== expected) throw new Error(`${String(rows[0]?.n)} tasks instead of ${String(expected)}`);
    return seconds;
  };
  const synced = async (...calls: string[]): Promise<number> => {
    await forget(sql);
    return checked(await asCoach(...calls), ROWS);
  };
  const raw = async (): Promise<number> => {
    await forget(sql);
    const started = performance.now();
    await sql.query('insert into public.tasks select * from private.bench_rows');
    return checked((performance.now() - started) / 1000, ROWS);
  };

  await synced('sync_cohort_tasks($1)');
  await sql.query('create table private.bench_rows as select * from public.tasks');
  await sql.query('analyze');

  const chunks = Array.from({ length: DAYS / CHUNK }, (_, at) => {
    const first = at * CHUNK + 1;
    return `sync_cohort_tasks($1, ${String(first)}, ${String(first + CHUNK - 1)})`;
  });
  const samples = await alternate(RUNS, () => synced('sync_cohort_tasks($1)'), raw);
  const chunked = await synced(...chunks);
  const cleared = await checked(await asCoach('clear_tasks(cohort => $1)'), 0);
  // The same through the edge function `sync-tasks` is another figure here, beside the same reference.
  return [
    ratioFigure('task_sync_90x5x100', samples, 's', 1.5, {
      ours: 'sync_cohort_tasks as the coach: 90 days of 5 tasks for 100 members, in one call',
      reference: 'one INSERT ... SELECT of the same rows, ids and all, into the same table as its owner',
      rows: ROWS,
      seconds_in_chunks_of_10_days: chunked,
      seconds_to_clear_them_all: cleared,
    }),
  ];
};

/** As if nothing had been synced yet. */
const forget = async (sql: pg.Client): Promise<void> => {
  await sql.query("update public.enrollments set synced_days = 0, sync_state = 'waiting' where synced_days > 0");
  await sql.query('truncate public.tasks, public.row_history, private.sync_feed, private.tombstones');
};

const fill = async (sql: pg.Client): Promise<{ coach: string; cohort: string }> => {
  const { rows } = await sql.query<{ id: string }>(
    `insert into auth.users (id, email, raw_user_meta_data)
     select gen_random_uuid(), 'person' || n || '@example.com', case n when 0 then '{"role": "coach"}' else '{}' end::jsonb
     from generate_series(0, $1::integer) n returning id`,
    [MEMBERS],
  );
  const [coach = '', ...people] = rows.map(({ id }) => id);
  const version = await plantVersion(sql, coach, {
    length_days: DAYS,
    tasks: Array.from({ length: DAYS * PER_DAY }, (_, at) => ({ day_index: Math.floor(at / PER_DAY) + 1 })),
  });
  const cohort = await plantCohort(sql, version, START);
  for (const person of people) await plantEnrollment(sql, person, version, { start_date: START, cohort });
  return { coach, cohort };
};
