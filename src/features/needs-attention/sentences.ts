import type { RejectionCode } from '../../contract/protocol.ts';
import { fieldLabel, fieldText, kindOf, sentenceCase, toldFields } from '../../ui/row-words.ts';
import type { RefusedRow } from './refused-rows.ts';

/** Why the cloud refused, and what helps. */
const REASONS: Record<RejectionCode, string> = {
  unknown_table: 'The cloud does not know this kind of entry. It may be older than this app: try again later.',
  unknown_field: 'The cloud does not know one of its fields. It may be older than this app: try again later.',
  malformed: 'The cloud could not read this change. Open it, check what it holds, then try again.',
  forbidden: 'You may not change this in the cloud, perhaps because it belongs to somebody else by now.',
  not_found: 'It is not in the cloud any more: it was deleted elsewhere. What you wrote is kept here until you decide.',
  invalid_value: 'One of its values is not allowed. Open it, correct the value, then try again.',
  duplicate: 'The cloud has one like this already. Open it and change it, or discard it.',
  missing_parent: 'Something that it belongs to, such as its lead, is not in the cloud. Open it and choose another.',
  has_dependents: 'Other entries still need it, so that it cannot be deleted. Remove those first, then try again.',
  internal: 'The cloud failed at this change. That is not your doing: try again.',
};

const isKnown = (code: string): code is RejectionCode => Object.hasOwn(REASONS, code);

export const reasonOf = (code = 'internal'): string =>
  isKnown(code) ? REASONS[code] : 'The cloud did not accept this change. Try again, or export your work.';

const OPS = { insert: 'New', update: 'Changed', delete: 'Deleted' } as const;

/** "New activity", "Changed lead" */
export const deedOf = ({ table, changes: [first] }: RefusedRow): string => `${OPS[first.op]} ${kindOf(table)}`;

/** What the person knows the row by. */
export const nameOf = ({ table, base, shown, changes }: RefusedRow): string => {
  const said = changes.reduce<Record<string, unknown>>((all, change) => ({ ...all, ...change.fields }), { ...base });
  const fields = { ...said, ...shown };
  const name =
    fields['title'] ?? fields['name'] ?? fields['type_name'] ?? fields['week_start'] ?? fields['display_name'];
  return typeof name === 'string' && name !== '' ? shortened(name) : sentenceCase(kindOf(table));
};

/** A name is said inside of sentences; the whole of it is among the fields. */
const LONGEST_NAME = 60;

const shortened = (name: string): string =>
  name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1).trimEnd()}…` : name;

/** Why a row that waits for `parent` was refused, and what becomes of it. */
export const waitsText = (parent: RefusedRow): string =>
  `Waits for the ${kindOf(parent.table)} “${nameOf(parent)}”: it is sent along when that is accepted.`;

export interface FieldText {
  label: string;
  value: string;
}

/** What the changes say, field by field, for a person to read; what is empty from the start is left out. */
export const fieldsOf = ({ changes }: RefusedRow, leadNames: ReadonlyMap<string, string>): FieldText[] => {
  const said = new Map<string, unknown>();
  for (const { op, fields } of changes) {
    for (const [name, value] of Object.entries(fields)) {
      if (op === 'insert' && (value === null || value === '' || value === false)) continue;
      said.set(name, value);
    }
  }
  return toldFields(said.keys()).map((name) => ({
    label: fieldLabel(name),
    value: fieldText(name, said.get(name), leadNames),
  }));
};
