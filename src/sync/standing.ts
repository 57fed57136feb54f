import type { CadenceDatabase } from '../store/database.ts';
import { isFlagOn } from '../store/flags.ts';
import { countsOf, waitingSinceAmong } from '../store/outbox.ts';
import { watch } from '../store/watch.ts';
import { useSyncStore } from './status.ts';

interface StandingOptions {
  db: CadenceDatabase;
  /** More changes wait for the cloud than before. */
  onGrown: () => void;
  /** When the oldest of them was made, in milliseconds; `null` where none waits. */
  onWaiting: (since: number | null) => void;
}

const instant = (ms: number | null | undefined): Date | null => (ms == null ? null : new Date(ms));

/** Keeps the state of sync up to date with what the database says of it. Returns how to stop. */
export const followStanding = ({ db, onGrown, onWaiting }: StandingOptions): (() => void) =>
  watch(
    db,
    // One transaction: it is asked after every write, while the screens read what they show.
    (live) =>
      live.atomically('r', ['outbox', 'sync_conflicts', 'meta'], async (tables) => {
        const [counts, conflicts, lastSyncAt, selfCheck, isChoiceOffered, isSyncOn, since] = await Promise.all([
          countsOf(tables),
          tables.rows('sync_conflicts').count(),
          tables.getMeta('lastSyncAt'),
          tables.getMeta('selfCheck'),
          isFlagOn(tables, 'conflict_choice'),
          isFlagOn(tables, 'cloud_sync'),
          waitingSinceAmong(tables),
        ]);
        return {
          isKnown: true,
          pendingChanges: counts.pending,
          rejectedChanges: counts.rejected,
          openConflicts: isChoiceOffered ? conflicts : 0,
          lastSyncAt: instant(lastSyncAt),
          repairedAt: instant(selfCheck?.repaired_at),
          isTurnedOff: !isSyncOn,
          since,
        };
      }),
    ({ since, ...standing }) => {
      const hasGrown = standing.pendingChanges > useSyncStore.getState().pendingChanges;
      useSyncStore.setState(standing);
      onWaiting(since);
      if (hasGrown) onGrown();
    },
    () => {
      useSyncStore.getState().setSyncStatus('error', 'device');
    },
  );
