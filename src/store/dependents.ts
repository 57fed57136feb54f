import { isSyncedTable, SYNCED_TABLES } from '../contract/synced-tables.ts';
import { type ChangesByRow, groupChangesByRow, type RowChanges, rowKey } from './changes-by-row.ts';
import type { PendingChange } from './database.ts';

/*
 * A dependent is a rejected row that only needs another rejected row to go first: an activity whose lead was rejected.
 * This is computed from the rejected changes and never stored, so that it ends when the other row is decided.
 */

/** The codes of changes that may have been rejected only because another row is missing on the server. */
const DEPENDENT_CODES = new Set(['missing_parent', 'not_found']);

/**
 * For each dependent, by `rowKey`, the key of the rejected row that it needs first. A row is a dependent where it
 * references a row that the server lacks because that one was rejected, and was rejected for no other reason.
 */
export const blockingRows = (rejected: readonly PendingChange[]): ReadonlyMap<string, string> => {
  const rows = groupChangesByRow(rejected);
  return new Map([...rejectedParents(rows)].filter(([key]) => onlyLacksParent(rows.get(key) ?? [])));
};

/**
 * The sequence numbers of the changes to resend with those of `seqs`, in order: all rejected changes of their rows and
 * of all dependents, each row after the one that it references.
 */
export const resendOrder = (rejected: readonly PendingChange[], seqs: readonly number[]): number[] => {
  const rows = groupChangesByRow(rejected);
  const parents = rejectedParents(rows);
  const resent = withDependents(rowKeysOf(rejected, seqs), blockingRows(rejected));
  const ordered = new Set<string>();
  const place = (key: string): void => {
    const parent = parents.get(key);
    if (parent !== undefined && resent.has(parent) && !ordered.has(parent)) place(parent);
    ordered.add(key);
  };
  for (const key of resent) place(key);
  return [...ordered].flatMap((key) => (rows.get(key) ?? []).map(({ seq }) => seq));
};

const rowKeysOf = (rejected: readonly PendingChange[], seqs: readonly number[]): string[] => {
  const selected = new Set(seqs);
  return rejected.filter(({ seq }) => selected.has(seq)).map(({ table, row }) => rowKey(table, row));
};

const withDependents = (keys: readonly string[], blocking: ReadonlyMap<string, string>): ReadonlySet<string> => {
  const all = new Set(keys);
  // Iterating over a set also visits what is added meanwhile.
  for (const key of all) for (const [dependent, parent] of blocking) if (parent === key) all.add(dependent);
  return all;
};

/**
 * For each row that references a row which the server lacks because it was rejected, that row's key. Without cycles.
 */
const rejectedParents = (rows: ChangesByRow): ReadonlyMap<string, string> => {
  const parents = new Map<string, string>();
  const leadsTo = (from: string | undefined, key: string): boolean =>
    from !== undefined && (from === key || leadsTo(parents.get(from), key));
  for (const [key, changes] of rows) {
    const parent = referencedKeys(changes).find(
      (reference) => isMissingOnServer(rows.get(reference) ?? []) && !leadsTo(reference, key),
    );
    if (parent !== undefined) parents.set(key, parent);
  }
  return parents;
};

/** The keys of the rows that a row references, by the latest of its rejected changes. */
const referencedKeys = (changes: RowChanges): string[] => {
  const [{ table }] = changes;
  const references = isSyncedTable(table) ? Object.entries(SYNCED_TABLES[table].references ?? {}) : [];
  return references.flatMap(([field, parent]) => {
    const id = changes.findLast(({ fields }) => Object.hasOwn(fields, field))?.fields[field];
    return typeof id === 'string' ? [rowKey(parent, id)] : [];
  });
};

/** Whether the server lacks the row of these rejected changes. */
export const isMissingOnServer = (changes: readonly PendingChange[]): boolean =>
  changes.some(({ op, code }) => op === 'insert' || code === 'not_found');

const onlyLacksParent = (changes: readonly PendingChange[]): boolean =>
  changes.some(({ code }) => code === 'missing_parent') && changes.every(({ code }) => DEPENDENT_CODES.has(code ?? ''));
