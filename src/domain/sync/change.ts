import type { FieldTimestamps, HlcTimestamp } from './hlc.ts';

/** A row of a synced table with all fields that the server sent, also those unknown to this version (INV-13). */
export type Row = Record<string, unknown> & { id: string };

/** What a person did to one row; `fields` holds only what the edit sets. */
export type Edit =
  | { op: 'insert'; fields: Record<string, unknown> }
  | { op: 'update'; fields: Record<string, unknown> }
  | { op: 'delete'; fields: Record<string, never> };

/** An edit with its row and HLC timestamp: the unit that is pushed. */
export type Change = Edit & {
  table: string;
  row: string;
  timestamp: HlcTimestamp;
  /** Of an offer to a restored database: the timestamp of each field, of which `timestamp` is the latest (INV-6). */
  timestamps?: FieldTimestamps;
  /**
   * The values that the edit was made on, for finding conflicts (INV-8): its long texts, or the whole row for a delete.
   */
  base?: Record<string, unknown>;
};

/**
 * INV-2: the row that a person sees is the last known server row `base` with the pending edits replayed on it, oldest
 * first. `null`: there is no such row.
 */
export const replay = (id: string, base: Row | null, edits: readonly Edit[]): Row | null =>
  edits.reduce<Row | null>((row, edit) => {
    switch (edit.op) {
      case 'insert':
        return { ...row, ...edit.fields, id };
      case 'update':
        return row && { ...row, ...edit.fields };
      case 'delete':
        return null;
    }
  }, base);
