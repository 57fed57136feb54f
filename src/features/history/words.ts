import type { HistoryEntry } from '../../remote/history.ts';
import { typeLabel } from '../../domain/activity.ts';
import { isCalendarDate } from '../../domain/calendar.ts';
import { formatDate, formatTime } from '../../ui/format.ts';

const DEEDS: Record<HistoryEntry['op'], string> = {
  insert: 'Made',
  update: 'Changed',
  delete: 'Deleted',
  lost: 'Came too late: a newer edit stands',
};

export const deedOf = ({ op }: Pick<HistoryEntry, 'op'>): string => DEEDS[op];

const KINDS: Record<string, string> = {
  program_activities: 'activity',
  submissions: 'lead',
  program_weekly_goals: 'weekly goals',
  program_custom_activity_types: 'activity type',
  profiles: 'profile',
};

export const kindOf = (table: string): string => KINDS[table] ?? 'entry';

/** What the app keeps for itself, and no person has written. */
const SILENT = new Set(['metadata', 'local_id', 'completed_at', 'cancelled_at', 'user_id', 'created_at', 'week_start']);

export interface FieldChange {
  field: string;
  label: string;
  before: string | null;
  after: string | null;
}

/** What an entry says of each field, in words; of a new or deleted row only what was filled in. */
export const fieldChanges = ({ before, after }: HistoryEntry): FieldChange[] =>
  [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
    .filter((field) => !SILENT.has(field))
    .map((field) => ({
      field,
      label: labelOf(field),
      before: before === null ? null : wordsFor(field, before[field]),
      after: after === null ? null : wordsFor(field, after[field]),
    }));

const LABELS: Record<string, string> = {
  lead_id: 'Lead',
  follow_up_required: 'Follow up',
  follow_up_date: 'Follow up on',
  duration: 'Minutes',
  type_name: 'Name',
  display_name: 'Name',
};

const labelOf = (field: string): string => {
  const words = field.replaceAll('_', ' ');
  return LABELS[field] ?? words.charAt(0).toUpperCase() + words.slice(1);
};

const wordsFor = (field: string, value: unknown): string => {
  if (value === null || value === undefined || value === '') return 'empty';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'string') return JSON.stringify(value);
  if (isCalendarDate(value)) return formatDate(value);
  if (field === 'lead_id') return 'a lead';
  if (field === 'time') return formatTime(value);
  return field === 'type' ? typeLabel(value) : value;
};
