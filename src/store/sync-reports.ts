import { REPORTS_LIMIT, type SyncCycleReport } from '../contract/sync-report.ts';
import type { CadenceDatabase } from './database.ts';

/**
 * A report that waits to be sent. `at`: when the sync cycle ended, in milliseconds since 1970-01-01 by this device's
 * clock.
 */
export type StoredReport = SyncCycleReport & { at: number };

/** `sent_at`: when reports were last sent, in milliseconds since 1970-01-01. */
export interface Reports {
  unsent: StoredReport[];
  sent_at: number;
}

const NONE: Reports = { unsent: [], sent_at: 0 };

/** Stores a report until it is sent; at most the newest REPORTS_LIMIT. */
export const storeReport = (db: CadenceDatabase, report: StoredReport): Promise<void> =>
  db.inTransaction('rw', ['meta'], async (tables) => {
    const { unsent, sent_at } = (await tables.getMeta('reports')) ?? NONE;
    await tables.putMeta('reports', { unsent: [...unsent, report].slice(-REPORTS_LIMIT), sent_at });
  });

/**
 * The reports to send now and their device; `null` where there are none or reports were sent less than `pause`
 * milliseconds ago. Records `now` as the time of sending, so that another tab does not send them too.
 */
export const takeReportsToSend = (
  db: CadenceDatabase,
  now: number,
  pause: number,
): Promise<{ device: string; reports: StoredReport[] } | null> =>
  db.inTransaction('rw', ['meta'], async (tables) => {
    const [device, { unsent, sent_at }] = [await tables.getMeta('device'), (await tables.getMeta('reports')) ?? NONE];
    // A clock that was set back must not stop reports.
    const isSoon = sent_at <= now && now - sent_at < pause;
    if (!device || unsent.length === 0 || isSoon) return null;
    await tables.putMeta('reports', { unsent, sent_at: now });
    return { device: device.id, reports: unsent };
  });

export const deleteReports = (db: CadenceDatabase, reports: readonly StoredReport[]): Promise<void> =>
  db.inTransaction('rw', ['meta'], async (tables) => {
    const deleted = new Set(reports.map(({ id }) => id));
    const { unsent, sent_at } = (await tables.getMeta('reports')) ?? NONE;
    await tables.putMeta('reports', { unsent: unsent.filter(({ id }) => !deleted.has(id)), sent_at });
  });
