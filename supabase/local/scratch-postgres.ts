import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { schemaFiles } from './config.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';

export interface ScratchPostgres {
  /** Connects as `postgres`, which is no superuser, as in a hosted project. */
  url: string;
  /** Stops the server and removes its data. */
  close: () => Promise<void>;
}

const MIGRATIONS = join(import.meta.dirname, '../migrations');
const SUPABASE_ENVIRONMENT = join(import.meta.dirname, 'supabase-environment.sql');

/**
 * A real PostgreSQL server with what a Supabase project has before the first migration: roles, the
 * schema `auth`, generous default privileges.
 */
export const openScratchPostgres = async (): Promise<ScratchPostgres> => {
  const server = await startEmbeddedPostgres('supabase_admin');
  try {
    await runSql(server.url, [await readFile(SUPABASE_ENVIRONMENT, 'utf8')]);
  } catch (fault) {
    await server.stop();
    throw fault;
  }
  return { url: server.url.replace('//supabase_admin:', '//postgres:'), close: server.stop };
};

/**
 * Applies `supabase/migrations` in their order, each in a transaction of its own; of all of them those that `isWanted` by
 * their file names.
 */
export const applyMigrations = async (url: string, isWanted = (_name: string): boolean => true): Promise<void> => {
  const names = (await readdir(MIGRATIONS)).filter((name) => name.endsWith('.sql') && isWanted(name)).sort();
  await runSql(url, await Promise.all(names.map((name) => readFile(join(MIGRATIONS, name), 'utf8'))));
};

/** Applies `supabase/schemas` in the order that `supabase/config.toml` lists. */
export const applySchemaFiles = async (url: string): Promise<void> => {
  await runSql(url, await Promise.all(schemaFiles().map((file) => readFile(file, 'utf8'))));
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
