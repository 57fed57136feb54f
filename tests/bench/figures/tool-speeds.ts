import { LOCAL_PUBLISHABLE_KEY } from '../../../src/api/config.ts';
import { seedCohort, seedEnrollment, seedVersion } from '../../fixtures/database/programs.ts';
import { alternate, type Figure, ratioFigure, type Repetition } from '../figure.ts';
import { type BenchServer, type Person, startServer } from '../server-client.ts';

const DAYS = 90;
const PER_DAY = 5;
const MEMBERS = 60;
const ROWS = DAYS * PER_DAY * MEMBERS;
const RUNS = 5;
const RATIO = 1.2;

/** Ahead of whatever day it is, so that every task is upcoming. */
const START = '2999-01-01';
const LATER_START = '2999-01-08';

/**
 * Each of the task tools for a whole cohort of 60 members with 90 days of 5 tasks, on the product's own backend, beside one
 * statement that writes the same rows as their owner.
 */
export const toolSpeeds = async (): Promise<Figure[]> => {
  const server = await startServer('', LOCAL_PUBLISHABLE_KEY);
  try {
    return await measure(server);
  } finally {
    await server.stop();
  }
};

const measure = async (server: BenchServer): Promise<Figure[]> => {
  const coach = await server.signUp('coach@example.com', { role: 'coach' });
  // Functions that start take up what is unfinished: they do before there is anything.
  await server.call('sync-tasks', { programId: coach.id, cohortId: coach.id }, coach.token);
  const tools = await startTools(server, coach);

  await tools.empty();
  await tools.sync();
  await server.sql('create table private.bench_rows as select * from public.tasks');
  await server.sql('analyze');

  const figures: Figure[] = [];
  for (const { name, prepare, run, statement, limit } of measurementsOf(tools)) {
    const ours: Repetition = async () => {
      await prepare();
      const started = performance.now();
      await run();
      return (performance.now() - started) / 1000;
    };
    const reference: Repetition = async () => {
      await prepare();
      return (await server.sql(statement)).ms / 1000;
    };
    const figure = ratioFigure(name, await alternate(RUNS, ours, reference), 's', RATIO, {
      ours: 'the coach’s request for the whole cohort, until its response is there',
      reference: 'one statement that writes as many rows of the same table, as its owner',
      rows: ROWS,
    });
    figures.push({
      ...figure,
      limit: `ratio <= ${String(RATIO)}, at most ${String(limit)} s`,
      holds: figure.holds && figure.ours <= limit,
    });
  }
  return figures;
};

interface Measurement {
  name: string;
  /** What both sides start from. */
  prepare: () => Promise<void>;
  run: () => Promise<void>;
  /** Writes the same rows. */
  statement: string;
  /** In seconds. */
  limit: number;
}

const INSERT = 'insert into public.tasks select * from private.bench_rows';

const measurementsOf = ({ empty, fill, sync, clear, undo, move, reschedule }: Tools): Measurement[] => {
  const clearedBefore = async (): Promise<void> => {
    await fill();
    await clear();
  };
  return [
    { name: 'tool_sync', prepare: empty, run: sync, statement: INSERT, limit: 3 },
    { name: 'tool_clear', prepare: fill, run: clear, statement: 'delete from public.tasks', limit: 3 },
    { name: 'tool_undo', prepare: clearedBefore, run: undo, statement: INSERT, limit: 4 },
    {
      name: 'tool_move',
      prepare: fill,
      run: move,
      statement: "update public.tasks set title = title || '.'",
      limit: 4,
    },
    {
      name: 'tool_reschedule',
      prepare: fill,
      run: reschedule,
      statement: 'update public.tasks set date = date + 7',
      limit: 4,
    },
  ];
};

type Tools = Awaited<ReturnType<typeof startTools>>;

/** A cohort whose tasks the tools change, and two versions of its program, which differ in every title. */
const startTools = async (server: BenchServer, coach: Person) => {
  const sql = {
    query: (text: string, parameters: unknown[] = []) => server.sql(text, ...parameters),
  } as unknown as Parameters<typeof seedVersion>[0];
  const first = await seedVersion(sql, coach.id, {
    length_days: DAYS,
    tasks: Array.from({ length: DAYS * PER_DAY }, (_, at) => ({ day_index: Math.floor(at / PER_DAY) + 1 })),
  });
  const second = crypto.randomUUID();
  await server.sql(
    `insert into public.program_versions (id, program_id, user_id, number, title, kind, length_days, day_counting, modules,
       parameters, currency, task_count, minutes)
     select $1, v.program_id, v.user_id, 2, v.title, v.kind, v.length_days, v.day_counting, v.modules, v.parameters, v.currency,
       v.task_count, v.minutes from public.program_versions v where v.id = $2`,
    second,
    first.version,
  );
  await server.sql(
    `insert into public.program_version_tasks (version_id, task_id, day_index, position, title, notes, minutes, type, is_required, level)
     select $1, t.task_id, t.day_index, t.position, t.title || ', slower', t.notes, t.minutes, t.type, t.is_required, t.level
     from public.program_version_tasks t where t.version_id = $2`,
    second,
    first.version,
  );
  const cohort = await seedCohort(sql, first, START);
  for (let member = 0; member < MEMBERS; member++) {
    const { id } = await server.signUp(`person${String(member)}@example.com`);
    await seedEnrollment(sql, id, first, { start_date: START, cohort });
  }

  const rpc = async <T>(name: string, parameters: object): Promise<T> => {
    const response = await fetch(`${server.url}/rest/v1/rpc/${name}`, {
      method: 'POST',
      headers: {
        apikey: LOCAL_PUBLISHABLE_KEY,
        authorization: `Bearer ${coach.token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(parameters),
    });
    return (await response.json()) as T;
  };
  const expectRows = (tool: string, count: number | undefined): void => {
    if (count !== ROWS) throw new Error(`${tool}: ${String(count)} tasks instead of ${String(ROWS)}`);
  };
  const target = { programId: first.program, cohortId: cohort };
  let clearId: string | null = null;

  const empty = async (): Promise<void> => {
    await server.sql(
      `update public.enrollments set synced_days = 0, sync_state = 'waiting', version_id = '${first.version}', start_date = '${START}'`,
    );
    await server.sql(`update public.cohorts set version_id = '${first.version}', start_date = '${START}'`);
    await server.sql(
      'truncate public.tasks, public.row_history, private.sync_feed, private.tombstones, public.task_clears, private.cleared_tasks',
    );
  };
  return {
    empty,
    /** With the tasks as the program makes them. */
    fill: async (): Promise<void> => {
      await empty();
      // With their timestamps, so that they count as nobody's edits.
      await server.sql(
        `insert into public.tasks select b.*
         from (select private.set_write_context('{"keep_timestamps": true}')) c cross join private.bench_rows b`,
      );
      await server.sql(`update public.enrollments set synced_days = ${String(DAYS)}, sync_state = 'done'`);
    },
    sync: async (): Promise<void> => {
      const { body } = await server.call<{ created: number }>('sync-tasks', target, coach.token);
      expectRows('sync', body.created);
    },
    clear: async (): Promise<void> => {
      const { body } = await server.call<{ deleted: number; clearId: string }>('clear-tasks', target, coach.token);
      expectRows('clear', body.deleted);
      clearId = body.clearId;
    },
    undo: async (): Promise<void> => {
      const request = { programId: first.program, undo: clearId };
      const { body } = await server.call<{ restored: number }>('clear-tasks', request, coach.token);
      expectRows('undo', body.restored);
    },
    move: async (): Promise<void> => {
      expectRows('move', (await rpc<{ changed: number }>('move_enrollment', { cohort, version: second })).changed);
    },
    reschedule: async (): Promise<void> => {
      expectRows('reschedule', (await rpc<{ moved: number }>('reschedule', { cohort, start_date: LATER_START })).moved);
    },
  };
};
