import type { StorageRisk } from '../../store/storage-persistence.ts';
import { plural } from '../../ui/format.ts';
import type { SyncDisplayState, SyncView } from './sync-display-state.ts';

/** What the person can do about a sync message. */
export type SyncAction = 'sign-in' | 'reload' | 'export' | 'review' | 'choose' | 'sync' | 'dismiss';

export interface SyncMessage {
  title: string;
  /** May be empty. */
  details: string;
  action?: SyncAction;
}

export const WORK_SAFE = 'Your work is safe on this device.';

/** Without a promise, where the browser makes none. */
const WORK_STORED = 'Your work is stored on this device.';

/** What may be lost, where the browser does not promise to keep what is stored; each is true in any browser that it is shown in. */
export const STORAGE_RISK_MESSAGES: Partial<Record<StorageRisk, string>> = {
  evictable:
    'Your browser doesn’t promise to keep what is stored here: changes that haven’t been synced may be lost if it clears its data, or when a private window is closed.',
  temporary:
    'Your browser gives Cadence little space, as private windows do: changes that haven’t been synced may be lost when the window is closed.',
};

const WORK_SAFE_RELOAD = `${WORK_SAFE} Reload to get the newest version.`;

export const ACCOUNT_REMOVED = 'Your account has been removed. Your unsent work is kept: export it';

export const SYNC_ERROR_MESSAGES: Record<NonNullable<SyncView['syncError']>, SyncMessage> = {
  offline: {
    title: 'There is no connection to the cloud.',
    details: `${WORK_SAFE} It syncs when you are back online.`,
  },
  timeout: {
    title: 'Your connection is slow.',
    details: `${WORK_SAFE} Cadence keeps trying, a little at a time.`,
  },
  unauthorized: { title: 'Sign in again to sync.', details: WORK_SAFE, action: 'sign-in' },
  removed: { title: ACCOUNT_REMOVED, details: '', action: 'export' },
  throttled: { title: 'The cloud is busy right now.', details: `${WORK_SAFE} Cadence will try again automatically.` },
  server: {
    title: 'The cloud has a problem right now.',
    details: `${WORK_SAFE} Cadence will try again automatically.`,
  },
  unreadable: { title: 'The cloud could not read what this device sent.', details: WORK_SAFE_RELOAD, action: 'reload' },
  rejected: {
    title: 'The server rejected requests from this version of Cadence.',
    details: WORK_SAFE_RELOAD,
    action: 'reload',
  },
  outdated: { title: 'This version of Cadence is too old to sync.', details: WORK_SAFE_RELOAD, action: 'reload' },
  device: {
    title: 'Syncing stopped because of a storage problem on this device.',
    details: 'Free up space or reload. If it keeps happening, export your work.',
    action: 'export',
  },
};

export const rejectedChangesMessage = (count: number): SyncMessage => ({
  title: `${plural(count, 'change was', 'changes were')} not accepted by the cloud.`,
  details: `${count === 1 ? 'It is' : 'They are'} kept on this device until you decide.`,
  action: 'review',
});

export const conflictsMessage = (count: number): SyncMessage => ({
  title: `${plural(count, 'conflict')} between your devices.`,
  details: 'Nothing is lost: choose which version to keep.',
  action: 'choose',
});

/**
 * The message of the opened indicator. Where the storage is at risk it does not say that the work is safe; see
 * STORAGE_RISK_MESSAGES.
 */
export const syncMessageOf = (displayState: SyncDisplayState, view: SyncView, isAtRisk = false): SyncMessage => {
  const message = messageOf(displayState, view);
  if (!isAtRisk) return message;
  const { title, details } = message;
  return { ...message, title: title.replace(WORK_SAFE, WORK_STORED), details: details.replace(WORK_SAFE, WORK_STORED) };
};

const messageOf = (displayState: SyncDisplayState, view: SyncView): SyncMessage => {
  if (displayState === 'off') {
    return {
      title: 'Syncing is turned off by an admin.',
      details: `${WORK_SAFE} It syncs when syncing is turned on again.`,
    };
  }
  if (view.openConflicts > 0 && view.rejectedChanges === 0 && view.syncError === null) {
    return conflictsMessage(view.openConflicts);
  }
  if (view.rejectedChanges > 0 && view.syncError === null) return rejectedChangesMessage(view.rejectedChanges);
  if (view.syncError) return SYNC_ERROR_MESSAGES[view.syncError];
  switch (displayState) {
    case 'offline':
      return SYNC_ERROR_MESSAGES.offline;
    case 'slow':
      return {
        title: 'Your connection is slow.',
        details: 'Syncing takes longer than usual. You can keep working.',
      };
    case 'syncing':
      return { title: 'Syncing your work with the cloud.', details: 'You can keep working.' };
    case 'waiting':
      return { title: WORK_SAFE, details: 'It will be sent in a moment.' };
    case 'fresh':
      return { title: 'This device hasn’t synced yet.', details: WORK_SAFE };
    default:
      return { title: 'Everything on this device is in the cloud too.', details: '' };
  }
};
