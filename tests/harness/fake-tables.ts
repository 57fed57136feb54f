import type { RejectionCode } from '../../src/contract/protocol.ts';
import { isCalendarDate, isRealDate, isTimeZone, isWallTime } from '../../src/domain/calendar/calendar-date.ts';
import type { Row } from '../../src/domain/sync/change.ts';
import { derivedId } from '../../src/domain/sync/derived-id.ts';
import { isLabel, isLongText } from '../../src/domain/values/text.ts';

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

const INSTANT_PATTERN = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/;

/** True for an instant with its offset that the database accepts: from 1970 to 2999, on a date that exists. */
export const isInstant = (value: string): boolean => {
  const [, date = ''] = INSTANT_PATTERN.exec(value) ?? [];
  const instantMs = Date.parse(value);
  return isRealDate(date) && instantMs >= 0 && instantMs < Date.UTC(3000, 0, 1);
};

const text = (limit: number): Column => ({ allows: (value) => isText(value) && value.length <= limit });
const label = (limit: number): Column => ({
  allows: (value) => isText(value) && isLabel(value) && value.length <= limit,
});
const optionalLabel = (limit: number): Column => ({
  allows: (value) => value === '' || label(limit).allows(value),
});
const longText: Column = { allows: (value) => isText(value) && isLongText(value) };
const timeZone: Column = { allows: (value) => isText(value) && isTimeZone(value) };
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
const date: Column = { allows: (value) => isText(value) && isCalendarDate(value) };
const wallTime: Column = {
  allows: (value) => isText(value) && isWallTime(value),
  stored: (value) => (isText(value) && value.length === 5 ? `${value}:00` : value),
};
const moment: Column = { allows: (value) => isText(value) && isInstant(value), stored: instant };
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
      display_name: or('', optionalLabel(120)),
      role: or('rep', oneOf('rep', 'coach', 'admin')),
      time_zone: or('UTC', timeZone),
      created_at: madeAt,
      updated_at: madeAt,
    },
  },
  submissions: {
    owner: 'user_id',
    isOpen: true,
    columns: {
      user_id: owner,
      name: label(200),
      company: maybe(optionalLabel(200)),
      email: maybe(optionalLabel(320)),
      phone: maybe(optionalLabel(50)),
      status: or('new', oneOf('new', 'contacted', 'qualified', 'won', 'lost')),
      notes: maybe(longText),
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
      local_id: maybe(label(255)),
      type: label(50),
      title: label(255),
      description: maybe(longText),
      date,
      time: maybe(wallTime),
      duration: maybe(whole(1_440)),
      status: or('planned', oneOf('planned', 'done', 'cancelled')),
      notes: maybe(longText),
      lead_id: maybe({ allows: isText }),
      outcome: maybe(longText),
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
      title: label(255),
      notes: maybe(longText),
      minutes: maybe(whole(1_440)),
      type: or('task', label(50)),
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
    columns: { user_id: owner, type_name: label(50), created_at: madeAt, updated_at: madeAt },
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
