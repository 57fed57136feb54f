import { useState } from 'react';
import { NO_LOSSES, type RecoveryLosses } from '../../../domain/sync/recovery-losses.ts';
import { useServerClock } from '../../../api/server-clock.ts';
import { getNoticeSources, type NoticeMark, type NoticeSources } from '../../../data/notices/notices.ts';
import { useLiveQuery } from '../../../store/live-query.ts';
import type { SyncState } from '../../../sync/sync-store.ts';
import { useProgramSync } from '../../../sync/use-program-sync.ts';
import { isPermanentError } from '../../../shared/sync/sync-display-state.ts';

/**
 * `overdue`: changes that wait too long. `clock`: this device's clock is wrong. `repaired`: the self-check has repaired this device. `recovered`: this device has
 * what a restored database lacked. `handover`: somebody else coaches the person in a program. `ended`: a coach has ended their program.
 */
export type NoticeKind =
  'rejected' | 'conflicts' | 'overdue' | 'repaired' | 'recovered' | 'handover' | 'ended' | 'clock' | `failed-${string}`;

/** Something that concerns the person now, mostly about sync. Notices are derived, never stored: they go when it is over. */
export interface Notice extends NoticeMark {
  kind: NoticeKind;
  /** When it began, in milliseconds by this device's clock; of a failure, the last successful sync. */
  at: number | null;
  /** How many changes, conflicts or failures it is about. */
  count: number;
  /** Of `ended`: the titles of the programs, the latest first. */
  programs: readonly string[];
  /** Of `recovered`: what the restored database has lost for good. */
  losses: RecoveryLosses;
  /** How far this device's clock is ahead of the server's, in milliseconds; negative where it is behind. */
  clockAheadMs: number;
  /** Why the last sync failed. */
  failure: SyncState['syncError'];
  /** Parts of the paths of screens that show the same thing themselves. */
  paths: readonly string[];
  /** The person has not seen it in the list. */
  isNew: boolean;
  /** The person has seen neither a toast nor the list. */
  isUnannounced: boolean;
}

export type NoticeView = Pick<
  SyncState,
  'syncError' | 'pendingChanges' | 'lastSyncAt' | 'overdueSince' | 'repairedAt' | 'isTurnedOff'
>;

const RIGHT_CLOCK = { offsetMs: 0, wrongSince: null };

const NEEDS_ATTENTION_PATH = '/needs-attention';
const MY_PROGRAMS_PATH = '/my-programs';

/** Newest first. */
export const currentNotices = (
  view: NoticeView,
  sources: NoticeSources,
  clock: ReturnType<typeof useServerClock.getState> = RIGHT_CLOCK,
): Notice[] => {
  const { rejected, conflicts } = sources;
  const failure = !view.isTurnedOff && isPermanentError(view.syncError) ? view.syncError : null;
  const lastSyncAt = view.lastSyncAt?.getTime() ?? null;
  const overdueSince = view.overdueSince?.getTime();
  const repairedAt = view.repairedAt?.getTime() ?? 0;
  const notices: (Pick<Notice, 'kind' | 'mark' | 'at' | 'count' | 'paths'> &
    Partial<Pick<Notice, 'losses' | 'programs'>>)[] = [];

  if (failure) notices.push({ kind: `failed-${failure}`, mark: lastSyncAt ?? 0, at: lastSyncAt, count: 1, paths: [] });
  if (rejected) {
    const { seq, made_at, count } = rejected;
    notices.push({ kind: 'rejected', mark: seq, at: made_at, count, paths: [NEEDS_ATTENTION_PATH] });
  }
  if (conflicts) {
    const { at, count, rows } = conflicts;
    notices.push({ kind: 'conflicts', mark: at, at, count, paths: [NEEDS_ATTENTION_PATH, ...rows] });
  }
  // A failure explains the wait itself, and so does a sync that is turned off.
  if (overdueSince !== undefined && !failure && !view.isTurnedOff) {
    notices.push({ kind: 'overdue', mark: overdueSince, at: overdueSince, count: view.pendingChanges, paths: [] });
  }
  if (repairedAt > (sources.marks['repaired']?.dismissed ?? 0)) {
    notices.push({ kind: 'repaired', mark: repairedAt, at: repairedAt, count: 1, paths: [] });
  }

  const { recovered } = sources;
  if (recovered && recovered.at > (sources.marks['recovered']?.dismissed ?? 0)) {
    const { at, count, losses = NO_LOSSES } = recovered;
    notices.push({ kind: 'recovered', mark: at, at, count, losses, paths: [] });
  }

  const { handover } = sources;
  if (handover && handover.at > (sources.marks['handover']?.dismissed ?? 0)) {
    const { at, count } = handover;
    notices.push({ kind: 'handover', mark: at, at, count, paths: [MY_PROGRAMS_PATH] });
  }

  const ended = sources.ended.filter(({ at }) => at > (sources.marks['ended']?.dismissed ?? 0));
  if (ended[0]) {
    const { at } = ended[0];
    const programs = ended.map(({ program_title }) => program_title);
    notices.push({ kind: 'ended', mark: at, at, count: ended.length, programs, paths: [MY_PROGRAMS_PATH] });
  }

  const offsetMs = clock.offsetMs ?? 0;
  if (clock.wrongSince !== null && clock.wrongSince > (sources.marks['clock']?.dismissed ?? 0)) {
    const at = clock.wrongSince - offsetMs;
    notices.push({ kind: 'clock', mark: clock.wrongSince, at, count: 1, paths: [] });
  }

  return notices
    .map((notice): Notice => {
      const { announced = -1, seen = -1 } = sources.marks[notice.kind] ?? {};
      return {
        losses: NO_LOSSES,
        programs: [],
        ...notice,
        failure: view.syncError,
        clockAheadMs: -offsetMs,
        // As changes are sent, another one becomes the oldest, which is not a new notice.
        coversUntilNow: notice.kind === 'overdue',
        isNew: notice.mark > seen,
        isUnannounced: notice.mark > Math.max(announced, seen),
      };
    })
    .sort((a, b) => (b.at ?? Infinity) - (a.at ?? Infinity));
};

/** The current notices, newest first; `undefined` until they are known. */
export const useNotices = (): Notice[] | undefined => {
  const view = useProgramSync();
  const sources = useLiveQuery(getNoticeSources, []);
  const clock = useServerClock();
  // While a retry runs, the failure of the last sync cycle is not over.
  const [failure, setFailure] = useState(view.syncError);
  if (view.syncStatus !== 'syncing' && view.syncError !== failure) setFailure(view.syncError);
  return sources && currentNotices({ ...view, syncError: failure }, sources, clock);
};
