import type { Backend } from '../backend.ts';
import { DEMO_PASSWORD } from './people.ts';

/** A signed-in demo person: their requests go through the same APIs as anybody's. */
export interface DemoActor {
  id: string;
  rpc: <T>(name: string, parameters: object) => Promise<T>;
  /** Adds rows as the person; those that are there already stay as they are. */
  add: (table: string, rows: object) => Promise<void>;
  /** Rows of `/rest/v1/…`; `path` begins behind it. */
  rows: <T>(path: string) => Promise<T[]>;
  edit: (path: string, values: object) => Promise<void>;
  /** Calls an edge function. */
  call: <T>(name: string, asked: object) => Promise<T>;
}

/** Signs a demo person in. After `signal` is aborted every call throws. */
export const signIn = async (
  backend: Pick<Backend, 'fetch'>,
  publishableKey: string,
  email: string,
  signal: AbortSignal,
): Promise<DemoActor> => {
  const request = async <T>(path: string, init: { method?: string; body?: object; prefer?: string }): Promise<T> => {
    signal.throwIfAborted();
    const response = await backend.fetch(
      new Request(`http://localhost${path}`, {
        method: init.method ?? (init.body ? 'POST' : 'GET'),
        headers: {
          apikey: publishableKey,
          'content-type': 'application/json',
          ...(token && { authorization: `Bearer ${token}` }),
          ...(init.prefer && { prefer: init.prefer }),
        },
        ...(init.body && { body: JSON.stringify(init.body) }),
      }),
    );
    const text = await response.text();
    if (!response.ok)
      throw new Error(`${email} was answered ${String(response.status)} by ${path}: ${text.slice(0, 200)}`);
    return (text === '' ? null : JSON.parse(text)) as T;
  };

  let token = '';
  const session = await request<{ access_token: string; user: { id: string } }>('/auth/v1/token?grant_type=password', {
    body: { email, password: DEMO_PASSWORD },
  });
  token = session.access_token;
  return {
    id: session.user.id,
    rpc: (name, parameters) => request(`/rest/v1/rpc/${name}`, { body: parameters }),
    add: (table, rows) =>
      request(`/rest/v1/${table}`, { body: rows, prefer: 'resolution=ignore-duplicates,return=minimal' }),
    rows: (path) => request(`/rest/v1/${path}`, {}),
    edit: (path, values) => request(`/rest/v1/${path}`, { method: 'PATCH', body: values, prefer: 'return=minimal' }),
    call: (name, asked) => request(`/functions/v1/${name}`, { body: asked }),
  };
};
