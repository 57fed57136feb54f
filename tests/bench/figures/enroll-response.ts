import { LOCAL_PUBLISHABLE_KEY } from '../../../src/api/config.ts';
import { startEmbeddedPostgres } from '../../../supabase/local/embedded-postgres.ts';
import { alternate, type Figure, ratioFigure } from '../figure.ts';
import { type BenchServer, type Person, startServer } from '../server-client.ts';

const DAYS = 90;
const PER_DAY = 5;
const RUNS = 101;
/** Ahead of whatever day it is, so that every day is filled. */
const START = '2999-01-01';

/** Joining a cohort by the edge function, where 450 tasks follow in the background and where none do; on a real PostgreSQL. */
export const enrollResponse = async (): Promise<Figure> => {
  const postgres = await startEmbeddedPostgres();
  const server = await startServer('', LOCAL_PUBLISHABLE_KEY, postgres.url);
  try {
    const coach = await server.signUp('coach@example.com', { role: 'coach' });
    const [withTasks, without] = [await openCohort(server, coach, null), await openCohort(server, coach, 4_900)];
    const samples = await alternate(
      RUNS,
      () => join(server, withTasks, DAYS * PER_DAY),
      () => join(server, without, 0),
    );
    return ratioFigure('enroll_response', samples, 'ms', 1.1, {
      ours: 'POST enroll by a link; its response, while 450 tasks are made in the background',
      reference: 'the same for a program that waits for its coach, to whom it is paid: no task is made',
      tasks: DAYS * PER_DAY,
    });
  } finally {
    await server.stop();
    await postgres.stop();
  }
};

/** The link of a cohort that takes a program of 90 days x 5 tasks. */
const openCohort = async (server: BenchServer, coach: Person, price: number | null): Promise<string> => {
  const { rows } = await server.sql(
    `with program as (
       insert into public.programs (user_id, title, length_days, published_version, price)
       values ($1, 'A program', ${String(DAYS)}, 1, $2) returning *
     ), version as (
       insert into public.program_versions (program_id, user_id, number, title, kind, length_days, day_counting, modules,
         parameters, price, currency, task_count, minutes)
       select id, user_id, 1, title, kind, length_days, day_counting, modules, parameters, price, currency,
         ${String(DAYS * PER_DAY)}, 0 from program returning *
     ), tasks as (
       insert into public.program_version_tasks (version_id, task_id, day_index, position, title, type, is_required, level)
       select v.id, gen_random_uuid(), day, n, 'A task', 'task', true, 'program_day'
       from version v, generate_series(1, ${String(DAYS)}) day, generate_series(1, ${String(PER_DAY)}) n
     )
     insert into public.cohorts (user_id, program_id, version_id, name, start_date)
     select user_id, program_id, id, 'A cohort', '${START}' from version returning join_token`,
    coach.id,
    price,
  );
  return String(rows[0]?.['join_token']);
};

/** Milliseconds until somebody new has the response. Returns once nothing goes on in the background any more. */
const join = async (server: BenchServer, link: string, tasks: number): Promise<number> => {
  const person = await server.signUp(`${crypto.randomUUID()}@example.com`);
  const started = performance.now();
  const { status, body } = await server.call<{ enrollmentId?: string }>('enroll', { token: link }, person.token);
  const took = performance.now() - started;
  const { enrollmentId } = body;
  if (!enrollmentId) throw new Error(`enroll answered ${String(status)}`);
  for (let made = -1; made !== tasks;) {
    const { rows } = await server.sql(
      `select count(t.id)::int as made from public.enrollments e left join public.tasks t on t.enrollment_id = e.id
       where e.id = $1 and (e.sync_state = 'done' or e.status = 'pending')`,
      enrollmentId,
    );
    made = Number(rows[0]?.['made']);
    // An enrollment that is still being synced counts as one without tasks.
    if (made > tasks) throw new Error(`${String(made)} tasks instead of ${String(tasks)}`);
  }
  return took;
};
