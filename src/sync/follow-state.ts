import type { CadenceDatabase } from '../store/database.ts';
import { isFlagOn } from '../store/flags.ts';
import { countChanges, getRejectedChanges, oldestPendingAtInTransaction } from '../store/outbox.ts';
import { rememberUnsentCount } from '../store/unsent-count.ts';
import { watchQuery } from '../store/watch-query.ts';
import { useSyncStore } from './sync-store.ts';

interface SyncStateOptions {
  db: CadenceDatabase;
  /** Called when there are more pending changes than before. */
  onNewChanges: () => void;
  /**
   * Called with when the oldest pending change was made, in milliseconds since 1970-01-01; `null` where none is pending.
   */
  onOldestPending: (since: number | null) => void;
}

const instant = (ms: number | null | undefined): Date | null => (ms == null ? null : new Date(ms));

/** Updates the sync store from the database after every write. Returns a function that stops it. */
export const followSyncState = ({ db, onNewChanges, onOldestPending }: SyncStateOptions): (() => void) =>
  watchQuery(
    db,
    // In one transaction, since it runs after every write, together with the screens' queries.
    (observed) =>
      observed.inTransaction('r', ['outbox', 'sync_conflicts', 'meta'], async (tables) => {
        const [counts, conflicts, lastSyncAt, selfCheck, isChoiceOffered, isSyncOn, since] = await Promise.all([
          countChanges(tables),
          tables.rows('sync_conflicts').count(),
          tables.getMeta('lastSyncAt'),
          tables.getMeta('selfCheck'),
          isFlagOn(tables, 'conflict_choice'),
          isFlagOn(tables, 'cloud_sync'),
          oldestPendingAtInTransaction(tables),
        ]);
        return {
          isKnown: true,
          pendingChanges: counts.pending,
          rejectedChanges: counts.rejected,
          // Usually none: then nothing is read.
          rejectedRows: new Set(counts.rejected === 0 ? [] : (await getRejectedChanges(tables)).map(({ row }) => row)),
          openConflicts: isChoiceOffered ? conflicts : 0,
          lastSyncAt: instant(lastSyncAt),
          repairedAt: instant(selfCheck?.repaired_at),
          isTurnedOff: !isSyncOn,
          since,
        };
      }),
    ({ since, ...state }) => {
      const hasNewChanges = state.pendingChanges > useSyncStore.getState().pendingChanges;
      useSyncStore.setState(state);
      rememberUnsentCount(db.userId, state.pendingChanges + state.rejectedChanges);
      onOldestPending(since);
      if (hasNewChanges) onNewChanges();
    },
    () => {
      useSyncStore.getState().setSyncStatus('error', 'device');
    },
    'after-screens',
  );
