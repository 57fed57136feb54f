import type { CadenceDatabase } from '../store/database.ts';
import { isFlagOn } from '../store/flags.ts';
import { countPending, countRejected, waitingSince } from '../store/outbox.ts';
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
    async (live) => ({
      pendingChanges: await countPending(live),
      rejectedChanges: await countRejected(live),
      openConflicts: (await isFlagOn(live, 'conflict_choice')) ? await live.rows('sync_conflicts').count() : 0,
      lastSyncAt: instant(await live.getMeta('lastSyncAt')),
      repairedAt: instant((await live.getMeta('selfCheck'))?.repaired_at),
      isTurnedOff: !(await isFlagOn(live, 'cloud_sync')),
      since: await waitingSince(live),
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
