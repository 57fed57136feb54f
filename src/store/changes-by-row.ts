import type { PendingChange } from './database.ts';

export const rowKey = (table: string, row: string): string => `${table}/${row}`;

export type RowChanges = [PendingChange, ...PendingChange[]];

/** Changes by `rowKey`, those of one row in the order given. */
export type ChangesByRow = ReadonlyMap<string, RowChanges>;

export const groupChangesByRow = (changes: readonly PendingChange[]): ChangesByRow => {
  const byRow = new Map<string, RowChanges>();
  for (const change of changes) {
    const key = rowKey(change.table, change.row);
    const existing = byRow.get(key);
    if (existing) existing.push(change);
    else byRow.set(key, [change]);
  }
  return byRow;
};
