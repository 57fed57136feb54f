import type { Activity } from '../activity.ts';
import type { CalendarDate } from '../calendar.ts';
import type { GoalTargets } from '../goals.ts';

/** What an older app's storage gives for one of its rows that could be read: see docs/import.md. */
export type OlderRecord =
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

/** A row that could not be read. Nothing of it is lost: `held` is all of it, as it was. */
export interface Problem {
  kind: 'problem';
  /** Where it stood: `activities[3]`. */
  path: string;
  code: ProblemCode;
  /** The member at fault, by the name that it had there. */
  field: string | null;
  held: unknown;
}

export type Outcome = OlderRecord | Problem;

/** Thrown and caught in this folder alone. */
export class Unreadable extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly field: string | null = null,
  ) {
    super(code);
  }
}
