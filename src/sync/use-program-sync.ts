import { useSyncExternalStore } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useSyncStore } from './status.ts';

/** Sync as a screen shows it. */
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

const watchConnection = (changed: () => void): (() => void) => {
  globalThis.addEventListener('online', changed);
  globalThis.addEventListener('offline', changed);
  return () => {
    globalThis.removeEventListener('online', changed);
    globalThis.removeEventListener('offline', changed);
  };
};
