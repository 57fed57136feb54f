import { FLAG_DEFAULTS, type FlagName } from '../domain/flags.ts';
import type { CadenceDatabase, Tables } from './database.ts';

/** What the cloud last said of this person's flags; `undefined` until it has. */
export const keptFlags = (db: CadenceDatabase): Promise<Record<string, boolean> | undefined> => db.getMeta('flags');

export const keepFlags = (db: CadenceDatabase, flags: Record<string, boolean>): Promise<void> =>
  db.atomically('rw', ['meta'], (tables) => tables.putMeta('flags', flags));

export const isFlagOn = async (source: Pick<Tables, 'getMeta'>, name: FlagName): Promise<boolean> =>
  (await source.getMeta('flags'))?.[name] ?? FLAG_DEFAULTS[name];
