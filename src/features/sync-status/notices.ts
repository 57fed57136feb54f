import type { NoticeFacts, NoticeMark } from '../../store/notices.ts';
import type { SyncState } from '../../sync/status.ts';
import { isLasting } from './kind.ts';

/** What is told of: changes that were refused, conflicts, work that waits for long, a repair, a lasting failure. */
export type NoticeKind = 'rejected' | 'conflicts' | 'overdue' | 'repaired' | `failed-${string}`;

/** A problem with syncing, as it stands. Notices are never stored: they go when what they are about is over. */
export interface Notice extends NoticeMark {
  kind: NoticeKind;
  /** When it came up, in milliseconds by this device's clock; of a failure, when all was well last. */
  at: number | null;
  /** How many things it is about. */
  count: number;
  /** What stands in the way of sync. */
  failure: SyncState['syncError'];
  /** Parts of the addresses of screens that show the same thing themselves. */
  places: readonly string[];
  /** The person has not seen it in the list. */
  isNew: boolean;
  /** The person has not been told of it in any way. */
  isUntold: boolean;
}

export type NoticeView = Pick<
  SyncState,
  'syncError' | 'pendingChanges' | 'lastSyncAt' | 'overdueSince' | 'repairedAt' | 'isTurnedOff'
>;

const NEEDS_ATTENTION = '/needs-attention';

/** What there is to tell, the newest first. */
export const currentNotices = (view: NoticeView, facts: NoticeFacts): Notice[] => {
  const { rejected, conflicts } = facts;
  const failure = !view.isTurnedOff && isLasting(view.syncError) ? view.syncError : null;
  const lastSyncAt = view.lastSyncAt?.getTime() ?? null;
  const overdueSince = view.overdueSince?.getTime();
  const repairedAt = view.repairedAt?.getTime() ?? 0;
  const found: Pick<Notice, 'kind' | 'mark' | 'at' | 'count' | 'places'>[] = [];

  if (failure) found.push({ kind: `failed-${failure}`, mark: lastSyncAt ?? 0, at: lastSyncAt, count: 1, places: [] });
  if (rejected) {
    const { seq, made_at, count } = rejected;
    found.push({ kind: 'rejected', mark: seq, at: made_at, count, places: [NEEDS_ATTENTION] });
  }
  if (conflicts) {
    const { at, count, rows } = conflicts;
    found.push({ kind: 'conflicts', mark: at, at, count, places: [NEEDS_ATTENTION, ...rows] });
  }
  // Why work waits is told already where a failure is, and nobody wonders while sync is turned off.
  if (overdueSince !== undefined && !failure && !view.isTurnedOff) {
    found.push({ kind: 'overdue', mark: overdueSince, at: overdueSince, count: view.pendingChanges, places: [] });
  }
  if (repairedAt > (facts.marks['repaired']?.dismissed ?? 0)) {
    found.push({ kind: 'repaired', mark: repairedAt, at: repairedAt, count: 1, places: [] });
  }

  return found
    .map((notice): Notice => {
      const { told = -1, seen = -1 } = facts.marks[notice.kind] ?? {};
      return {
        ...notice,
        failure: view.syncError,
        // The oldest change that waits becomes another one as they are sent, which is no news.
        untilNow: notice.kind === 'overdue',
        isNew: notice.mark > seen,
        isUntold: notice.mark > Math.max(told, seen),
      };
    })
    .sort((a, b) => (b.at ?? Infinity) - (a.at ?? Infinity));
};
