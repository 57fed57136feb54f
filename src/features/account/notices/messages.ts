import { plural } from '../../../ui/format.ts';
import {
  SYNC_ERROR_MESSAGES,
  conflictsMessage,
  rejectedChangesMessage,
  type SyncMessage,
  WORK_SAFE,
  type SyncAction,
} from '../../../shared/sync/messages.ts';
import type { RecoveryLosses } from '../../../domain/sync/recovery-losses.ts';
import type { Notice } from './notices.ts';

type NoticeMessage = SyncMessage & {
  action: SyncAction;
  /** What happened at the time of the notice. */
  eventLabel: string;
};

/** "1 enrollment and 2 published versions from since then are lost. …"; `false` where nothing is. */
const lossesMessage = ({ enrollments, payments, versions }: RecoveryLosses): string | false => {
  const lost = [
    enrollments > 0 && plural(enrollments, 'enrollment'),
    payments > 0 && plural(payments, 'confirmed payment'),
    versions > 0 && (versions === 1 ? 'a published version' : `published versions of ${plural(versions, 'program')}`),
  ].filter((part) => part !== false);
  return (
    lost.length > 0 &&
    `Newer than the copy, and lost because no device can send it back: ${lost.join(', ')}. Ask your coach or an admin, or publish again.`
  );
};

const undeletedMessage = (count: number): string =>
  `${plural(count, 'entry that you had deleted is', 'entries that you had deleted are')} back, because the copy still has ${count === 1 ? 'it' : 'them'}.`;

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
        details: [
          count > 0 && `This device sends back ${plural(count, 'change')} that the copy lacked.`,
          lossesMessage(notice.losses),
          notice.losses.undeleted > 0 && undeletedMessage(notice.losses.undeleted),
        ]
          .filter(Boolean)
          .join(' '),
        action: 'dismiss',
        eventLabel: 'Noticed',
      };
    case 'handover':
      return {
        title: `You have a new coach in ${plural(count, 'program')}.`,
        details: 'My programs says who it is. Your tasks and notes are as they were.',
        action: 'dismiss',
        eventLabel: 'Handed over',
      };
    case 'ended':
      return {
        title:
          count === 1
            ? `Your coach ended “${notice.programs[0] ?? ''}” for you.`
            : `Your coach ended ${plural(count, 'program')} for you.`,
        details: `You get no new tasks from ${count === 1 ? 'it' : 'them'}. What you did is kept, and My programs still lists ${count === 1 ? 'it' : 'them'}.`,
        action: 'dismiss',
        eventLabel: 'Ended',
      };
    case 'clock':
      return {
        title: `This device’s clock is ${clockErrorText(notice.clockAheadMs)}.`,
        details: 'You can keep working, and everything syncs. Correct the clock in your device’s settings.',
        action: 'dismiss',
        eventLabel: 'Noticed',
      };
    default:
      return { action: 'sync', ...SYNC_ERROR_MESSAGES[failure ?? 'server'], eventLabel: 'Last synced' };
  }
};

const MINUTE_MS = 60_000;

/** "2 hours fast", "40 minutes slow", "365 days fast" */
const clockErrorText = (aheadMs: number): string => {
  const minutes = Math.round(Math.abs(aheadMs) / MINUTE_MS);
  const amount =
    minutes < 100
      ? plural(minutes, 'minute')
      : minutes < 2 * 24 * 60
        ? plural(Math.round(minutes / 60), 'hour')
        : plural(Math.round(minutes / (24 * 60)), 'day');
  return `${amount} ${aheadMs > 0 ? 'fast' : 'slow'}`;
};
