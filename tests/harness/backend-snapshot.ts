import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LOCAL_PUBLISHABLE_KEY } from '../../src/api/config.ts';
import { openBackend } from '../../supabase/local/backend.ts';
import type { FunctionKeys } from '../../supabase/local/functions.ts';

export const TEST_KEYS: FunctionKeys = {
  publishable: LOCAL_PUBLISHABLE_KEY,
  secret: 'sb_secret_cadence_test',
  jwtSecret: 'cadence-test-'.repeat(4),
  paymentSecret: 'cadence-test-payment',
};

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, 'node_modules/.cache/cadence-tests');

/**
 * A migrated database with nobody in it. Making one takes some four seconds and reading it one, so it is
 * kept until the migrations, the backend or the dependencies change.
 */
export const snapshotOfEmptyBackend = async (): Promise<Blob> => {
  const name = `${await fingerprint()}.tar`;
  const kept = await readFile(join(FOLDER, name)).catch(() => null);
  if (kept) return new Blob([kept]);
  const backend = await openBackend({
    database: 'memory://',
    siteUrl: 'http://localhost',
    keys: TEST_KEYS,
    onMail: () => undefined,
  });
  const dump = await backend.dump();
  await backend.close();
  if (!dump) throw new Error('a database in memory has no data directory');
  await keep(name, dump);
  return dump;
};

const fingerprint = async (): Promise<string> => {
  const hash = createHash('sha256');
  const migrations = join(ROOT, 'supabase/migrations');
  const files = (await readdir(migrations)).sort().map((file) => join(migrations, file));
  const surroundings = ['supabase/config.toml', 'supabase/local/backend.ts', 'package-lock.json'];
  for (const file of [...files, ...surroundings.map((path) => join(ROOT, path))]) {
    hash.update(await readFile(file)).update('\0');
  }
  return hash.digest('hex').slice(0, 16);
};

/** Another test file may be keeping the same one: whole files only, and only the newest stays. */
const keep = async (name: string, dump: Blob): Promise<void> => {
  await mkdir(FOLDER, { recursive: true });
  const unfinished = join(FOLDER, `${name}.${String(process.pid)}`);
  await writeFile(unfinished, new Uint8Array(await dump.arrayBuffer()));
  await rename(unfinished, join(FOLDER, name));
  for (const other of await readdir(FOLDER)) {
    if (other.endsWith('.tar') && other !== name) await rm(join(FOLDER, other), { force: true });
  }
};
