import type { RejectionCode } from '../../contract/protocol.ts';
import { typeLabel } from '../../domain/activity.ts';
import { isCalendarDate } from '../../domain/calendar.ts';
import { formatDate } from '../../ui/format.ts';
import type { RefusedRow } from './refused-rows.ts';

/** Why the cloud refused, and what helps. */
const REASONS: Record<RejectionCode, string> = {
  unknown_table: 'The cloud does not know this kind of entry. It may be older than this app: try again later.',
  unknown_field: 'The cloud does not know one of its fields. It may be older than this app: try again later.',
  malformed: 'The cloud could not read this change. Open it, check what it holds, then try again.',
  forbidden: 'You may not change this in the cloud, perhaps because it belongs to somebody else by now.',
  not_found: 'It is not in the cloud any more: it was deleted elsewhere. Try again only if you want to keep it here.',
  invalid_value: 'One of its values is not allowed. Open it, correct the value, then try again.',
  duplicate: 'The cloud has one like this already. Open it and change it, or discard it.',
  missing_parent: 'Something that it belongs to, such as its lead, is not in the cloud. Open it and choose another.',
  has_dependents: 'Other entries still need it, so that it cannot be deleted. Remove those first, then try again.',
  internal: 'The cloud failed at this change. That is not your doing: try again.',
};

const isKnown = (code: string): code is RejectionCode => Object.hasOwn(REASONS, code);

export const reasonOf = (code = 'internal'): string =>
  isKnown(code) ? REASONS[code] : 'The cloud did not accept this change. Try again, or export your work.';

const KINDS: Record<string, string> = {
  program_activities: 'Activity',
  submissions: 'Lead',
  program_weekly_goals: 'Weekly goals',
  program_custom_activity_types: 'Activity type',
  profiles: 'Profile',
};

const OPS = { insert: 'New', update: 'Changed', delete: 'Deleted' } as const;

/** "New activity", "Changed lead" */
export const deedOf = ({ table, changes: [first] }: RefusedRow): string =>
  `${OPS[first.op]} ${(KINDS[table] ?? 'entry').toLowerCase()}`;

/** What the person knows the row by. */
export const nameOf = ({ table, shown, changes }: RefusedRow): string => {
  const fields = changes.reduce<Record<string, unknown>>((all, change) => ({ ...all, ...change.fields }), {});
  Object.assign(fields, shown);
  const name =
    fields['title'] ?? fields['name'] ?? fields['type_name'] ?? fields['week_start'] ?? fields['display_name'];
  return typeof name === 'string' && name !== '' ? name : (KINDS[table] ?? 'Entry');
};

export interface FieldText {
  label: string;
  value: string;
}

/** Fields that the app keeps for itself. */
const SILENT = new Set(['user_id', 'created_at', 'updated_at', 'completed_at', 'cancelled_at', 'metadata', 'local_id']);

/** What the changes say, field by field, for a person to read; what is empty from the start is left out. */
export const fieldsOf = ({ changes }: RefusedRow, leadNames: ReadonlyMap<string, string>): FieldText[] => {
  const said = new Map<string, unknown>(FIRST.map((name) => [name, undefined]));
  for (const { op, fields } of changes) {
    for (const [name, value] of Object.entries(fields)) {
      if (SILENT.has(name)) continue;
      if (op === 'insert' && (value === null || value === '' || value === false)) continue;
      said.set(name, value);
    }
  }
  return [...said]
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ({
      label: LABELS[name] ?? sentenceCase(name),
      value: valueText(name, value, leadNames),
    }));
};

/** What says most comes first, whatever the order in the database. */
const FIRST = ['title', 'name', 'type_name', 'type', 'status', 'date', 'time'];

const LABELS: Record<string, string> = {
  lead_id: 'Lead',
  follow_up_required: 'Follow up',
  follow_up_date: 'Follow up on',
  duration: 'Minutes',
  type_name: 'Name',
  week_start: 'Week from',
  email: 'Mail',
  display_name: 'Name',
};

const sentenceCase = (name: string): string => {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const valueText = (name: string, value: unknown, leadNames: ReadonlyMap<string, string>): string => {
  if (value === null || value === '') return 'empty';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return JSON.stringify(value);
  if (isCalendarDate(value)) return formatDate(value);
  if (name === 'lead_id') return leadNames.get(value) ?? 'a lead that is gone';
  return name === 'type' ? typeLabel(value) : value;
};
