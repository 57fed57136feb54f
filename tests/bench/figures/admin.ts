import pg from 'pg';
import { LOCAL_PUBLISHABLE_KEY } from '../../../src/api/config.ts';
import { startEmbeddedPostgres } from '../../../supabase/local/embedded-postgres.ts';
import { alternate, type Figure, ratioFigure } from '../figure.ts';
import { type BenchServer, startServer } from '../server-client.ts';

const REPS = 500;
const PER_WEEK = 50;
const WEEKS = 2;
const WEEK = '2026-03-02';
const RUNS = 21;

/** What the admin's table needs of one week, as one would write it for oneself. */
const RAW_WEEK = `
  select p.id, p.email, p.display_name, p.role, p.time_zone,
    g.calls as goal_calls, g.meetings as goal_meetings, g.proposals as goal_proposals,
    g.follow_ups as goal_follow_ups, g.new_contacts as goal_new_contacts,
    w.*, s.last_sync_at, s.sync_status, d.pending, d.rejected, l.last_activity_on
  from public.profiles p
  left join (
    select user_id,
      count(*) filter (where status = 'done' and type = 'call') as calls,
      count(*) filter (where status = 'done' and type = 'meeting') as meetings,
      count(*) filter (where status = 'done' and type = 'proposal') as proposals,
      count(*) filter (where status = 'done' and type = 'follow_up') as follow_ups,
      count(*) filter (where status = 'done' and type = 'new_contact') as new_contacts,
      count(*) filter (where status = 'done') as done,
      count(*) filter (where status = 'planned') as planned,
      count(*) filter (where status = 'cancelled') as cancelled,
      sum(duration) filter (where status = 'done') as minutes
    from public.program_activities
    where date between '${WEEK}' and '${WEEK}'::date + 6
    group by user_id
  ) w on w.user_id = p.id
  left join lateral (
    select calls, meetings, proposals, follow_ups, new_contacts from public.program_weekly_goals
    where user_id = p.id and week_start <= '${WEEK}' order by week_start desc limit 1
  ) g on true
  left join public.program_sync_status s on s.user_id = p.id
  left join (
    select user_id, sum(pending) as pending, sum(rejected) as rejected from public.sync_devices group by user_id
  ) d on d.user_id = p.id
  left join lateral (
    select date as last_activity_on from public.program_activities
    where user_id = p.id and status = 'done' order by date desc limit 1
  ) l on true
  where p.role in ('rep', 'coach')
  order by p.display_name, p.id`;

/** Makes the session the admin's, as the API does for a request. */
const ENTER = `select set_config('request.jwt.claims', $1, false), set_config('request.jwt.claim.sub', $2, false),
  set_config('role', 'authenticated', false)`;

/** What was done in a week by everybody, out of one table. */
const PLAIN_AGGREGATE = `
  select user_id, count(*) filter (where status = 'done') as done,
    count(*) filter (where status = 'planned') as planned, sum(duration) as minutes
  from public.program_activities
  where date between '${WEEK}' and '${WEEK}'::date + 6
  group by user_id`;

/** One connection, on which statements run as the owner or as an admin under RLS. */
interface Session {
  run: (sql: string) => Promise<{ rows: Record<string, unknown>[]; ms: number }>;
  asAdmin: (sql: string) => Promise<{ rows: Record<string, unknown>[]; ms: number }>;
}

/** An admin's week of 500 reps through the RPC, and what RLS adds to an aggregate; on PGlite. */
export const adminFigures = async (client: string): Promise<Figure[]> => {
  const server = await startServer(client, LOCAL_PUBLISHABLE_KEY);
  const figures = await measure(server.sql, '');
  await server.stop();
  return figures;
};

/** The same on a real PostgreSQL server. */
export const adminFiguresOnPostgres = async (client: string): Promise<Figure[]> => {
  const postgres = await startEmbeddedPostgres();
  let server: BenchServer | undefined;
  const connection = new pg.Client({ connectionString: postgres.url });
  try {
    // It applies the migrations; the figures use a connection of their own.
    server = await startServer(client, LOCAL_PUBLISHABLE_KEY, postgres.url);
    await connection.connect();
    return await measure(async (sql, ...parameters) => {
      const started = performance.now();
      const { rows } = await connection.query<Record<string, unknown>>(sql, parameters);
      return { rows, ms: performance.now() - started };
    }, '_postgres');
  } finally {
    await connection.end();
    await server?.stop();
    await postgres.stop();
  }
};

const measure = async (sql: BenchServer['sql'], suffix: string): Promise<Figure[]> => {
  const admin = await fill(sql);
  const session: Session = {
    run: sql,
    asAdmin: async (statement) => {
      await sql(ENTER, JSON.stringify({ sub: admin, role: 'authenticated' }), admin);
      const response = await sql(statement);
      await sql('reset role');
      return response;
    },
  };
  return [
    ratioFigure(
      `admin_week${suffix}`,
      await alternate(
        RUNS,
        async () => {
          const { rows, ms } = await session.asAdmin(`select public.admin_week('${WEEK}') as week`);
          return checked(ms, (rows[0]?.['week'] as unknown[]).length, REPS);
        },
        async () => {
          const { rows, ms } = await session.run(RAW_WEEK);
          return checked(ms, rows.length, REPS);
        },
      ),
      'ms',
      1.5,
      {
        ours: 'admin_week as an admin under RLS: 500 reps with 50 activities in each of two weeks',
        reference: 'the same columns in hand-written SQL as the owner, whom RLS does not concern',
      },
    ),
    ratioFigure(
      `rls_overhead${suffix}`,
      await alternate(
        RUNS,
        async () => (await session.asAdmin(PLAIN_AGGREGATE)).ms,
        async () => (await session.run(PLAIN_AGGREGATE)).ms,
      ),
      'ms',
      1.1,
      {
        ours: 'counts and minutes of a week for each of 500 people, as an admin',
        reference: 'the same as the owner',
      },
    ),
  ];
};

const checked = (ms: number, found: number, expected: number): number => {
  if (found !== expected) throw new Error(`${String(found)} rows instead of ${String(expected)}`);
  return ms;
};

/** Makes the people and their work; returns the admin's id. */
const fill = async (sql: BenchServer['sql']): Promise<string> => {
  await sql(
    `insert into auth.users (id, email, raw_user_meta_data)
     select gen_random_uuid(), 'rep' || n || '@example.com', jsonb_build_object('display_name', 'Rep ' || n)
     from generate_series(0, $1::integer) n`,
    REPS,
  );
  const { rows } = await sql(`update public.profiles set role = 'admin' where email = 'rep0@example.com' returning id`);
  // The feed is not what is measured here.
  await sql('alter table public.program_activities disable trigger user');
  await sql(
    `insert into public.program_activities (user_id, type, title, date, duration, status)
     select p.id, (array['call', 'meeting', 'proposal', 'follow_up', 'new_contact', 'Site visit'])[n % 6 + 1],
       'Call number ' || n || ' with the buyer', date '${WEEK}' - w * 7 + n % 7, n % 4 * 15,
       (array['done', 'done', 'done', 'planned', 'cancelled'])[(n / 7) % 5 + 1]
     from public.profiles p, generate_series(0, $1::integer - 1) w, generate_series(1, $2::integer) n
     where p.role = 'rep'`,
    WEEKS,
    PER_WEEK,
  );
  await sql('alter table public.program_activities enable trigger user');
  await sql(
    `insert into public.program_weekly_goals (user_id, week_start) select id, '${WEEK}' from public.profiles where role = 'rep'`,
  );
  await sql(
    `insert into public.program_sync_status (user_id, last_sync_at, sync_status) select id, now(), 'synced' from public.profiles`,
  );
  await sql(
    `insert into public.sync_devices (id, user_id, name) select gen_random_uuid(), id, 'Phone' from public.profiles`,
  );
  await sql('analyze');
  const id = rows[0]?.['id'];
  if (typeof id !== 'string') throw new Error('nobody became the admin');
  return id;
};
