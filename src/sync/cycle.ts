import { expireRecovery } from '../store/recovery.ts';
import { storeFullRead } from '../store/self-check.ts';
import { type OnProgress, type SyncContext, syncFromCloud, syncToCloud } from './exchange.ts';
import type { SyncProgress } from './ports.ts';
import { isSelfCheckDue, runSelfCheck, type SelfCheckResult } from './self-check.ts';

/**
 * One sync cycle: pushes every pending change, reads the feed to its end, and once a day runs the self-check. It may be
 * interrupted at any await and may run twice at once: completed steps are stored, and nothing is applied twice (INV-3,
 * INV-5, INV-11).
 *
 * @returns what the self-check found.
 * @throws TransportFailure
 */
export const runSyncCycle = async (context: SyncContext): Promise<SelfCheckResult> => {
  const { db, environment } = context;
  const sent = countProgress(context, 'sending');
  const received = countProgress(context, 'receiving');
  let found: SelfCheckResult = { drift: [], isReread: false, unrepaired: {} };
  for (;;) {
    const position = await syncToCloud(context, sent);
    const isRestored = await syncFromCloud(context, received, position);
    if (!position || isRestored) {
      // The feed could not be read to its end because of an older transaction: the next cycle tries again.
      if ((await db.getMeta('recovery')) != null) return found;
      continue;
    }
    if (position.cursor === null) {
      // This cycle has read the feed from its beginning, so a self-check would find nothing.
      await storeFullRead(db, environment.now());
      return found;
    }
    if (found.isReread || !isSelfCheckDue(position, environment.now())) return found;
    await expireRecovery(db, environment.now());
    found = await runSelfCheck(context, received);
    // There may be offers to push.
    if (!found.isReread) return found;
  }
};

const countProgress = (
  { onProgress, transferLimits: { push, pull } }: SyncContext,
  direction: SyncProgress['direction'],
): OnProgress => {
  let [done, total] = [0, 0];
  return (moved, remaining) => {
    done += moved;
    total = Math.max(total, done + remaining);
    onProgress({ direction, done, total, isSlow: (direction === 'sending' ? push : pull).isSlow });
  };
};
