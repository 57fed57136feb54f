import type { RejectionCode } from '../../../contract/protocol.ts';
import type { NOT_IN_BACKUP } from '../../../domain/sync/recovery.ts';
import {
  fieldLabel,
  formatFieldValue,
  rowKindLabel,
  rowTitle,
  sentenceCase,
  visibleFields,
} from '../../../shared/rows/labels.ts';
import type { RejectedRow } from './rejected-rows.ts';

/** Each says why the server rejected the change and what helps. */
const REJECTION_MESSAGES: Record<RejectionCode | typeof NOT_IN_BACKUP, string> = {
  unknown_table: 'The cloud doesn’t support this kind of entry yet. Try again later.',
  unknown_field: 'The cloud doesn’t support one of its fields yet. Try again later.',
  malformed: 'The cloud could not read this change. Open it, check its values, then try again.',
  forbidden: 'You’re not allowed to change this in the cloud. It may belong to someone else now.',
  not_found: 'It no longer exists in the cloud. Your version is kept here until you decide.',
  invalid_value: 'One of its values is not allowed. Open it, correct the value, then try again.',
  duplicate: 'The cloud already has one like this. Open this one and change it, or discard it.',
  missing_parent: 'Something it belongs to, such as its lead, is not in the cloud. Open it and choose another.',
  has_dependents: 'Other entries still use it, so it can’t be deleted. Delete those first, then try again.',
  internal: 'The cloud failed to process this change. Try again.',
  not_in_backup: 'The cloud was restored from a backup that does not have it. It is kept here until you decide.',
};

const isRejectionCode = (code: string): code is keyof typeof REJECTION_MESSAGES =>
  Object.hasOwn(REJECTION_MESSAGES, code);

export const rejectionMessage = (code = 'internal'): string =>
  isRejectionCode(code)
    ? REJECTION_MESSAGES[code]
    : 'The cloud did not accept this change. Try again, or export your work.';

const OPERATION_ADJECTIVES = { insert: 'New', update: 'Changed', delete: 'Deleted' } as const;

/** "New activity", "Changed lead" */
export const rejectedChangeLabel = ({ table, changes: [first] }: RejectedRow): string =>
  `${OPERATION_ADJECTIVES[first.op]} ${rowKindLabel(table)}`;

/** "Call with Anna"; "Activity" for a row without a title. */
export const rejectedRowTitle = ({ table, base, shown, changes }: RejectedRow): string => {
  const values = changes.reduce<Record<string, unknown>>((all, change) => ({ ...all, ...change.fields }), { ...base });
  return truncate(rowTitle({ ...values, ...shown }) ?? sentenceCase(rowKindLabel(table)));
};

/** Titles are used inside sentences. The complete text is among the fields. */
const MAX_TITLE_LENGTH = 60;

const truncate = (title: string): string =>
  title.length > MAX_TITLE_LENGTH ? `${title.slice(0, MAX_TITLE_LENGTH - 1).trimEnd()}…` : title;

/** Why a dependent of `parent` was rejected, and when it is sent. */
export const dependentMessage = (parent: RejectedRow): string =>
  `Waiting for the ${rowKindLabel(parent.table)} “${rejectedRowTitle(parent)}”. It is sent once that is accepted.`;

export interface FieldText {
  label: string;
  value: string;
}

/** The changed fields with their new values, as text; empty fields of a new row are left out. */
export const changedFieldTexts = ({ changes }: RejectedRow, leadNames: ReadonlyMap<string, string>): FieldText[] => {
  const values = new Map<string, unknown>();
  for (const { op, fields } of changes) {
    for (const [name, value] of Object.entries(fields)) {
      if (op === 'insert' && (value === null || value === '' || value === false)) continue;
      values.set(name, value);
    }
  }
  return visibleFields(values.keys()).map((name) => ({
    label: fieldLabel(name),
    value: formatFieldValue(name, values.get(name), leadNames),
  }));
};
