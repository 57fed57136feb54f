import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LOCAL_PUBLISHABLE_KEY } from '../../src/api/config.ts';
import type { FunctionKeys } from './functions.ts';
import { StartFailure } from './start-failure.ts';

export interface DataFolder {
  path: string;
  /** The directory of the PGlite database. */
  database: string;
  keys: FunctionKeys;
  /** The file of the simulated payment provider's charges. */
  paymentLedger: string;
  /** The file of what the simulated mail provider would have sent. */
  mailboxFile: string;
  /** When it was made, in milliseconds: what the simulated learning platform and CRM have is relative to it. */
  madeAt: number;
  /** Whether it is empty, so that the demo data is still to be created. */
  fresh: boolean;
  /** Marks the folder as seeded. A first start that did not get here is repeated by the next. */
  markFilled: () => void;
  /** The time that the demo programs are relative to, while they are still to be created; `null` otherwise. */
  programsDue: () => number | null;
  /** Records that they are to be created, or, with `null`, that they exist. */
  setProgramsDue: (from: number | null) => void;
}

/** Where the data is kept: `CADENCE_DATA_DIR`, or `.cadence` beside package.json. */
export const dataFolderPath = (): string =>
  resolve(process.env['CADENCE_DATA_DIR'] || join(import.meta.dirname, '../../.cadence'));

/**
 * Opens the data folder, making what is missing. Only its lock's holder may.
 * @throws StartFailure when it cannot be read, written or understood.
 */
export const openDataFolder = (path: string): DataFolder => {
  const database = join(path, 'database');
  const unfinished = join(path, 'unfinished');
  const keysFile = join(path, 'keys.json');
  const programs = join(path, 'programs-due');
  try {
    if (existsSync(unfinished)) {
      // The first start was cut off before anybody could sign in.
      rmSync(database, { recursive: true, force: true });
      rmSync(keysFile, { force: true });
    }
    const fresh = !existsSync(database) && !existsSync(keysFile);
    if (fresh) {
      writeFileSync(unfinished, 'The first start has not ended yet.\n');
      mkdirSync(database);
      writeSecrets(keysFile, newSecrets());
    }
    if (!existsSync(join(database, 'PG_VERSION')) && !fresh) throw damaged(path);
    for (const place of fresh ? [database] : [database, join(database, 'PG_VERSION')])
      accessSync(place, constants.W_OK);
    return {
      path,
      database,
      keys: { publishable: LOCAL_PUBLISHABLE_KEY, ...readSecrets(keysFile, path) },
      paymentLedger: join(path, 'payments.json'),
      mailboxFile: join(path, 'mails.json'),
      madeAt: statSync(keysFile).mtimeMs,
      fresh,
      markFilled: () => {
        rmSync(unfinished, { force: true });
      },
      programsDue: () => (existsSync(programs) ? Number(readFileSync(programs, 'utf8')) || null : null),
      setProgramsDue: (from) => {
        if (from === null) rmSync(programs, { force: true });
        else writeFileSync(programs, `${String(from)}\n`);
      },
    };
  } catch (error) {
    throw error instanceof StartFailure ? error : unusable(path, error);
  }
};

/** What to say when the database in the folder does not open. */
export const damaged = (path: string, cause?: unknown): StartFailure =>
  new StartFailure(
    'data-damaged',
    `The data in ${path} is damaged and cannot be opened. Nothing was changed. ` +
      'Put a copy of the folder back if you have one, or start over with fresh demo data: npm run reset',
    { cause },
  );

export const unusable = (path: string, cause: unknown): StartFailure =>
  new StartFailure(
    'data-unusable',
    `The data folder ${path} cannot be used (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'}). ` +
      'Make it writable, or name another one: CADENCE_DATA_DIR=FOLDER npm start',
    { cause },
  );

type Secrets = Omit<FunctionKeys, 'publishable'>;

const newSecrets = (): Secrets => ({
  secret: `sb_secret_${randomBytes(24).toString('base64url')}`,
  jwtSecret: randomBytes(48).toString('base64url'),
  paymentSecret: randomBytes(32).toString('base64url'),
  workerKey: randomBytes(32).toString('base64url'),
});

const writeSecrets = (file: string, secrets: Secrets): void => {
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
};

const readSecrets = (file: string, path: string): Secrets => {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw damaged(path, error);
  }
  const { secret, jwtSecret, paymentSecret, workerKey } = (read ?? {}) as Partial<Record<string, unknown>>;
  if (typeof secret !== 'string' || typeof jwtSecret !== 'string' || jwtSecret.length < 32) throw damaged(path);
  const newer = { paymentSecret, workerKey };
  const isComplete = Object.values(newer).every((value) => typeof value === 'string');
  if (isComplete) return { secret, jwtSecret, ...newer } as Secrets;
  // The folder is older than payments or chains are.
  const known = Object.fromEntries(Object.entries(newer).filter(([, value]) => typeof value === 'string'));
  const secrets = { ...newSecrets(), ...known, secret, jwtSecret };
  writeSecrets(file, secrets);
  return secrets;
};
