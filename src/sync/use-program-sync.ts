import { useSyncExternalStore } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useSyncStore } from './sync-store.ts';

/** Since when the browser says that it is offline, in milliseconds since 1970-01-01; `null` while it says the opposite. */
let offlineSince: number | null = null;

const readOfflineSince = (): number | null => {
  offlineSince = navigator.onLine ? null : (offlineSince ?? Date.now());
  return offlineSince;
};

/**
 * The sync state for screens, with whether there seems to be a connection. `isOnline` is a hint for messages and for
 * what happens by itself; it disables nothing that a person does. See `OfflineHint`.
 */
export const useProgramSync = () => {
  const since = useSyncExternalStore(watchConnection, readOfflineSince);
  const state = useSyncStore(
    useShallow(
      ({
        isKnown,
        syncStatus,
        lastSyncAt,
        syncError,
        pendingChanges,
        rejectedChanges,
        openConflicts,
        overdueSince,
        repairedAt,
        isTurnedOff,
        progress,
        syncWithCloud,
      }) => ({
        isKnown,
        syncStatus,
        lastSyncAt,
        syncError,
        pendingChanges,
        rejectedChanges,
        openConflicts,
        overdueSince,
        repairedAt,
        isTurnedOff,
        progress,
        syncNow: syncWithCloud,
      }),
    ),
  );
  // What the browser says is a hint: a sync that has succeeded since then knows better.
  const isReached = state.syncStatus !== 'offline' && (state.lastSyncAt?.getTime() ?? 0) > (since ?? Infinity);
  return { ...state, isOnline: since === null || isReached };
};

const watchConnection = (onChange: () => void): (() => void) => {
  globalThis.addEventListener('online', onChange);
  globalThis.addEventListener('offline', onChange);
  return () => {
    globalThis.removeEventListener('online', onChange);
    globalThis.removeEventListener('offline', onChange);
  };
};
