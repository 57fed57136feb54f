import { plural } from '../../ui/format.ts';
import type { SyncKind, SyncView } from './kind.ts';

/** What a person can do about it. */
export type SyncAction = 'sign-in' | 'reload' | 'export' | 'review' | 'choose' | 'sync' | 'dismiss';

/** What is going on, what is kept, and what to do, in plain words. */
export interface Explanation {
  /** One sentence. */
  what: string;
  /** What follows from it; may be empty. */
  details: string;
  action?: SyncAction;
}

export const SAFE = 'Your work is safe on this device.';

const RELOAD = `${SAFE} Reload to get the newest version.`;

export const ERRORS: Record<NonNullable<SyncView['syncError']>, Explanation> = {
  offline: {
    what: 'There is no connection to the cloud.',
    details: `${SAFE} It is sent as soon as there is one again.`,
  },
  timeout: { what: 'The cloud takes too long to answer.', details: `${SAFE} It is tried again soon.` },
  unauthorized: { what: 'Sign in again to sync.', details: SAFE, action: 'sign-in' },
  throttled: { what: 'The cloud is busy and asked to wait a little.', details: `${SAFE} It is tried again by itself.` },
  server: { what: 'The cloud has a problem at the moment.', details: `${SAFE} It is tried again by itself.` },
  unreadable: { what: 'The cloud could not read what this device sent.', details: RELOAD, action: 'reload' },
  refused: {
    what: 'The cloud and this version of Cadence do not understand each other.',
    details: RELOAD,
    action: 'reload',
  },
  outdated: { what: 'This version of Cadence is too old to sync.', details: RELOAD, action: 'reload' },
  device: {
    what: 'This device has trouble with its storage, so that syncing stopped.',
    details: 'Free some space or reload; export your work if it stays so.',
    action: 'export',
  },
};

export const explainRejected = (count: number): Explanation => ({
  what: `${plural(count, 'change was', 'changes were')} not accepted by the cloud.`,
  details: `${count === 1 ? 'It is' : 'They are'} kept on this device until you decide.`,
  action: 'review',
});

export const explainConflicts = (count: number): Explanation => ({
  what: `Two of your devices changed ${plural(count, 'thing')} differently.`,
  details: 'Nothing is lost: choose which version stands.',
  action: 'choose',
});

/** What the indicator says when it is opened. */
export const explain = (kind: SyncKind, view: SyncView): Explanation => {
  if (kind === 'off') {
    return {
      what: 'Syncing is turned off by an admin.',
      details: `${SAFE} It is sent when syncing is turned on again.`,
    };
  }
  if (view.openConflicts > 0 && view.rejectedChanges === 0 && view.syncError === null) {
    return explainConflicts(view.openConflicts);
  }
  if (view.rejectedChanges > 0 && view.syncError === null) return explainRejected(view.rejectedChanges);
  if (view.syncError) return ERRORS[view.syncError];
  switch (kind) {
    case 'offline':
      return ERRORS.offline;
    case 'syncing':
      return { what: 'Your work is being exchanged with the cloud.', details: 'You can go on.' };
    case 'waiting':
      return { what: SAFE, details: 'It is about to be sent.' };
    case 'fresh':
      return { what: 'This device has not been in touch with the cloud yet.', details: SAFE };
    default:
      return { what: 'Everything on this device is in the cloud too.', details: '' };
  }
};
