import { vi } from 'vitest';
import { type Account, startBackend, type TestBackend } from '../harness/backend.ts';
import { today } from '../harness/real-clock.ts';

export interface Program {
  programId: string;
  versionId: string;
  /** Of all its tasks. */
  taskCount: number;
}

export interface Cohort {
  cohortId: string;
  token: string;
}

export interface Enrolled {
  enrollmentId: string;
  status: string;
  payment?: { url: string };
}

export interface Refused {
  code: string;
  message: string;
}

/** A backend with its functions, and a coach who knows how to use it. */
export interface Classroom {
  backend: TestBackend;
  coach: Account;
  publish: (plan: { days: number; tasksADay?: number; price?: number }) => Promise<Program>;
  openCohort: (program: Program, startDate?: string) => Promise<Cohort>;
  /** Somebody who has accepted the coach. */
  client: () => Promise<Account>;
  /** Somebody who joined the cohort by its link, with all of their tasks. */
  member: (cohort: Cohort) => Promise<Account & { enrollmentId: string }>;
  enrollment: (id: string) => Promise<{ synced_days: number; sync_state: string; status: string }>;
  tasksOf: (enrollmentId: string) => Promise<{ id: string; program_day: number; date: string; status: string }[]>;
  /** Waits for the tasks that are made in the background. */
  untilSynced: (enrollmentId: string) => Promise<void>;
}

/** Resolves when what goes on in the background has brought about `state`. */
export const eventually = (state: () => boolean | Promise<boolean>): Promise<void> =>
  vi.waitFor(
    async () => {
      if (!(await state())) throw new Error('it has not come to this');
    },
    { timeout: 45_000, interval: 20 },
  );

export const openClassroom = async (): Promise<Classroom> => {
  const backend = await startBackend('memory://', { functions: true });
  const coach = await backend.signUp('coach');

  const ok = async <T>(asked: Promise<{ status: number; body: T }>): Promise<T> => {
    const { status, body } = await asked;
    if (status >= 300) throw new Error(`it was answered ${String(status)}: ${JSON.stringify(body)}`);
    return body;
  };
  const add = (table: string, rows: object) =>
    ok(backend.rest(table, { method: 'POST', body: JSON.stringify(rows) }, coach.token));

  const enrollment: Classroom['enrollment'] = async (id) => {
    const [row] = await backend.sql<{ synced_days: number; sync_state: string; status: string }>(
      'select synced_days, sync_state, status from public.enrollments where id = $1',
      id,
    );
    if (!row) throw new Error('there is no such enrollment');
    return row;
  };
  const untilSynced: Classroom['untilSynced'] = (id) =>
    eventually(async () => (await enrollment(id)).sync_state === 'done');

  return {
    backend,
    coach,
    publish: async ({ days, tasksADay = 2, price }) => {
      const programId = crypto.randomUUID();
      await add('programs', { id: programId, title: 'Scales', length_days: days, ...(price && { price }) });
      const tasks = Array.from({ length: days * tasksADay }, (_, index) => ({
        program_id: programId,
        day_index: Math.floor(index / tasksADay) + 1,
        position: index,
        title: `Task ${String(index)}`,
      }));
      await add('program_tasks', tasks);
      const { version } = await ok(
        backend.rpc<{ version: string }>('publish_program', { program: programId }, coach.token),
      );
      return { programId, versionId: version, taskCount: tasks.length };
    },
    openCohort: async ({ programId, versionId }, startDate = today()) => {
      const cohortId = crypto.randomUUID();
      const row = { id: cohortId, program_id: programId, version_id: versionId, name: 'Spring', start_date: startDate };
      await add('cohorts', { ...row, user_id: coach.id });
      return { cohortId, token: await ok(backend.rpc<string>('cohort_link', { cohort: cohortId }, coach.token)) };
    },
    client: async () => {
      const person = await backend.signUp();
      const connection = await ok(backend.rpc<string>('invite_client', { email: person.email }, coach.token));
      await ok(backend.rpc('respond_to_invitation', { connection, accept: true }, person.token));
      return person;
    },
    member: async ({ token }) => {
      const person = await backend.signUp();
      const { enrollmentId } = await ok(backend.call<Enrolled>('enroll', { token }, person.token));
      await untilSynced(enrollmentId);
      return { ...person, enrollmentId };
    },
    enrollment,
    tasksOf: (id) =>
      backend.sql(
        `select id, program_day, date::text, status from public.tasks where enrollment_id = $1 order by program_day, position`,
        id,
      ),
    untilSynced,
  };
};
