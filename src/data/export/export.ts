import type { SyncedRows, SyncedTable } from '../../contract/synced-tables.ts';
import type { Activity } from '../../domain/activities/activity.ts';
import { type CadenceDatabase, type PendingChange, SYNCED_TABLE_NAMES } from '../../store/database.ts';
import { getLeadNames } from '../leads/leads.ts';
import { getUnsyncedInTransaction } from '../../store/outbox.ts';

export interface Export {
  format: 'cadence-export';
  version: 1;
  /** ISO instant. */
  exported_at: string;
  user_id: string;
  tables: { [Name in SyncedTable]: SyncedRows[Name][] };
  /** Pending and rejected changes. */
  unsynced: PendingChange[];
}

/** A table's rows as people export them: without what sync needs of them alone. */
export const getExportedRows = async (source: Pick<CadenceDatabase, 'rawRows'>, name: SyncedTable): Promise<object[]> =>
  (await source.rawRows(name).toArray()).map(({ field_timestamps: _timestamps, ...row }) => row);

/** A table's rows for a spreadsheet: as exported, and activities with the names of their leads. */
export const getSpreadsheetRows = (db: CadenceDatabase, name: SyncedTable): Promise<object[]> =>
  db.inTransaction('r', [name, 'submissions'], async (tables) => {
    const rows = await getExportedRows(tables, name);
    if (name !== 'program_activities') return rows;
    const activities = rows as Activity[];
    const leads = await getLeadNames(tables, activities);
    return activities.map((activity) => ({ ...activity, lead_name: leads.get(activity.lead_id ?? '') ?? null }));
  });

/** All of the person's rows on this device, with the changes that are not synced. */
export const exportAllData = (db: CadenceDatabase, now: Date): Promise<Export> =>
  db.inTransaction('r', [...SYNCED_TABLE_NAMES, 'outbox', 'meta'], async (tables) => {
    const contents = await Promise.all(
      SYNCED_TABLE_NAMES.map(async (name) => [name, await getExportedRows(tables, name)] as const),
    );
    return {
      format: 'cadence-export',
      version: 1,
      exported_at: now.toISOString(),
      user_id: db.userId,
      tables: Object.fromEntries(contents) as unknown as Export['tables'],
      unsynced: await getUnsyncedInTransaction(tables),
    };
  });
