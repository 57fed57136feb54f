import { create } from 'zustand';
import type { LoopFailure } from './loop.ts';
import type { SyncProgress } from './ports.ts';

/** `slow`: the last request did not get through in time. */
export type SyncStatus = 'idle' | 'syncing' | 'error' | 'offline' | 'slow';

export interface SyncState {
  /** Whether the sync state has been read from the database. Until then the counts below are meaningless. */
  isKnown: boolean;
  syncStatus: SyncStatus;
  /** When this device last read the feed to its end. */
  lastSyncAt: Date | null;
  /** Why the last sync cycle failed; `null` where it did not. */
  syncError: LoopFailure | null;
  /** Changes without a verdict. */
  pendingChanges: number;
  /** Rejected changes that wait for the person's decision. */
  rejectedChanges: number;
  /** The ids of the rows that they are of. */
  rejectedRows: ReadonlySet<string>;
  /** Unresolved conflicts. */
  openConflicts: number;
  /** When the oldest overdue change was made; `null` where none is overdue. See `watchdog.ts`. */
  overdueSince: Date | null;
  /** When a self-check last found and repaired a difference. */
  repairedAt: Date | null;
  /** The flag `cloud_sync` is off for this person. */
  isTurnedOff: boolean;
  /** Set only while a sync cycle transfers many rows, or over a slow line. */
  progress: SyncProgress | null;
  /** Requests a sync cycle now; resolves when it has ended, also where it failed. */
  syncWithCloud: () => Promise<void>;
  setSyncStatus: (status: SyncStatus, error?: LoopFailure | null) => void;
}

const NO_ROWS: ReadonlySet<string> = new Set();

/** This tab's sync state. Only the sync service writes it. */
export const useSyncStore = create<SyncState>()((set) => ({
  isKnown: false,
  syncStatus: 'idle',
  lastSyncAt: null,
  syncError: null,
  pendingChanges: 0,
  rejectedChanges: 0,
  rejectedRows: NO_ROWS,
  openConflicts: 0,
  overdueSince: null,
  repairedAt: null,
  isTurnedOff: false,
  progress: null,
  syncWithCloud: () => Promise.resolve(),
  setSyncStatus: (syncStatus, syncError = null) => {
    set({ syncStatus, syncError });
  },
}));

/** The connection fails with `offline` and `slow`, which pass by themselves. */
export const statusOfFailure = (failure: LoopFailure): SyncStatus =>
  failure === 'offline' ? 'offline' : failure === 'timeout' ? 'slow' : 'error';
