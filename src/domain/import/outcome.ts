import type { Activity } from '../activities/activity.ts';
import type { CalendarDate } from '../calendar/calendar-date.ts';
import type { GoalTargets } from '../goals/weekly-goals.ts';

/** A parsed row; see docs/import.md. */
export type ImportRecord =
  | { kind: 'activity'; path: string; activity: ImportedActivity }
  | { kind: 'goals'; path: string; weekStart: CalendarDate; targets: Partial<GoalTargets> }
  | { kind: 'type'; path: string; name: string }
  | { kind: 'row'; path: string; table: ImportedTable; row: ImportedRow };

/** Tables whose rows are imported as they were exported, in an order in which no row comes before one that it refers to. */
export const IMPORTED_TABLES = ['submissions', 'programs', 'program_tasks', 'library_blocks', 'tasks'] as const;
export type ImportedTable = (typeof IMPORTED_TABLES)[number];

/** A row with all columns that a device writes, except `user_id`. */
export type ImportedActivity = Omit<Activity, 'user_id' | 'updated_at'>;
export type ImportedRow = { id: string } & Record<string, unknown>;

/** The person who imports, and the context that parsing depends on. */
export interface Importer {
  userId: string;
  timeZone: string;
  /** Goals without a week are for the week of this date. */
  today: CalendarDate;
  isCoach: boolean;
  /** The ids of the person's leads, and of their enrollments. */
  leads: ReadonlySet<string>;
  enrollments: ReadonlySet<string>;
}

/** Rows of an export that this person or device cannot add. */
export interface LeftOut {
  part:
    | 'enrollments'
    | 'enrollment_tasks'
    | 'sync_conflicts'
    | 'profiles'
    | 'programs'
    | 'program_tasks'
    | 'library_blocks';
  rows: number;
}

export interface ImportContents {
  /** Reads each row; call them in order. */
  rows: (() => Outcome)[];
  /** Names of parts that contain no rows. */
  ignoredParts: string[];
  leftOut: LeftOut[];
  /** An export of another account: its rows are added as copies. */
  isOfOtherAccount: boolean;
}

export const PROBLEM_CODES = [
  'not_json',
  'too_deep',
  'nothing_known',
  'unknown_version',
  'not_a_list',
  'not_a_row',
  'missing',
  'bad_id',
  'bad_date',
  'bad_time',
  'bad_duration',
  'bad_status',
  'bad_text',
  'bad_flag',
  'bad_target',
  'unknown_target',
  'too_long',
  'repeated',
  'bad_value',
  'missing_row',
  'was_rejected',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** A row that could not be parsed. Nothing of it is lost: `value` is its original value. */
export interface Problem {
  kind: 'problem';
  /** Its place in the storage: `activities[3]`. */
  path: string;
  code: ProblemCode;
  /** The original name of the invalid member; `null` where the whole row is invalid. */
  field: string | null;
  value: unknown;
}

export type Outcome = ImportRecord | Problem;

/** Why a row or value cannot be parsed. Thrown and caught only in this folder. */
export class Unreadable extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly field: string | null = null,
  ) {
    super(code);
  }
}
