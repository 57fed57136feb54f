import pg from 'pg';
import { applySchemaFiles, openScratchPostgres } from '../local/scratch-postgres.ts';
import { type Catalog, catalogDifferences, readCatalog } from './catalog.ts';

/** Fails where the schema files build another database than the migrations did at `url`, or a function that cannot run. */
export const checkSchemaFiles = async (url: string): Promise<void> => {
  const built = await openScratchPostgres();
  try {
    await applySchemaFiles(built.url);
    await checkFunctionBodies(built.url);
    const differences = catalogDifferences(
      ['schema files', await catalogOf(built.url)],
      ['migrations', await catalogOf(url)],
    );
    if (differences.length > 0) {
      throw new Error(`The schema files and the migrations build different databases:\n\n${differences.join('\n\n')}`);
    }
  } finally {
    await built.close();
  }
};

const catalogOf = (url: string): Promise<Catalog> => connected(url, readCatalog);

/** The schema files make functions unchecked, since their order is by subject: so this has Postgres check each. */
const checkFunctionBodies = (url: string): Promise<void> =>
  connected(url, async (client) => {
    const { rows } = await client.query<{ name: string; definition: string }>(
      `select p.oid::regprocedure::text as name, pg_get_functiondef(p.oid) as definition
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('public', 'private')`,
    );
    for (const { name, definition } of rows) {
      await client.query(definition).catch((cause: unknown) => {
        throw new Error(`${name} cannot run: ${cause instanceof Error ? cause.message : 'unknown'}`, { cause });
      });
    }
  });

const connected = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};
