import type { SyncedTable } from '../contract/synced-tables.ts';
import type { CadenceDatabase, Meta } from './database.ts';
import type { RowDigest } from './digests.ts';

/**
 * Rows that differ from the server even after they were read again, by table and id, each with this device's digest of
 * it then; `null` where the device lacks the row.
 */
export type UnrepairedRows = Partial<Record<SyncedTable, Record<string, RowDigest | null>>>;

export interface SelfCheckState {
  /** When the last self-check ended, in milliseconds since 1970-01-01 by this device's clock; 0 makes one due. */
  checked_at: number;
  /** When one last found a difference that reading everything again has mended. */
  repaired_at: number | null;
  /** The tables for which the feed is being read again, or has been: what still differs then is not read once more. */
  reread?: readonly SyncedTable[];
  unrepaired?: UnrepairedRows;
}

const NEVER: SelfCheckState = { checked_at: 0, repaired_at: null };

export const readSelfCheck = async (db: CadenceDatabase): Promise<SelfCheckState> =>
  (await db.getMeta('selfCheck')) ?? NEVER;

const update = (db: CadenceDatabase, change: Partial<Meta['selfCheck']>): Promise<void> =>
  db.inTransaction('rw', ['meta'], async (tables) => {
    await tables.putMeta('selfCheck', { ...NEVER, ...(await tables.getMeta('selfCheck')), ...change });
  });

/** Makes the next sync cycle run a self-check. */
export const requestSelfCheck = (db: CadenceDatabase): Promise<void> => update(db, { checked_at: 0 });

/** Stores that the device has read the feed from its beginning at `now`, so that it equals the server. */
export const storeFullRead = (db: CadenceDatabase, now: number): Promise<void> => update(db, { checked_at: now });

/** Stores that a self-check ended at `now`, which rows it leaves different, and whether it has repaired others. */
export const storeCheckResult = (
  db: CadenceDatabase,
  now: number,
  { unrepaired, isRepaired }: { unrepaired: UnrepairedRows; isRepaired: boolean },
): Promise<void> => update(db, { checked_at: now, reread: [], unrepaired, ...(isRepaired && { repaired_at: now }) });

/**
 * Makes the next pull a resync that deletes nothing: rows that the database lacks although it is of the device's history
 * are offered to it (INV-6).
 */
export const repairByResync = (db: CadenceDatabase, reread: readonly SyncedTable[]): Promise<void> =>
  db.inTransaction('rw', ['meta'], async (tables) => {
    await tables.meta.delete('cursor');
    await tables.putMeta('recovery', 'recover');
    await tables.putMeta('selfCheck', { ...NEVER, ...(await tables.getMeta('selfCheck')), reread });
  });
