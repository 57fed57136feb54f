import Dexie from 'dexie';
import type { CadenceDatabase } from './database.ts';
import { isFlagOn } from './flags.ts';

/**
 * How far the person knows the notices of one kind, as rising marks: up to where they were told by a toast, have
 * seen the list, and want to hear no more.
 */
export interface NoticeMarks {
  told?: number;
  seen?: number;
  dismissed?: number;
}

/** What this device holds that the person may want to hear of. */
export interface NoticeFacts {
  /** Changes that the cloud has refused, and the latest of them. */
  rejected: { count: number; seq: number; made_at: number } | null;
  /** Conflicts that wait for the person, when the latest came up in milliseconds, and the rows they are about. */
  conflicts: { count: number; at: number; rows: string[] } | null;
  marks: Record<string, NoticeMarks>;
}

export const noticeFacts = (db: CadenceDatabase): Promise<NoticeFacts> =>
  // One transaction: it is asked after every write, while the screens read what they show.
  db.atomically('r', ['outbox', 'sync_conflicts', 'meta'], async (tables) => {
    // A collection is asked once: asking for the last of it turns it round.
    const rejected = () =>
      tables.outbox.where('[state+seq]').between(['rejected', Dexie.minKey], ['rejected', Dexie.maxKey]);
    const [count, latest, conflicts, isChoiceOffered, marks = {}] = await Promise.all([
      rejected().count(),
      rejected().last(),
      tables.rows('sync_conflicts').toArray(),
      isFlagOn(tables, 'conflict_choice'),
      tables.getMeta('notices'),
    ]);
    return {
      rejected: latest ? { count, seq: latest.seq, made_at: latest.made_at } : null,
      conflicts:
        isChoiceOffered && conflicts.length > 0
          ? {
              count: conflicts.length,
              at: Math.max(...conflicts.map(({ updated_at }) => Date.parse(updated_at))),
              rows: conflicts.map(({ row_id }) => row_id),
            }
          : null,
      marks,
    };
  });

/** A notice, as far as it is kept whether the person knows of it. */
export interface NoticeMark {
  kind: string;
  mark: number;
  /** It is about all that there is of its kind by now, and not only about what its mark says. */
  untilNow: boolean;
}

/**
 * Keeps that the person knows of these notices. Answers with those that they did not know of: whatever tabs ask
 * at once, each notice is in one answer.
 */
export const markNotices = <Notice extends NoticeMark>(
  db: CadenceDatabase,
  as: keyof NoticeMarks,
  notices: readonly Notice[],
): Promise<Notice[]> =>
  db.atomically('rw', ['meta'], async (tables) => {
    const marks = { ...(await tables.getMeta('notices')) };
    const unknown = notices.filter(({ kind, mark }) => mark > (marks[kind]?.[as] ?? -1));
    for (const { kind, mark, untilNow } of unknown) {
      marks[kind] = { ...marks[kind], [as]: untilNow ? Math.max(mark, db.environment.now()) : mark };
    }
    if (unknown.length > 0) await tables.putMeta('notices', marks);
    return unknown;
  });
