import { typeLabel } from '../domain/activity.ts';
import { isCalendarDate } from '../domain/calendar.ts';
import { formatDate, formatTime } from './format.ts';

/* How rows and their fields are told of where no screen of their own shows them. */

const KINDS: Record<string, string> = {
  program_activities: 'activity',
  submissions: 'lead',
  tasks: 'task',
  program_weekly_goals: 'weekly goals',
  program_custom_activity_types: 'activity type',
  profiles: 'profile',
  programs: 'program',
  program_tasks: 'task of a program',
};

/** "activity", "lead": inside a sentence. */
export const kindOf = (table: string): string => KINDS[table] ?? 'entry';

/** Fields that the app keeps for itself, and no person has written. */
const SILENT = new Set([
  'user_id',
  'created_at',
  'updated_at',
  'completed_at',
  'cancelled_at',
  'done_at',
  'metadata',
  'local_id',
  'position',
  'source_type',
  'enrollment_id',
  'template_task_id',
  'program_day',
]);

/** What says most comes first, whatever the order in the database. */
const FIRST = ['title', 'name', 'type_name', 'type', 'status', 'date', 'time'];

/** Of these fields those that people know, in the order to read them in, each once. */
export const toldFields = (fields: Iterable<string>): string[] => {
  const told = new Set([...fields].filter((field) => !SILENT.has(field)));
  return [...FIRST.filter((field) => told.has(field)), ...[...told].filter((field) => !FIRST.includes(field))];
};

const LABELS: Record<string, string> = {
  lead_id: 'Lead',
  follow_up_required: 'Follow up',
  follow_up_date: 'Follow up on',
  duration: 'Minutes',
  is_required: 'Required',
  client_locked: 'Locked',
  type_name: 'Name',
  week_start: 'Week from',
  email: 'Mail',
  display_name: 'Name',
};

/** A field's name as forms say it. */
export const fieldLabel = (field: string): string => LABELS[field] ?? sentenceCase(field.replaceAll('_', ' '));

export const sentenceCase = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** A field's value in words. `leadNames` are those of all leads, where they are known. */
export const fieldText = (field: string, value: unknown, leadNames?: ReadonlyMap<string, string>): string => {
  if (value === null || value === undefined || value === '') return 'empty';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'string') return JSON.stringify(value);
  if (isCalendarDate(value)) return formatDate(value);
  if (field === 'lead_id') return leadNames ? (leadNames.get(value) ?? 'a lead that is gone') : 'a lead';
  if (field === 'time') return formatTime(value);
  return field === 'type' ? typeLabel(value) : value;
};
