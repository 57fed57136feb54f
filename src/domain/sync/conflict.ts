import type { Row } from './change.ts';

/**
 * Two devices changed the same long text, or one deleted what the other edited, without knowing of each other
 * (INV-8). The later side is in the row; the other is in `lost` until the person chooses. The fields are the columns
 * of `sync_conflicts`.
 */
export interface Conflict {
  /** Derived from table, row, field, and the write that lost; for a whole row, from the one that won too. */
  id: string;
  user_id: string;
  table_name: string;
  row_id: string;
  /** `*` where the conflict is about the whole row. */
  field: string;
  kind: ConflictKind;
  /** The side that lost: a text, or a whole row; `null` for a delete. */
  lost: string | Row | null;
  /** Id of the device that made the lost side; `null` where it is no longer known. */
  lost_device: string | null;
  lost_at: string;
  kept_device: string | null;
  kept_at: string;
  created_at: string;
  updated_at: string;
}

/** `lost_edit`: a delete won over an edit. `lost_delete`: an edit won over a delete. */
export type ConflictKind = 'long_text' | 'lost_edit' | 'lost_delete';

/** A conflict with its row as it is now; `null` where the row is deleted. */
export interface OpenConflict {
  conflict: Conflict;
  row: Row | null;
}

/** The person's decision: keep the winner, restore the loser, or for texts join both. */
export type ConflictChoice = 'kept' | 'lost' | 'both';

/** Both texts joined by an empty line, the earlier one first. */
export const mergeBothTexts = (
  kept: string,
  { lost, lost_at, kept_at }: Pick<Conflict, 'lost' | 'lost_at' | 'kept_at'>,
): string => {
  const other = typeof lost === 'string' ? lost : '';
  const texts = lost_at < kept_at ? [other, kept] : [kept, other];
  return texts.filter((text) => text.trim() !== '').join('\n\n');
};
