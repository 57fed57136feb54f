import type { Row } from './change.ts';

/**
 * Law 8: what two devices did to the same thing without knowing of each other, and the server could not settle
 * for good. The later one stands; the other is kept in `lost` until the person has chosen.
 */
export interface Conflict {
  /** Follows from table, row and field. */
  id: string;
  user_id: string;
  table_name: string;
  row_id: string;
  /** `*` where the row as a whole is in question. */
  field: string;
  kind: ConflictKind;
  /** What does not stand: a text, or a whole row; `null` for a delete. */
  lost: string | Row | null;
  /** The device that wrote it; `null` where that device is not known any more. */
  lost_device: string | null;
  lost_at: string;
  kept_device: string | null;
  kept_at: string;
  created_at: string;
  updated_at: string;
}

/** `lost_edit`: the row was deleted over an edit. `lost_delete`: an edit stands over a delete. */
export type ConflictKind = 'prose' | 'lost_edit' | 'lost_delete';

/** A conflict with the row that it is about, as it stands; `null` where the row is gone. */
export interface OpenConflict {
  conflict: Conflict;
  row: Row | null;
}

/** What a person may decide: what stands, what was kept aside, or for texts one after the other. */
export type ConflictChoice = 'kept' | 'lost' | 'both';

/** Both texts, the earlier one first. */
export const bothTexts = (
  kept: string,
  { lost, lost_at, kept_at }: Pick<Conflict, 'lost' | 'lost_at' | 'kept_at'>,
): string => {
  const other = typeof lost === 'string' ? lost : '';
  const texts = lost_at < kept_at ? [other, kept] : [kept, other];
  return texts.filter((text) => text.trim() !== '').join('\n\n');
};
