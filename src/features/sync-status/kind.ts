import type { SyncState } from '../../sync/status.ts';
import { formatCount } from '../../ui/format.ts';
import type { StatusTone } from '../../ui/StatusDot.tsx';

export type SyncView = Pick<
  SyncState,
  | 'syncStatus'
  | 'syncError'
  | 'pendingChanges'
  | 'rejectedChanges'
  | 'openConflicts'
  | 'isTurnedOff'
  | 'progress'
  | 'lastSyncAt'
> & { isOnline: boolean };

/**
 * What sync amounts to for a person. `off`: an admin has turned it off. `delayed`: the cloud does not take
 * anything just now, and will be asked again.
 */
export type SyncKind = 'off' | 'synced' | 'fresh' | 'syncing' | 'waiting' | 'offline' | 'delayed' | 'attention';

/** Failures that do not pass unless the person does something. */
const LASTING: ReadonlySet<SyncState['syncError']> = new Set<SyncState['syncError']>([
  'unauthorized',
  'refused',
  'unreadable',
  'outdated',
  'device',
]);

export const isLasting = (error: SyncState['syncError']): boolean => LASTING.has(error);

export const syncKind = (view: SyncView): SyncKind => {
  if (view.isTurnedOff) return 'off';
  if (view.rejectedChanges + view.openConflicts > 0 || isLasting(view.syncError)) return 'attention';
  if (!view.isOnline || view.syncStatus === 'offline') return 'offline';
  if (view.syncStatus === 'error') return 'delayed';
  if (view.syncStatus === 'syncing') return 'syncing';
  if (view.pendingChanges > 0) return 'waiting';
  return view.lastSyncAt ? 'synced' : 'fresh';
};

export const SYNC_TONES: Record<SyncKind, StatusTone> = {
  off: 'quiet',
  synced: 'good',
  fresh: 'quiet',
  syncing: 'busy',
  waiting: 'busy',
  offline: 'quiet',
  delayed: 'warn',
  attention: 'warn',
};

/** The small honest word, with its figures. */
export const syncWord = (kind: SyncKind, { pendingChanges, progress }: SyncView): string => {
  const toSend = pendingChanges > 0 ? ` · ${formatCount(pendingChanges)} to send` : '';
  switch (kind) {
    case 'off':
      return `Sync is off${toSend}`;
    case 'synced':
      return 'Synced';
    case 'fresh':
      return 'Not synced yet';
    case 'syncing':
      return progress ? `Syncing ${formatCount(progress.moved)} of ${formatCount(progress.total)}` : 'Syncing';
    case 'waiting':
      return pendingChanges > 0 ? `${formatCount(pendingChanges)} to send` : 'Synced';
    case 'offline':
      return `Offline${toSend}`;
    case 'delayed':
      return `Delayed${toSend}`;
    case 'attention':
      return 'Needs attention';
  }
};
