import { SYNCED_TABLES, type SyncedRows, type SyncedTable } from '../contract/tables.ts';
import type { CadenceDatabase, PendingChange } from './database.ts';
import { unsyncedChanges } from './outbox.ts';

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
  db.transaction('r', [...db.syncedTables, db.outbox, db.meta], async () => {
    const names = Object.keys(SYNCED_TABLES) as SyncedTable[];
    const contents = await Promise.all(names.map(async (name) => [name, await db.rows(name).toArray()] as const));
    return {
      format: 'cadence-export',
      version: 1,
      exported_at: now.toISOString(),
      user_id: db.userId,
      tables: Object.fromEntries(contents) as Export['tables'],
      unsynced: await unsyncedChanges(db),
    };
  });
