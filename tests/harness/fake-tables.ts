import type { RejectionCode } from '../../src/contract/protocol.ts';
import type { Row } from '../../src/domain/sync/change.ts';
import { derivedId } from '../../src/domain/sync/derived-id.ts';

/** What the fake server knows of a column. */
interface Column {
  /** The value of a row that does not name the column; without it the column must be given. */
  byDefault?: (person: string, now: string) => unknown;
  /** CHECK constraint and type in one. */
  allows: (value: unknown) => boolean;
  /** As the database writes what it was given. */
  stored?: (value: unknown) => unknown;
}

export interface FakeTable {
  owner: 'id' | 'user_id';
  columns: Record<string, Column>;
  /** Columns that a person may change; all of them where it is not said. */
  editable?: readonly string[];
  /** Whether a person may add and delete rows, or delete them alone. */
  isOpen: boolean | 'to-deletes';
  /** Columns where the person chooses between what two devices wrote. */
  prose?: readonly string[];
  /** What holds for the row as a whole. */
  fault?: (row: Row, others: readonly Row[]) => RejectionCode | null;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const instant = (value: unknown) => (isText(value) ? value.replace(/Z$/, '+00:00') : value);

const text = (limit: number, least = 0): Column => ({
  allows: (value) => isText(value) && value.length >= least && value.length <= limit,
});
const maybe = (column: Column): Column => ({
  ...column,
  byDefault: () => null,
  allows: (value) => value === null || column.allows(value),
});
const or = (fallback: unknown, column: Column): Column => ({ ...column, byDefault: () => fallback });
const oneOf = (...values: string[]): Column => ({ allows: (value) => isText(value) && values.includes(value) });
const whole = (limit: number): Column => ({
  allows: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= limit,
});
const flag: Column = { allows: (value) => typeof value === 'boolean' };
const date: Column = { allows: (value) => isText(value) && /^\d{4}-\d\d-\d\d$/.test(value) };
const wallTime: Column = {
  allows: (value) => isText(value) && /^\d\d:\d\d(:\d\d)?$/.test(value),
  stored: (value) => (isText(value) && value.length === 5 ? `${value}:00` : value),
};
const moment: Column = { allows: (value) => isText(value) && !Number.isNaN(Date.parse(value)), stored: instant };
const madeAt: Column = { ...moment, byDefault: (_, now) => now };
const owner: Column = { allows: isText, byDefault: (person) => person };
const target = (fallback: number) => or(fallback, whole(10_000));

/** The tables of supabase/schemas, as far as sync can tell. Written by hand: the SQL is judged by it. */
export const FAKE_TABLES: Record<string, FakeTable> = {
  profiles: {
    owner: 'id',
    isOpen: false,
    editable: ['display_name', 'time_zone'],
    columns: {
      email: or('', text(320)),
      display_name: or('', text(120)),
      role: or('rep', oneOf('rep', 'coach', 'admin')),
      time_zone: or('UTC', text(64, 1)),
      created_at: madeAt,
      updated_at: madeAt,
    },
  },
  submissions: {
    owner: 'user_id',
    isOpen: true,
    columns: {
      user_id: owner,
      name: text(200, 1),
      company: maybe(text(200)),
      email: maybe(text(320)),
      phone: maybe(text(50)),
      status: or('new', oneOf('new', 'contacted', 'qualified', 'won', 'lost')),
      notes: maybe(text(20_000)),
      created_at: madeAt,
      updated_at: madeAt,
    },
    prose: ['notes'],
  },
  program_activities: {
    owner: 'user_id',
    isOpen: true,
    prose: ['description', 'notes', 'outcome'],
    columns: {
      user_id: owner,
      local_id: maybe(text(255)),
      type: text(50, 1),
      title: text(255, 1),
      description: maybe(text(20_000)),
      date,
      time: maybe(wallTime),
      duration: maybe(whole(1_440)),
      status: or('planned', oneOf('planned', 'done', 'cancelled')),
      notes: maybe(text(20_000)),
      lead_id: maybe({ allows: isText }),
      outcome: maybe(text(20_000)),
      follow_up_required: or(false, flag),
      follow_up_date: maybe(date),
      created_at: madeAt,
      updated_at: madeAt,
      completed_at: maybe(moment),
      cancelled_at: maybe(moment),
      metadata: or({}, { allows: (value) => typeof value === 'object' && value !== null && !Array.isArray(value) }),
    },
    fault: (row, others) =>
      row['local_id'] !== null && others.some((other) => other['local_id'] === row['local_id']) ? 'duplicate' : null,
  },
  tasks: {
    owner: 'user_id',
    isOpen: true,
    prose: ['notes'],
    editable: [
      'date',
      'position',
      'title',
      'notes',
      'minutes',
      'type',
      'status',
      'done_at',
      'is_required',
      'client_locked',
    ],
    columns: {
      user_id: owner,
      date,
      position: or(0, { allows: (value) => Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31 }),
      title: text(255, 1),
      notes: maybe(text(20_000)),
      minutes: maybe(whole(1_440)),
      type: or('task', text(50, 1)),
      status: or('open', oneOf('open', 'done')),
      done_at: maybe(moment),
      is_required: or(false, flag),
      source_type: or('self', oneOf('self', 'coach', 'program', 'program_week', 'program_day')),
      client_locked: or(false, flag),
      enrollment_id: maybe({ allows: isText }),
      template_task_id: maybe({ allows: isText }),
      program_day: maybe(whole(366)),
      created_at: madeAt,
      updated_at: madeAt,
    },
  },
  program_weekly_goals: {
    owner: 'user_id',
    isOpen: true,
    columns: {
      user_id: owner,
      week_start: date,
      calls: target(50),
      meetings: target(10),
      proposals: target(5),
      follow_ups: target(30),
      new_contacts: target(20),
      created_at: madeAt,
      updated_at: madeAt,
    },
    fault: (row) =>
      row.id === derivedId('program_weekly_goals', String(row['user_id']), String(row['week_start']))
        ? null
        : 'invalid_value',
  },
  program_custom_activity_types: {
    owner: 'user_id',
    isOpen: true,
    columns: { user_id: owner, type_name: text(50, 1), created_at: madeAt, updated_at: madeAt },
    fault: (row) =>
      row.id === derivedId('program_custom_activity_types', String(row['user_id']), String(row['type_name']))
        ? null
        : 'invalid_value',
  },
};

const anything: Column = { allows: () => true };
FAKE_TABLES['sync_conflicts'] = {
  owner: 'user_id',
  isOpen: 'to-deletes',
  editable: [],
  columns: Object.fromEntries(
    [
      'user_id',
      'table_name',
      'row_id',
      'field',
      'kind',
      'lost',
      'lost_device',
      'lost_at',
      'kept_device',
      'kept_at',
      'created_at',
      'updated_at',
    ].map((name) => [name, anything]),
  ),
};

/** Rows of `from` point with `column` at rows of `to` of the same person, and at nothing once those are deleted. */
export const FAKE_REFERENCE = { from: 'program_activities', column: 'lead_id', to: 'submissions' } as const;
