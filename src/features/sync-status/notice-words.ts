import { plural } from '../../ui/format.ts';
import { ERRORS, explainConflicts, explainRejected, type Explanation, SAFE, type SyncAction } from './explanation.ts';
import type { Notice } from './notices.ts';

type NoticeWords = Explanation & {
  action: SyncAction;
  /** What happened at the instant that the notice names. */
  event: string;
};

export const wordsOf = (notice: Notice): NoticeWords => {
  const { kind, count, failure } = notice;
  switch (kind) {
    case 'rejected':
      return { action: 'review', ...explainRejected(count), event: 'Latest change' };
    case 'conflicts':
      return { action: 'choose', ...explainConflicts(count), event: 'Found' };
    case 'overdue':
      return {
        what: `${plural(count, 'change has', 'changes have')} been waiting for the cloud for a long time.`,
        details: failure
          ? `${ERRORS[failure].what} ${ERRORS[failure].details}`
          : `${SAFE} ${count === 1 ? 'It is' : 'They are'} tried again by ${count === 1 ? 'itself' : 'themselves'}.`,
        action: 'sync',
        event: 'Oldest change',
      };
    case 'repaired':
      return {
        what: 'This device differed from the cloud and was brought in line.',
        details: 'Changes that were not sent yet are kept.',
        action: 'dismiss',
        event: 'Repaired',
      };
    default:
      return { action: 'sync', ...ERRORS[failure ?? 'server'], event: 'Last synced' };
  }
};
