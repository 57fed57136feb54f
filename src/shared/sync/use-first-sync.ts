import { type SyncState, useSyncStore } from '../../sync/sync-store.ts';

/**
 * How far this device is with reading the person's work for the first time. Until `done`, that something is not on the
 * device says nothing about whether it exists. `unknown`: in the moments before the sync state has been read. `off`: an
 * admin has turned sync off.
 */
export type FirstSync = 'unknown' | 'done' | 'loading' | 'offline' | 'failed' | 'off';

export const firstSyncOf = ({
  isKnown,
  lastSyncAt,
  isTurnedOff,
  syncStatus,
}: Pick<SyncState, 'isKnown' | 'lastSyncAt' | 'isTurnedOff' | 'syncStatus'>): FirstSync => {
  if (lastSyncAt) return 'done';
  if (!isKnown) return 'unknown';
  if (isTurnedOff) return 'off';
  if (syncStatus === 'offline') return 'offline';
  return syncStatus === 'error' ? 'failed' : 'loading';
};

/** Whether the person's work may still arrive: until then, what they have set is not known. */
export const isFirstSyncOpen = (firstSync: FirstSync): firstSync is 'loading' | 'unknown' =>
  firstSync === 'loading' || firstSync === 'unknown';

export const useFirstSync = (): FirstSync => useSyncStore(firstSyncOf);
