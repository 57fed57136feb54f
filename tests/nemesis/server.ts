import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { LOCAL_PUBLISHABLE_KEY } from '../../src/api/config.ts';
import { enter } from '../fixtures/database/roles.ts';
import { type Account, startBackend } from '../fixtures/backend/backend.ts';
import { startPostgres } from '../fixtures/backend/postgres.ts';
import { ADD_VERSIONS, VERSIONS } from './versions.ts';

export interface Server {
  people: Account[];
  /** Where the backend is; `null` while it is down. */
  origin: () => string | null;
  /** A new token for a person, without a proxy. */
  signIn: (person: Account) => Promise<string>;
  /** Queries the database as its owner, or as a person under RLS. */
  query: <T>(sql: string, as?: string) => Promise<T[]>;
  /** Runs a statement as the database's owner. */
  change: (sql: string) => Promise<void>;
  /** Kills the process for as long as `meanwhile` lasts. `false`: something was down already. */
  outage: (what: 'backend' | 'database', meanwhile: () => Promise<void>) => Promise<boolean>;
  /** Backs the database up, in the place of the last backup. `false`: something was down already. */
  backUp: () => Promise<boolean>;
  /**
   * Restores the last backup without telling anybody. The versions of rows that it lacks are kept. `false`: there is no
   * backup, or something was down already.
   */
  restore: () => Promise<boolean>;
  /** How often a backup was restored. */
  restored: () => number;
  /** The end of what each backend process that ended by itself has printed. */
  crashes: readonly string[];
  close: () => Promise<void>;
}

/** Attempts to start a process while the previous one may still be ending. */
const ATTEMPTS = 50;

/** The embedded backend in a process of its own on a real PostgreSQL, with `people` signed up. */
export const startServer = async (people: number): Promise<Server> => {
  const postgres = await startPostgres();
  const asOwner = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };
  const migrating = await startBackend(postgres.url);
  const accounts = await Promise.all(Array.from({ length: people }, () => migrating.signUp()));
  await migrating.close();
  await asOwner((client) => client.query(VERSIONS));

  let process: BackendProcess | null = null;
  let isDown = false;
  const crashes: string[] = [];
  /** While the backend starts: of two started at once, only one would be stopped again. */
  let starting: Promise<void> | null = null;
  const bringUp = (): Promise<void> =>
    (starting ??= launch().finally(() => {
      starting = null;
    }));
  const launch = async (): Promise<void> => {
    const up = await retry(() => launchBackend(postgres.url));
    process = up;
    up.child.once('exit', () => {
      if (process !== up) return;
      process = null;
      crashes.push(up.lastError());
      if (!isDown) void bringUp();
    });
  };
  const takeDown = async (): Promise<void> => {
    const up = process;
    process = null;
    if (up) await kill(up.child);
  };
  await bringUp();

  const backups = await mkdtemp(join(tmpdir(), 'cadence-backups-'));
  let backup: string | null = null;
  let count = 0;
  let restored = 0;
  /** Does something with the database while no backend uses it. */
  const whileDown = async (work: () => Promise<void>): Promise<boolean> => {
    if (isDown) return false;
    isDown = true;
    await starting;
    await takeDown();
    await work();
    isDown = false;
    await bringUp();
    return true;
  };
  const stopDatabase = async (): Promise<void> => {
    await asOwner((client) => client.query('checkpoint'));
    await postgres.kill();
  };

  return {
    people: accounts,
    origin: () => process?.origin ?? null,
    signIn: async ({ email, password }) => {
      const response = await fetch(`${process?.origin ?? ''}/auth/v1/token?grant_type=password`, {
        method: 'POST',
        headers: { apikey: LOCAL_PUBLISHABLE_KEY, 'content-type': 'application/json' },
        body: JSON.stringify({ email, password }),
      });
      return ((await response.json()) as { access_token: string }).access_token;
    },
    query: (sql, as) =>
      asOwner(async (client) => {
        await client.query("begin; set local time zone 'UTC'");
        if (as !== undefined) {
          await enter(client, as);
          await client.query("select set_config('request.jwt.claim.sub', $1, true)", [as]);
        }
        return (await client.query(sql)).rows as never[];
      }),
    change: async (sql) => {
      await asOwner((client) => client.query(sql));
    },
    outage: async (what, meanwhile) => {
      if (isDown) return false;
      isDown = true;
      await starting;
      if (what === 'database') await postgres.kill();
      else await takeDown();
      await meanwhile();
      if (what === 'database') await postgres.startAgain();
      isDown = false;
      if (!process) await bringUp();
      return true;
    },
    backUp: () =>
      whileDown(async () => {
        const folder = join(backups, String((count += 1)));
        await stopDatabase();
        await postgres.copyData(folder);
        await postgres.startAgain();
        backup = folder;
      }),
    restore: async () => {
      const folder = backup;
      if (folder === null) return false;
      return whileDown(async () => {
        const versions = await asOwner(
          async (client) => (await client.query<object>('select * from nemesis.versions')).rows,
        );
        await stopDatabase();
        await postgres.replaceData(folder);
        await postgres.startAgain();
        await asOwner((client) => client.query(ADD_VERSIONS, [JSON.stringify(versions)]));
        restored += 1;
      });
    },
    restored: () => restored,
    crashes,
    close: async () => {
      isDown = true;
      await starting;
      await takeDown();
      await postgres.stop();
      await rm(backups, { recursive: true, force: true });
    },
  };
};

const retry = async <T>(start: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start();
    } catch (reason) {
      if (attempt === ATTEMPTS) throw new Error('it does not start any more', { cause: reason });
    }
  }
};

interface BackendProcess {
  child: ChildProcess;
  origin: string;
  /** The end of what it has printed on stderr. */
  lastError: () => string;
}

const launchBackend = (database: string): Promise<BackendProcess> =>
  new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'backend-process.ts'), [database], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let printed = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      printed = (printed + text).slice(-2_000);
    });
    child.once('exit', (code) => {
      reject(new Error(`the backend ended with ${String(code)}`));
    });
    child.once('message', (origin: string) => {
      resolve({ child, origin, lastError: () => printed });
    });
  });

const kill = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once('exit', () => {
      resolve();
    });
    child.kill('SIGKILL');
  });
