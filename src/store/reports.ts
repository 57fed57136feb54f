import { type DrainReport, REPORTS_LIMIT } from '../contract/report.ts';
import type { CadenceDatabase } from './database.ts';

/** A report that waits to be sent. `at`: when the drain ended, in milliseconds by this device's clock. */
export type KeptReport = DrainReport & { at: number };

/** What this device tells of its drains. `sent_at`: when it last told. */
export interface Reports {
  waiting: KeptReport[];
  sent_at: number;
}

const NONE: Reports = { waiting: [], sent_at: 0 };

/** Keeps a report until it is sent; of very many the newest. */
export const keepReport = (db: CadenceDatabase, report: KeptReport): Promise<void> =>
  db.atomically('rw', ['meta'], async (tables) => {
    const { waiting, sent_at } = (await tables.getMeta('reports')) ?? NONE;
    await tables.putMeta('reports', { waiting: [...waiting, report].slice(-REPORTS_LIMIT), sent_at });
  });

/**
 * What is to be sent now, with the device that it is about: nothing where the last time was less than
 * `pause` milliseconds ago. Whoever asks is taken to send it.
 */
export const reportsToSend = (
  db: CadenceDatabase,
  now: number,
  pause: number,
): Promise<{ device: string; reports: KeptReport[] } | null> =>
  db.atomically('rw', ['meta'], async (tables) => {
    const [device, { waiting, sent_at }] = [await tables.getMeta('device'), (await tables.getMeta('reports')) ?? NONE];
    // A clock that was set back must not silence the device.
    const isSoon = sent_at <= now && now - sent_at < pause;
    if (!device || waiting.length === 0 || isSoon) return null;
    await tables.putMeta('reports', { waiting, sent_at: now });
    return { device: device.id, reports: waiting };
  });

export const forgetReports = (db: CadenceDatabase, reports: readonly KeptReport[]): Promise<void> =>
  db.atomically('rw', ['meta'], async (tables) => {
    const gone = new Set(reports.map(({ id }) => id));
    const { waiting, sent_at } = (await tables.getMeta('reports')) ?? NONE;
    await tables.putMeta('reports', { waiting: waiting.filter(({ id }) => !gone.has(id)), sent_at });
  });
