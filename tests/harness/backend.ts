import { LOCAL_PUBLISHABLE_KEY } from '../../src/api/config.ts';
import type { Role } from '../../src/domain/profiles/profile.ts';
import { type Backend, openBackend } from '../../supabase/local/backend.ts';
import { withFunctions } from '../../supabase/local/functions.ts';
import { type RequestHandler, fromFetch, listen } from '../../supabase/local/listener.ts';
import type { Mail } from '../../supabase/local/mail.ts';
import { backendResponses, productResponses } from '../../supabase/local/product.ts';
import { snapshotOfEmptyBackend, TEST_KEYS } from './backend-snapshot.ts';
import { NOON_ZONE } from './real-clock.ts';

/** A person with a session. */
export interface Account {
  id: string;
  /** The access token; it is good for an hour. */
  token: string;
  refreshToken: string;
  email: string;
  password: string;
}

export interface Answered<T = unknown> {
  status: number;
  /** Parsed where it is JSON, the text otherwise. */
  body: T;
  headers: Headers;
}

export interface TestBackend extends Pick<Backend, 'sql'> {
  /** Answers without a network, as `/auth/v1` and `/rest/v1` of the product do, compression included. */
  fetch: RequestHandler;
  /** Every mail so far, oldest first. */
  mails: Mail[];
  /** Every answer of 500 and above so far, in a line each. */
  faults: string[];
  signUp: (role?: Role) => Promise<Account>;
  /** Calls a function of the API; `token` is a person's, or `null` for nobody. */
  rpc: <T = unknown>(name: string, body: unknown, token: string | null) => Promise<Answered<T>>;
  /** Asks `/rest/v1/…`; `path` begins behind it. */
  rest: <T = unknown>(path: string, init: RequestInit, token: string | null) => Promise<Answered<T>>;
  /** Calls an edge function; only where they were asked for. */
  call: <T = unknown>(name: string, body: unknown, token: string | null) => Promise<Answered<T>>;
  /** The id of the process that the edge functions run in, while it does. */
  functionsPid: () => number | null;
  /** Serves it on a free port of this machine, with a client if one is given; returns the origin. */
  serve: (client?: RequestHandler) => Promise<string>;
  close: () => Promise<void>;
}

const PASSWORD = 'cadence-test';

/**
 * The embedded backend with all migrations and nobody in it. Share one per test file: it takes a second
 * or two. By default it is in memory; a `postgres://` URL (see `startPostgres`) gives real concurrency. Its edge
 * functions are there where they are asked for, on a real Deno.
 */
export const startBackend = async (
  database = 'memory://',
  { functions = false }: { functions?: boolean } = {},
): Promise<TestBackend> => {
  const mails: Mail[] = [];
  const faults: string[] = [];
  const snapshot = database === 'memory://' ? await snapshotOfEmptyBackend() : undefined;
  const closers: (() => Promise<void>)[] = [];
  const inner = await openBackend({
    database,
    ...(snapshot && { snapshot }),
    siteUrl: 'http://localhost',
    keys: TEST_KEYS,
    onMail: (mail) => mails.push(mail),
    onFault: (line) => faults.push(line),
  });
  let backend: Backend = inner;
  let functionsPid = (): number | null => null;
  if (functions) {
    const door = await listen({ port: 0 });
    closers.push(door.close);
    const whole = withFunctions(inner, { url: door.url, keys: TEST_KEYS, onFault: (line) => faults.push(line) });
    door.handleWith(fromFetch(backendResponses(whole)));
    ({ functionsPid } = whole);
    backend = whole;
  }
  const answer = backendResponses(backend);

  const ask = async <T>(path: string, init: RequestInit, token: string | null): Promise<Answered<T>> => {
    const headers = new Headers(init.headers);
    headers.set('apikey', LOCAL_PUBLISHABLE_KEY);
    if (token) headers.set('authorization', `Bearer ${token}`);
    if (init.body && !headers.has('content-type')) headers.set('content-type', 'application/json');
    const response = await answer(new Request(`http://localhost${path}`, { ...init, headers }));
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
    return { status: response.status, body: (isJson ? JSON.parse(text) : text) as T, headers: response.headers };
  };

  return {
    fetch: answer,
    sql: backend.sql,
    mails,
    faults,
    signUp: async (role = 'rep') => {
      const email = `${role}-${crypto.randomUUID()}@example.com`;
      const { status, body } = await ask<{ access_token: string; refresh_token: string; user: { id: string } }>(
        '/auth/v1/signup',
        { method: 'POST', body: JSON.stringify({ email, password: PASSWORD, data: { role } }) },
        null,
      );
      if (status !== 200) throw new Error(`sign-up was answered ${String(status)}`);
      // Nobody signs up as an admin, and to sign up with a zone takes longer.
      const profile = [body.user.id, role, NOON_ZONE];
      await backend.sql('update public.profiles set role = $2, time_zone = $3 where id = $1', ...profile);
      return {
        id: body.user.id,
        token: body.access_token,
        refreshToken: body.refresh_token,
        email,
        password: PASSWORD,
      };
    },
    rpc: (name, body, token) => ask(`/rest/v1/rpc/${name}`, { method: 'POST', body: JSON.stringify(body) }, token),
    call: (name, body, token) => ask(`/functions/v1/${name}`, { method: 'POST', body: JSON.stringify(body) }, token),
    functionsPid,
    rest: (path, init, token) => ask(`/rest/v1/${path.replace(/^\//, '')}`, init, token),
    serve: async (client) => {
      const listener = await listen({ port: 0 });
      closers.push(listener.close);
      listener.handleWith(fromFetch(client ? productResponses(backend, client) : answer));
      return listener.url;
    },
    close: async () => {
      for (const close of closers) await close();
      await backend.close();
    },
  };
};
