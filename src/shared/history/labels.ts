import type { HistoryEntry } from '../../data/sync/history.ts';
import { fieldLabel, formatFieldValue, visibleFields } from '../rows/labels.ts';

const OPERATION_LABELS: Record<HistoryEntry['op'], string> = {
  insert: 'created',
  update: 'changed',
  delete: 'deleted',
  lost: 'overridden by a newer edit',
};

/** "created", "changed" */
export const operationLabel = ({ op }: Pick<HistoryEntry, 'op'>): string => OPERATION_LABELS[op];

export interface FieldChange {
  field: string;
  label: string;
  before: string | null;
  after: string | null;
}

/** The fields of an entry with formatted values; of an inserted or deleted row only those that are not false. */
export const fieldChanges = (
  { before, after }: Pick<HistoryEntry, 'before' | 'after'>,
  leadNames?: ReadonlyMap<string, string>,
): FieldChange[] => {
  const whole = before && after ? null : (before ?? after);
  return visibleFields([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])
    .filter((field) => whole?.[field] !== false)
    .map((field) => ({
      field,
      label: fieldLabel(field),
      before: before && formatFieldValue(field, before[field], leadNames),
      after: after && formatFieldValue(field, after[field], leadNames),
    }));
};
