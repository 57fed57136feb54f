import { activityTypeLabel } from '../../domain/activities/activity.ts';
import { isCalendarDate } from '../../domain/calendar/calendar-date.ts';
import type { Pause } from '../../domain/enrollments/pauses.ts';
import { LEAD_STATUS_LABELS } from '../../domain/leads/lead.ts';
import { withoutInvalidCharacters } from '../../domain/values/text.ts';
import { formatDate, formatTime } from '../../ui/format.ts';
import { formatLine, formatName } from '../../ui/format-name.ts';

/* Labels of rows and fields for history, conflicts and rejected changes. */

const ROW_KIND_LABELS: Record<string, string> = {
  program_activities: 'activity',
  submissions: 'lead',
  tasks: 'task',
  program_weekly_goals: 'weekly goals',
  program_custom_activity_types: 'activity type',
  profiles: 'profile',
  programs: 'program',
  program_tasks: 'program task',
  library_blocks: 'library block',
};

/** "activity", "lead" */
export const rowKindLabel = (table: string): string => ROW_KIND_LABELS[table] ?? 'entry';

/** Fields that no person edits. */
const HIDDEN_FIELDS = new Set([
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
  'coach_edited_at',
  'coach_edit_seen_at',
]);

/** Shown first, whatever their order in the database. */
const LEADING_FIELDS = ['title', 'name', 'type_name', 'type', 'status', 'date', 'time'];

/** The fields that are shown, in order, each once. */
export const visibleFields = (fields: Iterable<string>): string[] => {
  const visible = new Set([...fields].filter((field) => !HIDDEN_FIELDS.has(field)));
  return [
    ...LEADING_FIELDS.filter((field) => visible.has(field)),
    ...[...visible].filter((field) => !LEADING_FIELDS.includes(field)),
  ];
};

/** What a person knows a row by, of which each table has one. */
const TITLE_FIELDS = ['title', 'name', 'type_name', 'week_start', 'display_name'];

export const rowTitle = (fields: Readonly<Record<string, unknown>>): string | undefined =>
  TITLE_FIELDS.map((field) => fields[field])
    .filter((title) => typeof title === 'string')
    .map(formatLine)
    .find((title) => title !== '');

const FIELD_LABELS: Record<string, string> = {
  lead_id: 'Lead',
  follow_up_required: 'Follow up',
  follow_up_date: 'Follow up on',
  duration: 'Minutes',
  is_required: 'Required',
  client_locked: 'Locked',
  client_notes: 'Own notes',
  type_name: 'Name',
  week_start: 'Week of',
  email: 'Email',
  display_name: 'Name',
};

export const fieldLabel = (field: string): string => FIELD_LABELS[field] ?? sentenceCase(field.replaceAll('_', ' '));

export const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Of activities, tasks and leads, which have no value in common that means two things. */
const STATUS_LABELS: Record<string, string> = {
  planned: 'Planned',
  done: 'Done',
  cancelled: 'Cancelled',
  open: 'Not done',
  ...LEAD_STATUS_LABELS,
};

const formatPauses = (pauses: readonly Pause[]): string =>
  pauses.length === 0
    ? 'none'
    : pauses.map(({ first_date, last_date }) => `${formatDate(first_date)} – ${formatDate(last_date)}`).join(', ');

const DATE_FIELDS = new Set(['date', 'follow_up_date', 'week_start', 'start_date']);

/** `leadNames`: of all leads by id, where they are known. */
export const formatFieldValue = (field: string, value: unknown, leadNames?: ReadonlyMap<string, string>): string => {
  if (value === null || value === undefined || value === '') return 'empty';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (field === 'pauses' && Array.isArray(value)) return formatPauses(value as Pause[]);
  if (typeof value !== 'string') return JSON.stringify(value);
  if (isCalendarDate(value) || DATE_FIELDS.has(field)) return formatDate(value);
  if (field === 'lead_id') return leadNames ? (leadNames.get(value) ?? 'a deleted lead') : 'a lead';
  if (field === 'time') return formatTime(value);
  if (field === 'type') return activityTypeLabel(value);
  if (field === 'status') return STATUS_LABELS[value] ?? sentenceCase(value);
  return TITLE_FIELDS.includes(field) ? formatName(value) : withoutInvalidCharacters(value);
};
