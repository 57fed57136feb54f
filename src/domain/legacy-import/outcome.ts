import type { Activity } from '../activities/activity.ts';
import type { CalendarDate } from '../calendar/calendar-date.ts';
import type { GoalTargets } from '../goals/weekly-goals.ts';

/** A parsed row of the legacy app's storage; see docs/import.md. */
export type LegacyRecord =
  | { kind: 'activity'; path: string; activity: Omit<Activity, 'user_id' | 'updated_at'> }
  | { kind: 'goals'; path: string; weekStart: CalendarDate; targets: Partial<GoalTargets> }
  | { kind: 'type'; path: string; name: string };

export const PROBLEM_CODES = [
  'not_json',
  'too_deep',
  'nothing_known',
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

export type Outcome = LegacyRecord | Problem;

/** Why a row or value cannot be parsed. Thrown and caught only in this folder. */
export class Unreadable extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly field: string | null = null,
  ) {
    super(code);
  }
}
