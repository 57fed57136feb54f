import type { SyncedTable } from '../contract/synced-tables.ts';
import type { Edit } from '../domain/sync/change.ts';

/*
 * A page that is closed or reloaded ends before IndexedDB has stored what was typed last. While it goes away, edits
 * whose transaction has not ended are therefore also put into localStorage, which is written at once. The next start
 * stores them (`readUnfinishedWrites`).
 */

export type TableEdit = Edit & { table: SyncedTable; row: string };

const PREFIX = 'cadence.unfinished-writes';

/** Each tab has an entry of its own. */
const tab = crypto.randomUUID();

const unfinished = new Map<symbol, { userId: string; edits: readonly TableEdit[] }>();
let isLeaving = false;

/** People of whom this tab has an entry. */
const saved = new Set<string>();

/** Runs `work`, which stores `edits`. Where the page goes away before it has, the next start stores them. */
export const finishLater = async <Result>(
  userId: string,
  edits: readonly TableEdit[],
  work: () => Promise<Result>,
): Promise<Result> => {
  const id = Symbol('write');
  unfinished.set(id, { userId, edits });
  if (isLeaving) saveUnfinished(userId);
  try {
    return await work();
  } finally {
    unfinished.delete(id);
    if (saved.has(userId)) saveUnfinished(userId);
  }
};

/** What earlier pages of the person could not finish, oldest first. */
export const readUnfinishedWrites = (userId: string): { key: string; edits: readonly TableEdit[] }[] => {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(`${PREFIX}.${userId}.`) && key !== storageKey(userId))
      .map((key) => ({ key, edits: parseEdits(localStorage.getItem(key)) }));
  } catch {
    return [];
  }
};

export const forgetUnfinishedWrites = (key: string): void => {
  localStorage.removeItem(key);
};

const storageKey = (userId: string): string => `${PREFIX}.${userId}.${tab}`;

const parseEdits = (stored: string | null): readonly TableEdit[] => {
  try {
    const edits: unknown = JSON.parse(stored ?? '[]');
    return Array.isArray(edits) ? (edits as TableEdit[]) : [];
  } catch {
    return [];
  }
};

const saveUnfinished = (userId: string): void => {
  const edits = [...unfinished.values()].filter((one) => one.userId === userId).flatMap((one) => one.edits);
  try {
    if (edits.length === 0) {
      localStorage.removeItem(storageKey(userId));
      saved.delete(userId);
    } else {
      localStorage.setItem(storageKey(userId), JSON.stringify(edits));
      saved.add(userId);
    }
  } catch {
    // Without storage it depends on whether the transaction ends in time.
  }
};

const leave = (): void => {
  isLeaving = true;
  for (const userId of new Set([...unfinished.values()].map((one) => one.userId))) saveUnfinished(userId);
};

const stay = (): void => {
  isLeaving = false;
};

const followVisibility = (): void => {
  if (document.visibilityState === 'hidden') leave();
  else stay();
};

if (typeof window !== 'undefined' && typeof document !== 'undefined') {
  // Before the fields save what is typed in them, which they do at the same events.
  window.addEventListener('pagehide', leave, true);
  window.addEventListener('pageshow', stay, true);
  document.addEventListener('visibilitychange', followVisibility, true);
}
