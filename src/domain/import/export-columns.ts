import { ACTIVITY_LIMITS, ACTIVITY_STATUSES } from '../activities/activity.ts';
import { LEAD_LIMITS, LEAD_STATUSES } from '../leads/lead.ts';
import { readBlockTasks, readModules, readParameters } from '../programs/program-json.ts';
import { PROGRAM_LIMITS } from '../programs/program.ts';
import { TASK_LIMITS } from '../tasks/task.ts';
import * as values from './values.ts';

/** How a column is read. Without a `fallback`, a row that has no value for it is a problem. */
interface Column {
  read: (value: unknown) => unknown;
  fallback?: unknown;
}

export type Columns = Readonly<Record<string, Column>>;

const required = (read: Column['read']): Column => ({ read });
const optional = (read: Column['read'], fallback: unknown = null): Column => ({ read, fallback });

const INT_MAX = 2 ** 31 - 1;
const readPosition = values.wholeNumberReader(-INT_MAX, INT_MAX);
/** An export has its dates without a zone. */
const readDate = values.dateReader('UTC');
const longText = optional(values.readLongText);
const instant = optional(values.readInstant);
const flag = optional(values.readFlag, false);
const label = (limit: number) => values.lineReader(limit);

/** The columns of each table that an import writes, besides `id`, `user_id` and references to other rows. */
export const EXPORT_COLUMNS = {
  submissions: {
    name: required(label(LEAD_LIMITS.name)),
    company: optional(label(LEAD_LIMITS.company)),
    email: optional(label(LEAD_LIMITS.email)),
    phone: optional(label(LEAD_LIMITS.phone)),
    status: optional(values.choiceReader(LEAD_STATUSES), 'new'),
    notes: longText,
    created_at: required(values.readInstant),
  },
  program_activities: {
    local_id: optional(values.readId),
    type: required(label(ACTIVITY_LIMITS.type)),
    title: required(label(ACTIVITY_LIMITS.title)),
    description: longText,
    date: required(readDate),
    time: optional(values.timeReader('UTC')),
    duration: optional(values.wholeNumberReader(0, ACTIVITY_LIMITS.duration)),
    status: required(values.choiceReader(ACTIVITY_STATUSES)),
    notes: longText,
    outcome: longText,
    follow_up_required: flag,
    follow_up_date: optional(readDate),
    created_at: required(values.readInstant),
    completed_at: instant,
    cancelled_at: instant,
    metadata: optional(values.readJsonObject, {}),
  },
  tasks: {
    date: required(readDate),
    position: optional(readPosition, 0),
    title: required(label(TASK_LIMITS.title)),
    notes: longText,
    client_notes: longText,
    minutes: optional(values.wholeNumberReader(0, TASK_LIMITS.minutes)),
    type: optional(label(PROGRAM_LIMITS.taskType), 'task'),
    status: required(values.choiceReader(['open', 'done'])),
    done_at: instant,
    is_required: flag,
    client_locked: flag,
    created_at: required(values.readInstant),
  },
  programs: {
    title: required(label(PROGRAM_LIMITS.title)),
    description: longText,
    kind: required(values.choiceReader(['individual', 'group'])),
    length_days: required(values.wholeNumberReader(1, PROGRAM_LIMITS.days)),
    day_counting: required(values.choiceReader(['calendar', 'weekdays'])),
    modules: optional(values.listReader(readModules), []),
    parameters: optional(values.listReader(readParameters), []),
    price: optional(values.wholeNumberReader(1, PROGRAM_LIMITS.price)),
    currency: optional(label(3), 'EUR'),
    created_at: required(values.readInstant),
  },
  program_tasks: {
    day_index: required(values.wholeNumberReader(1, PROGRAM_LIMITS.days)),
    position: optional(readPosition, 0),
    title: required(label(PROGRAM_LIMITS.taskTitle)),
    notes: longText,
    minutes: optional(values.wholeNumberReader(0, PROGRAM_LIMITS.taskMinutes)),
    type: optional(label(PROGRAM_LIMITS.taskType), 'task'),
    is_required: flag,
    level: required(values.choiceReader(['program', 'program_week', 'program_day'])),
    created_at: required(values.readInstant),
  },
  library_blocks: {
    title: required(label(PROGRAM_LIMITS.title)),
    tasks: required(values.listReader(readBlockTasks)),
    created_at: required(values.readInstant),
  },
} as const satisfies Record<string, Columns>;

export type ExportTable = keyof typeof EXPORT_COLUMNS;
