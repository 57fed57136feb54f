import { isSyncedTable, SYNCED_TABLES } from '../contract/tables.ts';
import { type ChangesByRow, changesByRow, type RowChanges, rowKey } from './by-row.ts';
import type { PendingChange } from './database.ts';

/*
 * Of refused changes, which only wait for others: an activity that was refused because its lead was. No change is
 * marked as waiting: it follows from what was refused, so that it ends by itself when the other is decided.
 */

/** Refusals that may have no other reason than that something else is not in the cloud. */
const MAY_WAIT = new Set(['missing_parent', 'not_found']);

/**
 * For each refused row that waits for another refused row, which one, by key. It waits where it names a row that
 * the cloud does not have because that one was refused, and where nothing else was wrong with it.
 */
export const waitingFor = (refused: readonly PendingChange[]): ReadonlyMap<string, string> => {
  const rows = changesByRow(refused);
  return new Map([...namedRefused(rows)].filter(([key]) => isOnlyLacking(rows.get(key) ?? [])));
};

/**
 * The numbers of the changes that go out together when those of `seqs` are sent again: whole rows, with all rows
 * that wait for them, each behind the one that it names.
 */
export const sendingOrder = (refused: readonly PendingChange[], seqs: readonly number[]): number[] => {
  const rows = changesByRow(refused);
  const named = namedRefused(rows);
  const sent = withDependents(keysOf(refused, seqs), waitingFor(refused));
  const ordered = new Set<string>();
  const place = (key: string): void => {
    const parent = named.get(key);
    if (parent !== undefined && sent.has(parent) && !ordered.has(parent)) place(parent);
    ordered.add(key);
  };
  for (const key of sent) place(key);
  return [...ordered].flatMap((key) => (rows.get(key) ?? []).map(({ seq }) => seq));
};

const keysOf = (refused: readonly PendingChange[], seqs: readonly number[]): string[] => {
  const asked = new Set(seqs);
  return refused.filter(({ seq }) => asked.has(seq)).map(({ table, row }) => rowKey(table, row));
};

const withDependents = (keys: readonly string[], waiting: ReadonlyMap<string, string>): ReadonlySet<string> => {
  const all = new Set(keys);
  // What is added while the set is gone through is gone through too.
  for (const key of all) for (const [dependent, parent] of waiting) if (parent === key) all.add(dependent);
  return all;
};

/** For each row that names a row which is not in the cloud because it was refused, which one. Never in a circle. */
const namedRefused = (rows: ChangesByRow): ReadonlyMap<string, string> => {
  const named = new Map<string, string>();
  const leadsTo = (from: string | undefined, key: string): boolean =>
    from !== undefined && (from === key || leadsTo(named.get(from), key));
  for (const [key, changes] of rows) {
    const parent = namesOf(changes).find((name) => isLacking(rows.get(name) ?? []) && !leadsTo(name, key));
    if (parent !== undefined) named.set(key, parent);
  }
  return named;
};

/** The keys of the rows that a row's refused changes name, by what they say last. */
const namesOf = (changes: RowChanges): string[] => {
  const [{ table }] = changes;
  const references = isSyncedTable(table) ? Object.entries(SYNCED_TABLES[table].references ?? {}) : [];
  return references.flatMap(([field, parent]) => {
    const id = changes.findLast(({ fields }) => Object.hasOwn(fields, field))?.fields[field];
    return typeof id === 'string' ? [rowKey(parent, id)] : [];
  });
};

/** Whether these refusals mean that the row is not in the cloud. */
export const isLacking = (changes: readonly PendingChange[]): boolean =>
  changes.some(({ op, code }) => op === 'insert' || code === 'not_found');

const isOnlyLacking = (changes: readonly PendingChange[]): boolean =>
  changes.some(({ code }) => code === 'missing_parent') && changes.every(({ code }) => MAY_WAIT.has(code ?? ''));
