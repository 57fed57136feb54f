import type { Stamp } from './stamp.ts';

/** A row of a synced table, as wide as the server sent it: fields unknown to this version stay in it. */
export type Row = Record<string, unknown> & { id: string };

/** What a person did to one row. */
export type Edit =
  | { op: 'insert'; fields: Record<string, unknown> }
  | { op: 'update'; fields: Record<string, unknown> }
  | { op: 'delete'; fields: Record<string, never> };

/** An edit with its place in the world: the unit that is pushed. */
export type Change = Edit & {
  table: string;
  row: string;
  stamp: Stamp;
  /** What the person saw where it matters for conflicts (law 8): the prose of an edit, the whole row of a delete. */
  base?: Record<string, unknown>;
};

/**
 * Law 2: what a person sees of a row is the last known server row with the pending edits replayed
 * on it, oldest first. `null` is a row that is not there.
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
