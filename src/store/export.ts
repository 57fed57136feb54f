import type { SyncedRows, SyncedTable } from '../contract/tables.ts';
import { type CadenceDatabase, type PendingChange, SYNCED_TABLE_NAMES } from './database.ts';
import { unsyncedAmong } from './outbox.ts';

export interface Export {
  format: 'cadence-export';
  version: 1;
  /** ISO instant. */
  exported_at: string;
  user_id: string;
  tables: { [Name in SyncedTable]: SyncedRows[Name][] };
  /** Changes that the cloud does not have yet, or has refused. */
  unsynced: PendingChange[];
}

/** Everything on this device that is the person's, including what has not reached the cloud. */
export const exportEverything = (db: CadenceDatabase, now: Date): Promise<Export> =>
  db.atomically('r', [...SYNCED_TABLE_NAMES, 'outbox', 'meta'], async (tables) => {
    const contents = await Promise.all(
      SYNCED_TABLE_NAMES.map(async (name) => [name, await tables.rows(name).toArray()] as const),
    );
    return {
      format: 'cadence-export',
      version: 1,
      exported_at: now.toISOString(),
      user_id: db.userId,
      tables: Object.fromEntries(contents) as Export['tables'],
      unsynced: await unsyncedAmong(tables),
    };
  });
