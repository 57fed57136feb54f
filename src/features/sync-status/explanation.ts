import { plural } from '../../ui/format.ts';
import type { SyncKind, SyncView } from './kind.ts';

export interface Explanation {
  /** What is going on, what is kept, and what to do, in plain words. */
  text: string;
  action?: 'sign-in' | 'reload' | 'review' | 'storage';
}

const SAFE = 'Your work is safe on this device.';

const ERRORS: Record<NonNullable<SyncView['syncError']>, Explanation> = {
  offline: { text: `There is no connection to the cloud. ${SAFE} It is sent as soon as there is one again.` },
  timeout: { text: `The cloud takes too long to answer. ${SAFE} It is tried again soon.` },
  unauthorized: { text: `Sign in again to sync. ${SAFE}`, action: 'sign-in' },
  throttled: { text: `The cloud is busy and asked to wait a little. ${SAFE} It is tried again by itself.` },
  server: { text: `The cloud has a problem at the moment. ${SAFE} It is tried again by itself.` },
  unreadable: {
    text: `The cloud could not read what this device sent. ${SAFE} Reload to get the newest version.`,
    action: 'reload',
  },
  refused: {
    text: `The cloud and this version of Cadence do not understand each other. ${SAFE} Reload to get the newest version.`,
    action: 'reload',
  },
  outdated: {
    text: `This version of Cadence is too old to sync. ${SAFE} Reload to get the newest version.`,
    action: 'reload',
  },
  device: {
    text: 'This device has trouble with its storage, so that syncing stopped. Free some space or reload; export your work if it stays so.',
    action: 'storage',
  },
};

/** What the indicator says when it is opened. */
export const explain = (kind: SyncKind, view: SyncView): Explanation => {
  if (kind === 'off') {
    return { text: `Syncing is turned off by an admin. ${SAFE} It is sent when syncing is turned on again.` };
  }
  if (view.openConflicts > 0 && view.rejectedChanges === 0 && view.syncError === null) {
    return {
      text: `Two of your devices changed ${plural(view.openConflicts, 'thing')} differently. Nothing is lost: choose which version stands.`,
    };
  }
  if (view.rejectedChanges > 0 && view.syncError === null) {
    return {
      text: `${plural(view.rejectedChanges, 'change was', 'changes were')} not accepted by the cloud. ${view.rejectedChanges === 1 ? 'It is' : 'They are'} kept on this device until you decide.`,
      action: 'review',
    };
  }
  if (view.syncError) return ERRORS[view.syncError];
  switch (kind) {
    case 'offline':
      return ERRORS.offline;
    case 'syncing':
      return { text: 'Your work is being exchanged with the cloud. You can go on.' };
    case 'waiting':
      return { text: `${SAFE} It is about to be sent.` };
    case 'fresh':
      return { text: `This device has not been in touch with the cloud yet. ${SAFE}` };
    default:
      return { text: 'Everything on this device is in the cloud too.' };
  }
};
