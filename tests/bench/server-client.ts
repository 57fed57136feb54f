import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { VendorSizes } from '../../supabase/local/vendors/generate.ts';

export interface ServerRequest {
  id: number;
  sql: string;
  parameters: unknown[];
}

export type ServerMessage =
  | { is: 'ready'; url: string }
  | { is: 'result'; id: number; rows: Record<string, unknown>[]; ms: number }
  | { is: 'failure'; id: number; reason: string };

export interface Person {
  id: string;
  token: string;
}

interface TestResponse<T> {
  status: number;
  body: T;
}

export interface BenchServer {
  url: string;
  pid: number;
  /** Runs one statement as the database's owner; `ms` is what it took inside the server. */
  sql: (sql: string, ...parameters: unknown[]) => Promise<{ rows: Record<string, unknown>[]; ms: number }>;
  /** Signs up somebody new. */
  signUp: (email: string, metadata?: Record<string, string>) => Promise<Person>;
  /** Calls an edge function as somebody. */
  call: <T>(name: string, body: object, token: string) => Promise<TestResponse<T>>;
  stop: () => Promise<void>;
}

export const BENCH_WORKER_KEY = 'bench-worker';
export const BENCH_VENDOR_KEYS = { northpass: 'bench-northpass', impartner: 'bench-impartner', tenant: 'bench' };

/** What the simulated vendors of a server have, and the requests a second that each takes; `null`: any number. */
export interface BenchVendors {
  sizes: VendorSizes;
  requestsPerSecond: number | null;
}

export const PASSWORD = 'bench-password';

/** @param client the directory of a built client; it is served beside the API. */
export const startServer = async (
  client: string,
  publishableKey: string,
  database = 'memory://',
  vendors?: BenchVendors,
): Promise<BenchServer> => {
  const child = fork(
    join(import.meta.dirname, 'server.ts'),
    [database, client, ...(vendors ? [JSON.stringify(vendors)] : [])],
    {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  );
  const waiting = new Map<number, (message: ServerMessage) => void>();
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => {
      reject(new Error(`the bench server ended with ${String(code)}`));
    });
    child.on('message', (message: ServerMessage) => {
      if (message.is === 'ready') resolve(message.url);
      else waiting.get(message.id)?.(message);
    });
  });
  let last = 0;
  return {
    url,
    pid: child.pid ?? 0,
    sql: (sql, ...parameters) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        waiting.set(id, (message) => {
          waiting.delete(id);
          if (message.is === 'result') resolve(message);
          else reject(new Error(`${message.is === 'failure' ? message.reason : message.is}\n${sql}`));
        });
        child.send({ id, sql, parameters } satisfies ServerRequest);
      }),
    signUp: async (email, metadata = {}) => {
      const response = await fetch(`${url}/auth/v1/signup`, {
        method: 'POST',
        headers: { apikey: publishableKey, 'content-type': 'application/json' },
        body: JSON.stringify({ email, password: PASSWORD, data: metadata }),
      });
      const reply = (await response.json()) as { access_token?: string; user?: { id: string } };
      if (!reply.access_token || !reply.user) throw new Error(`sign-up answered ${String(response.status)}`);
      return { id: reply.user.id, token: reply.access_token };
    },
    call: async <T>(name: string, body: object, token: string): Promise<TestResponse<T>> => {
      const response = await fetch(`${url}/functions/v1/${name}`, {
        method: 'POST',
        headers: { apikey: publishableKey, authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: (await response.json()) as T };
    },
    stop: () => stopChild(child),
  };
};

const stopChild = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve();
      return;
    }
    child.once('exit', () => {
      resolve();
    });
    child.kill('SIGKILL');
  });
