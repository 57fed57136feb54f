import { plural } from '../../../ui/format.ts';
import {
  SYNC_ERROR_MESSAGES,
  conflictsMessage,
  rejectedChangesMessage,
  type SyncMessage,
  WORK_SAFE,
  type SyncAction,
} from '../../../shared/sync/messages.ts';
import type { Notice } from './notices.ts';

type NoticeMessage = SyncMessage & {
  action: SyncAction;
  /** What happened at the time of the notice. */
  eventLabel: string;
};

export const noticeMessageOf = (notice: Notice): NoticeMessage => {
  const { kind, count, failure } = notice;
  switch (kind) {
    case 'rejected':
      return { action: 'review', ...rejectedChangesMessage(count), eventLabel: 'Latest change' };
    case 'conflicts':
      return { action: 'choose', ...conflictsMessage(count), eventLabel: 'Found' };
    case 'overdue':
      return {
        title: `${plural(count, 'change has', 'changes have')} been waiting to sync for a long time.`,
        details: failure
          ? `${SYNC_ERROR_MESSAGES[failure].title} ${SYNC_ERROR_MESSAGES[failure].details}`
          : `${WORK_SAFE} Cadence will try again automatically.`,
        action: 'sync',
        eventLabel: 'Oldest change',
      };
    case 'repaired':
      return {
        title: 'This device differed from the cloud and was repaired.',
        details: 'Unsent changes are kept.',
        action: 'dismiss',
        eventLabel: 'Repaired',
      };
    case 'recovered':
      return {
        title: 'The cloud was restored from an older copy.',
        details: `This device sends back ${plural(count, 'change')} that the copy lacked.`,
        action: 'dismiss',
        eventLabel: 'Noticed',
      };
    default:
      return { action: 'sync', ...SYNC_ERROR_MESSAGES[failure ?? 'server'], eventLabel: 'Last synced' };
  }
};
