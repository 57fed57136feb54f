import { randomUUID } from 'node:crypto';
import type { Account, Answered, TestBackend } from './backend.ts';
import { TEST_KEYS } from './backend-snapshot.ts';
import { COMING_MONDAY } from './real-clock.ts';

/** What the tests of programs and coaches ask of a backend, each time over HTTP as the person. */
export interface Plays {
  /** Calls a function as somebody, or as nobody. */
  call: <T = unknown>(who: Account | null, name: string, parameters?: object) => Promise<Answered<T>>;
  /** Calls a function as the server itself. */
  serve: (name: string, parameters?: object) => Promise<Answered>;
  /** Asks `/rest/v1/…` as somebody. */
  ask: <T = unknown[]>(who: Account | null, path: string, init?: RequestInit) => Promise<Answered<T>>;
  /** Makes the two coach and client of each other. */
  connect: (coach: Account, client: Account) => Promise<string>;
  /** A draft with a task on each of `days`. */
  draft: (coach: Account, program?: object, days?: readonly number[]) => Promise<string>;
  publish: (coach: Account, program: string) => Promise<{ version: string; number: number }>;
  /** A cohort of a published version, and what its link ends with. */
  cohort: (coach: Account, program: string, version: string) => Promise<{ id: string; token: string }>;
}

export const playsOn = (backend: TestBackend): Plays => {
  const call: Plays['call'] = (who, name, parameters = {}) => backend.rpc(name, parameters, who?.token ?? null);
  const ask: Plays['ask'] = (who, path, init = {}) => backend.rest(path, init, who?.token ?? null);
  const made = <T>({ status, body }: Answered<T>): T => {
    if (status >= 300) throw new Error(`it was answered ${String(status)}: ${JSON.stringify(body)}`);
    return body;
  };
  const add = async (who: Account, table: string, rows: object) =>
    made(await ask(who, table, { method: 'POST', body: JSON.stringify(rows) }));
  return {
    call,
    ask,
    serve: async (name, parameters = {}) => {
      const response = await backend.fetch(
        new Request(`http://localhost/rest/v1/rpc/${name}`, {
          method: 'POST',
          headers: { apikey: TEST_KEYS.secret, 'content-type': 'application/json' },
          body: JSON.stringify(parameters),
        }),
      );
      const text = await response.text();
      return { status: response.status, body: text === '' ? null : JSON.parse(text), headers: response.headers };
    },
    connect: async (coach, client) => {
      const connection = made(await call<string>(coach, 'invite_client', { email: client.email }));
      made(await call(client, 'respond_to_invitation', { connection, accept: true }));
      return connection;
    },
    draft: async (coach, program = {}, days = [1, 2]) => {
      const id = randomUUID();
      await add(coach, 'programs', { id, title: 'First steps', ...program });
      const tasks = days.map((day_index, place) => ({
        program_id: id,
        day_index,
        position: place,
        title: `Task ${String(place)}`,
        notes: 'How to do it',
        minutes: 10,
      }));
      if (tasks.length > 0) await add(coach, 'program_tasks', tasks);
      return id;
    },
    publish: async (coach, program) => made(await call(coach, 'publish_program', { program })),
    cohort: async (coach, program, version) => {
      const id = randomUUID();
      const cohort = { id, user_id: coach.id, program_id: program, version_id: version, name: 'Spring' };
      await add(coach, 'cohorts', { ...cohort, start_date: COMING_MONDAY });
      return { id, token: made(await call<string>(coach, 'cohort_link', { cohort: id })) };
    },
  };
};
