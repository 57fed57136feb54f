import type { SyncState } from '../../sync/sync-store.ts';
import { formatCount, plural } from '../../ui/format.ts';
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
 * What the indicator shows. `off`: an admin has turned sync off. `delayed`: the last sync failed and is repeated by
 * itself. `fresh`: this device has never synced. `slow`: much is being transferred over a slow line, or the last request
 * did not get through in time.
 */
export type SyncDisplayState =
  'off' | 'synced' | 'fresh' | 'syncing' | 'waiting' | 'offline' | 'slow' | 'delayed' | 'attention';

/** Errors that last until the person does something. */
const PERMANENT_ERRORS: ReadonlySet<SyncState['syncError']> = new Set<SyncState['syncError']>([
  'unauthorized',
  'removed',
  'rejected',
  'unreadable',
  'outdated',
  'device',
]);

export const isPermanentError = (error: SyncState['syncError']): error is NonNullable<SyncState['syncError']> =>
  PERMANENT_ERRORS.has(error);

export const syncDisplayStateOf = (view: SyncView): SyncDisplayState => {
  if (view.isTurnedOff) return 'off';
  if (view.rejectedChanges + view.openConflicts > 0 || isPermanentError(view.syncError)) return 'attention';
  if (!view.isOnline || view.syncStatus === 'offline') return 'offline';
  if (view.syncStatus === 'slow' || (view.syncStatus === 'syncing' && view.progress?.isSlow)) return 'slow';
  if (view.syncStatus === 'error') return 'delayed';
  if (view.syncStatus === 'syncing') return 'syncing';
  if (view.pendingChanges > 0) return 'waiting';
  return view.lastSyncAt ? 'synced' : 'fresh';
};

export const SYNC_STATE_TONES: Record<SyncDisplayState, StatusTone> = {
  off: 'quiet',
  synced: 'good',
  fresh: 'quiet',
  syncing: 'busy',
  waiting: 'busy',
  offline: 'quiet',
  slow: 'busy',
  delayed: 'warn',
  attention: 'warn',
};

const progressLabel = ({ direction, done, total }: NonNullable<SyncView['progress']>): string =>
  `${direction === 'sending' ? 'Sending' : 'Receiving'} ${formatCount(done)} of ${formatCount(total)}`;

/** The indicator's label, with counts. */
export const syncStatusLabel = (displayState: SyncDisplayState, view: SyncView): string => {
  const { pendingChanges, progress, rejectedChanges, openConflicts } = view;
  const toSend = pendingChanges > 0 ? ` · ${formatCount(pendingChanges)} to send` : '';
  switch (displayState) {
    case 'off':
      return `Sync is off${toSend}`;
    case 'synced':
      return 'Synced';
    case 'fresh':
      return 'Not synced yet';
    case 'syncing':
      return progress ? progressLabel(progress) : 'Syncing';
    case 'waiting':
      return pendingChanges > 0 ? `${formatCount(pendingChanges)} to send` : 'Synced';
    case 'offline':
      return `Offline${toSend}`;
    case 'slow':
      return progress ? progressLabel(progress) : `Slow connection${toSend}`;
    case 'delayed':
      return `Delayed${toSend}`;
    case 'attention':
      return rejectedChanges > 0
        ? `${plural(rejectedChanges, 'change')} not accepted`
        : openConflicts > 0
          ? plural(openConflicts, 'conflict')
          : 'Needs attention';
  }
};
