import type { RowChange } from './draft-change.ts';

/* The edits of one screen that can be undone and redone: undone last first, and none of them twice. */

export interface EditEntry {
  id: string;
  /** What was done, as a short past sentence: "Moved 3 tasks". */
  label: string;
  changes: readonly RowChange[];
  /** Edits of one field that follow one another are one edit, as long as they have the same. */
  mergeKey?: string;
}

export interface EditHistory {
  /** The latest last. */
  done: readonly EditEntry[];
  /** The next to redo last. */
  undone: readonly EditEntry[];
}

export const EMPTY_HISTORY: EditHistory = { done: [], undone: [] };

/** Older edits are forgotten. */
const HISTORY_LIMIT = 200;

/** After a new edit, what was undone cannot be redone. An edit that changed nothing is none. */
export const withEntry = (history: EditHistory, entry: EditEntry): EditHistory => {
  if (entry.changes.length === 0) return history;
  const last = history.done.at(-1);
  const isMerged = entry.mergeKey !== undefined && last?.mergeKey === entry.mergeKey && history.undone.length === 0;
  const done = isMerged ? [...history.done.slice(0, -1), merged(last, entry)] : [...history.done, entry];
  return { done: done.slice(-HISTORY_LIMIT), undone: [] };
};

/** From before the first to after the second, of the same fields of one row. */
const merged = (first: EditEntry, second: EditEntry): EditEntry => ({
  ...second,
  changes: second.changes.map((change, index) => ({ ...change, before: first.changes[index]?.before ?? null })),
});

export const withUndone = (history: EditHistory, entry: EditEntry): EditHistory => ({
  done: history.done.filter(({ id }) => id !== entry.id),
  undone: [...history.undone, entry],
});

export const withRedone = (history: EditHistory, entry: EditEntry): EditHistory => ({
  done: [...history.done, entry],
  undone: history.undone.filter(({ id }) => id !== entry.id),
});

/** Without an entry that cannot be undone or redone any more. */
export const withoutEntry = (history: EditHistory, entry: EditEntry): EditHistory => ({
  done: history.done.filter(({ id }) => id !== entry.id),
  undone: history.undone.filter(({ id }) => id !== entry.id),
});
