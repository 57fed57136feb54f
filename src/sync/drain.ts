import type { SyncedTable } from '../contract/tables.ts';
import { keepCheck } from '../store/self-check.ts';
import { type DrainContext, syncFromCloud, syncToCloud } from './exchange.ts';
import type { Progress } from './ports.ts';
import { checkSelf, isCheckDue } from './self-check.ts';

/**
 * Sends every queued change, reads the feed to its end, and once a day compares what the device has then with
 * the cloud. Resolves with the tables in which it had to be brought in line; rejects with the TransportFailure
 * that stopped it. It may be cut at any await, and run twice at once: what was done stays done, and nothing is
 * applied twice (laws 3 and 5).
 */
export const drain = async (context: DrainContext): Promise<SyncedTable[]> => {
  const { db, environment } = context;
  const progress: Progress = { moved: 0, total: 0 };
  const advance = (moved: number, ahead: number) => {
    progress.moved += moved;
    progress.total = Math.max(progress.total, progress.moved + ahead);
    context.onProgress({ ...progress });
  };
  for (;;) {
    const position = await syncToCloud(context, advance);
    await syncFromCloud(context, advance, position);
    if (!position) continue;
    if (position.cursor !== null) return isCheckDue(position, environment.now()) ? checkSelf(context, advance) : [];
    // It has just read everything.
    await keepCheck(db, environment.now(), false);
    return [];
  }
};
