import Dexie from 'dexie';
import type { CadenceDatabase, Meta, NoticeMarks } from '../../store/database.ts';
import { hlcTimestampMs } from '../../domain/sync/hlc.ts';
import { isFlagOn } from '../../store/flags.ts';
import type { SyncedRows } from '../../contract/synced-tables.ts';
import { hasTimestamps } from '../../domain/sync/recovery.ts';

/** What this device has to show notices about. */
export interface NoticeSources {
  /** Rejected changes, and the latest of them. */
  rejected: { count: number; seq: number; made_at: number } | null;
  /** Unresolved conflicts; `at`: when the latest appeared, in milliseconds; `rows`: their rows. */
  conflicts: { count: number; at: number; rows: string[] } | null;
  /** Enrollments that have another coach since a handover; `at`: since when the latest one has, in milliseconds. */
  handover: { count: number; at: number } | null;
  /** Enrollments that a coach has ended, the latest first; `at`: when, in milliseconds. */
  ended: readonly { at: number; program_title: string }[];
  /** When this device offered changes to a restored database, in milliseconds by its clock, and how many. */
  recovered: Meta['recovered'] | null;
  marks: Record<string, NoticeMarks>;
}

export const getNoticeSources = (db: CadenceDatabase): Promise<NoticeSources> =>
  // One transaction: this runs after every write, while the screens read.
  db.inTransaction('r', ['outbox', 'sync_conflicts', 'enrollments', 'meta'], async (tables) => {
    // A collection for each read: `last` reverses the one that it is called on.
    const rejected = () =>
      tables.outbox.where('[state+seq]').between(['rejected', Dexie.minKey], ['rejected', Dexie.maxKey]);
    const [count, latest, conflicts, isChoiceOffered, enrollments, recovered = null, marks = {}] = await Promise.all([
      rejected().count(),
      rejected().last(),
      tables.getAllRows('sync_conflicts'),
      isFlagOn(tables, 'conflict_choice'),
      tables.getAllRows('enrollments'),
      tables.getMeta('recovered'),
      tables.getMeta('notices'),
    ]);
    return {
      rejected: latest ? { count, seq: latest.seq, made_at: latest.made_at } : null,
      conflicts:
        isChoiceOffered && conflicts.length > 0
          ? {
              count: conflicts.length,
              at: Math.max(...conflicts.map(({ kept_at }) => Date.parse(kept_at))),
              rows: conflicts.map(({ row_id }) => row_id),
            }
          : null,
      handover: handoverOf(enrollments, db.userId),
      ended: endedOf(enrollments, db.userId),
      recovered,
      marks,
    };
  });

type Enrollment = SyncedRows['enrollments'];

/** When `field` was last changed by itself, in milliseconds; `undefined` where it is as the enrollment began. */
const changeTimeOf = (enrollment: Enrollment, field: keyof Enrollment): number | undefined => {
  const row = { ...enrollment };
  const timestamp = hasTimestamps(row) ? row.field_timestamps[field] : undefined;
  return timestamp === undefined ? undefined : hlcTimestampMs(timestamp);
};

/** Nothing but a handover changes the coach of an enrollment, which is when that field gets a timestamp of its own. */
const handoverOf = (enrollments: readonly Enrollment[], person: string): NoticeSources['handover'] => {
  const times = enrollments.flatMap((enrollment) => {
    const { user_id, coach_id, status } = enrollment;
    const isCoached = user_id === person && coach_id !== person && status !== 'ended';
    return isCoached ? (changeTimeOf(enrollment, 'coach_id') ?? []) : [];
  });
  return times.length > 0 ? { count: times.length, at: Math.max(...times) } : null;
};

const endedOf = (enrollments: readonly Enrollment[], person: string): NoticeSources['ended'] =>
  enrollments
    .filter(({ user_id, status, ended_by }) => user_id === person && status === 'ended' && ended_by === 'coach')
    .flatMap((enrollment) => {
      const at = changeTimeOf(enrollment, 'status');
      return at === undefined ? [] : [{ at, program_title: enrollment.program_title }];
    })
    .toSorted((a, b) => b.at - a.at);

/** What is stored of a notice. */
export interface NoticeMark {
  kind: string;
  mark: number;
  /** It covers everything of its kind until now, not only up to its mark. */
  coversUntilNow: boolean;
}

/**
 * Marks notices as shown or read. Resolves to those that were not marked before: when several tabs call this at once,
 * each notice is returned to one of them.
 */
export const markNotices = <Notice extends NoticeMark>(
  db: CadenceDatabase,
  as: keyof NoticeMarks,
  notices: readonly Notice[],
): Promise<Notice[]> =>
  db.inTransaction('rw', ['meta'], async (tables) => {
    const marks = { ...(await tables.getMeta('notices')) };
    const unknown = notices.filter(({ kind, mark }) => mark > (marks[kind]?.[as] ?? -1));
    for (const { kind, mark, coversUntilNow } of unknown) {
      marks[kind] = { ...marks[kind], [as]: coversUntilNow ? Math.max(mark, db.environment.now()) : mark };
    }
    if (unknown.length > 0) await tables.putMeta('notices', marks);
    return unknown;
  });
