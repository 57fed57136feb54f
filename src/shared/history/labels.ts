import type { HistoryEntry } from '../../data/sync/history.ts';
import { formatDate } from '../../ui/format.ts';
import { fieldLabel, formatFieldValue, rowKindLabel, rowTitle, sentenceCase, visibleFields } from '../rows/labels.ts';

const OPERATION_LABELS: Record<HistoryEntry['op'], string> = {
  insert: 'created',
  update: 'changed',
  delete: 'deleted',
  lost: 'overridden by a newer edit',
};

/** "created", "changed" */
export const operationLabel = ({ op }: Pick<HistoryEntry, 'op'>): string => OPERATION_LABELS[op];

/** "Task “Call Anna” changed", "Weekly goals of Mon 23 Nov created"; without a name where that is not known. */
export const subjectLabel = (
  entry: Pick<HistoryEntry, 'op' | 'table_name'>,
  subject: Readonly<Record<string, unknown>>,
): string => {
  const { week_start } = subject;
  const title = typeof week_start === 'string' ? undefined : rowTitle(subject);
  return joinWords(
    sentenceCase(rowKindLabel(entry.table_name)),
    typeof week_start === 'string' && `of ${formatDate(week_start)}`,
    title !== undefined && `“${title}”`,
    operationLabel(entry),
  );
};

const joinWords = (...words: (string | false)[]): string => words.filter(Boolean).join(' ');

export interface FieldChange {
  field: string;
  label: string;
  before: string | null;
  after: string | null;
}

/** The fields of an entry with formatted values; of an inserted or deleted row only those that say something. */
export const fieldChanges = (
  { before, after }: Pick<HistoryEntry, 'before' | 'after'>,
  leadNames?: ReadonlyMap<string, string>,
): FieldChange[] => {
  const whole = before && after ? null : (before ?? after);
  return visibleFields([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])
    .filter((field) => !whole || (whole[field] !== false && whole[field] !== null))
    .map((field) => ({
      field,
      label: fieldLabel(field),
      before: before && formatFieldValue(field, before[field], leadNames),
      after: after && formatFieldValue(field, after[field], leadNames),
    }));
};
