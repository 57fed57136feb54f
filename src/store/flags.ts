import { FLAG_DEFAULTS, type FlagName } from '../domain/flags/feature-flags.ts';
import type { CadenceDatabase, TransactionTables } from './database.ts';

/** The person's flags as last received; `undefined` before the first response. */
export const getStoredFlags = (db: CadenceDatabase): Promise<Record<string, boolean> | undefined> =>
  db.getMeta('flags');

export const storeFlags = (db: CadenceDatabase, flags: Record<string, boolean>): Promise<void> =>
  db.inTransaction('rw', ['meta'], (tables) => tables.putMeta('flags', flags));

/** Whether a flag is on, by the last response or else by its default; works offline. */
export const isFlagOn = async (source: Pick<TransactionTables, 'getMeta'>, name: FlagName): Promise<boolean> =>
  (await source.getMeta('flags'))?.[name] ?? FLAG_DEFAULTS[name];
