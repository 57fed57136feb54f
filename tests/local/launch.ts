import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { LOCAL_PUBLISHABLE_KEY } from '../../src/api/config.ts';
import { NOON_ZONE } from '../fixtures/server-clock.ts';

/** A program of `supabase/local` in a process of its own. */
export interface Launched {
  child: ChildProcess;
  /** What it has said so far, errors included. */
  said: () => string;
  /** Resolves with the first match of `pattern` in what it says; rejects when it ends without it. */
  saying: (pattern: RegExp) => Promise<RegExpExecArray>;
  /** Its exit code, once it has ended. */
  exit: Promise<number | null>;
}

/** Runs a script of this repository by Node. */
export const launch = (script: string, env: Record<string, string>): Launched =>
  launchProgram(process.execPath, [...(script.endsWith('.ts') ? ['--import', 'tsx'] : []), script], env);

/** `detached`: in a process group of its own, as a terminal runs what is typed in it. */
export const launchProgram = (
  program: string,
  words: string[],
  env: Record<string, string>,
  { detached = false } = {},
): Launched => {
  const child = spawn(program, words, {
    env: { ...process.env, TZ: NOON_ZONE, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached,
  });
  let text = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (more: string) => {
      text += more;
      for (const look of listeners) look();
    });
  }
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    child,
    said: () => text,
    exit,
    saying: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(text);
          if (!found) return;
          listeners.delete(look);
          resolve(found);
        };
        listeners.add(look);
        look();
        void exit.then((code) => {
          reject(new Error(`ended with ${String(code)} before saying ${String(pattern)}:\n${text}`));
        });
      }),
  };
};

export const launchServer = (env: Record<string, string>): Launched =>
  launch('supabase/local/main.ts', { PORT: '0', ...env });

/** Starts a server and waits until it is up; returns it with its origin. */
export const startServer = async (env: Record<string, string>): Promise<Launched & { url: string }> => {
  const server = launchServer(env);
  const [, url = ''] = await server.saying(/running at (http:\S+)[\s\S]*Ctrl-C/);
  return { ...server, url };
};

export const temporaryFolder = (): { path: string; remove: () => void } => {
  const path = mkdtempSync(join(tmpdir(), 'cadence-local-'));
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
};

/** A client with one file of each kind that is served in its own way. */
export const makeTinyClient = (folder: string): string => {
  const client = join(folder, 'client');
  mkdirSync(join(client, 'assets'), { recursive: true });
  const files = {
    'index.html': '<!doctype html><title>Cadence</title><script>document.title</script><div id="root"></div>',
    'assets/app-4f2a9c1e.js': `export const words = ${JSON.stringify('calm and exact '.repeat(500))};`,
    'sw.js': 'self.addEventListener("fetch", () => {});',
    'manifest.webmanifest': '{"name":"Cadence"}',
    '.sources': 'not for the world',
  };
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(client, name), text);
    if (!name.startsWith('assets/')) continue;
    writeFileSync(join(client, `${name}.br`), brotliCompressSync(text));
    writeFileSync(join(client, `${name}.gz`), gzipSync(text));
  }
  return client;
};

export const signIn = async (url: string, email: string, password = 'cadence-demo'): Promise<string> => {
  const response = await fetch(`${url}/auth/v1/token?grant_type=password`, {
    method: 'POST',
    headers: { apikey: LOCAL_PUBLISHABLE_KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  if (!response.ok) throw new Error(`sign-in was answered ${String(response.status)}: ${await response.text()}`);
  return ((await response.json()) as { access_token: string }).access_token;
};

export const requestWith =
  (url: string, token: string) =>
  async (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${url}${path}`, {
      ...init,
      headers: {
        apikey: LOCAL_PUBLISHABLE_KEY,
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        ...(init.headers as Record<string, string> | undefined),
      },
    });
