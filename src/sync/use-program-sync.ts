import { useSyncExternalStore } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useSyncStore } from './sync-store.ts';

/** The sync state for screens, with whether the browser is online. */
export const useProgramSync = () => {
  const isOnline = useSyncExternalStore(watchConnection, () => navigator.onLine);
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
  return { ...state, isOnline };
};

const watchConnection = (onChange: () => void): (() => void) => {
  globalThis.addEventListener('online', onChange);
  globalThis.addEventListener('offline', onChange);
  return () => {
    globalThis.removeEventListener('online', onChange);
    globalThis.removeEventListener('offline', onChange);
  };
};
