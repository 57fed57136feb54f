import type { HistoryEntry } from '../../remote/history.ts';
import { fieldLabel, fieldText, toldFields } from '../../ui/row-words.ts';

const DEEDS: Record<HistoryEntry['op'], string> = {
  insert: 'made',
  update: 'changed',
  delete: 'deleted',
  lost: 'came too late: a newer edit stands',
};

/** "made", "changed" */
export const deedOf = ({ op }: Pick<HistoryEntry, 'op'>): string => DEEDS[op];

export interface FieldChange {
  field: string;
  label: string;
  before: string | null;
  after: string | null;
}

/** What an entry says of each field, in words; of a new or deleted row only what was filled in. */
export const fieldChanges = (
  { before, after }: Pick<HistoryEntry, 'before' | 'after'>,
  leadNames?: ReadonlyMap<string, string>,
): FieldChange[] => {
  const whole = before && after ? null : (before ?? after);
  return toldFields([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])
    .filter((field) => whole?.[field] !== false)
    .map((field) => ({
      field,
      label: fieldLabel(field),
      before: before && fieldText(field, before[field], leadNames),
      after: after && fieldText(field, after[field], leadNames),
    }));
};
