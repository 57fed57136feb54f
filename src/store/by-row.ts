import type { PendingChange } from './database.ts';

export const rowKey = (table: string, row: string): string => `${table}/${row}`;

export type RowChanges = [PendingChange, ...PendingChange[]];

/** Changes by the key of their row, each row's in the order given. */
export type ChangesByRow = ReadonlyMap<string, RowChanges>;

export const changesByRow = (changes: readonly PendingChange[]): ChangesByRow => {
  const byRow = new Map<string, RowChanges>();
  for (const change of changes) {
    const key = rowKey(change.table, change.row);
    const known = byRow.get(key);
    if (known) known.push(change);
    else byRow.set(key, [change]);
  }
  return byRow;
};
