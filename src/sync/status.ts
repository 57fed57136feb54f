import { create } from 'zustand';
import type { LoopFailure } from './loop.ts';
import type { Progress } from './ports.ts';

export type SyncStatus = 'idle' | 'syncing' | 'error' | 'offline';

export interface SyncState {
  /** What the database says of sync has been read. Until then the counts below say nothing. */
  isKnown: boolean;
  syncStatus: SyncStatus;
  /** When the cloud was last read to its end, on this device. */
  lastSyncAt: Date | null;
  /** What stopped the last sync, as a code; `null` while nothing is wrong. */
  syncError: LoopFailure | null;
  /** Changes that the cloud has not decided yet. */
  pendingChanges: number;
  /** Changes that the cloud has refused and that wait for the person. */
  rejectedChanges: number;
  /** Things that two devices changed differently, and that wait for the person to choose. */
  openConflicts: number;
  /** When the oldest change was made that has waited for the cloud for too long; `null` where none has. */
  overdueSince: Date | null;
  /** When this device was last found to differ from the cloud, and was brought in line. */
  repairedAt: Date | null;
  /** An admin has turned syncing off for this person. */
  isTurnedOff: boolean;
  /** While many rows move. */
  progress: Progress | null;
  /** Syncs now; resolves when the sync has ended, well or not. */
  syncWithCloud: () => Promise<void>;
  /** Says that something changed; a sync follows soon. */
  markForSync: () => void;
  setSyncStatus: (status: SyncStatus, error?: LoopFailure | null) => void;
}

/** The state of sync as this tab knows it. Written by the sync service alone. */
export const useSyncStore = create<SyncState>()((set) => ({
  isKnown: false,
  syncStatus: 'idle',
  lastSyncAt: null,
  syncError: null,
  pendingChanges: 0,
  rejectedChanges: 0,
  openConflicts: 0,
  overdueSince: null,
  repairedAt: null,
  isTurnedOff: false,
  progress: null,
  syncWithCloud: () => Promise.resolve(),
  markForSync: () => undefined,
  setSyncStatus: (syncStatus, syncError = null) => {
    set({ syncStatus, syncError });
  },
}));

/** Failures that are nobody's fault and pass by themselves. */
const OFFLINE: ReadonlySet<LoopFailure> = new Set<LoopFailure>(['offline', 'timeout']);

export const statusOfFailure = (failure: LoopFailure): SyncStatus => (OFFLINE.has(failure) ? 'offline' : 'error');
