import type { CalendarDate } from '../calendar/calendar-date.ts';
import { asLabel } from '../values/text.ts';
import { compareCodes } from '../ordering/compare-codes.ts';

export const ACTIVITY_STATUSES = ['planned', 'done', 'cancelled'] as const;
export type ActivityStatus = (typeof ACTIVITY_STATUSES)[number];

/** The counters of weekly goals, named as their columns are. */
export const GOAL_KEYS = ['calls', 'meetings', 'proposals', 'follow_ups', 'new_contacts'] as const;
export type GoalKey = (typeof GOAL_KEYS)[number];

export interface ActivityType {
  /** What is stored in `program_activities.type`. */
  key: string;
  label: string;
  /** The weekly goal that a done activity of this type counts towards. */
  goal: GoalKey | null;
}

export const BUILT_IN_TYPES: readonly ActivityType[] = [
  { key: 'call', label: 'Call', goal: 'calls' },
  { key: 'meeting', label: 'Meeting', goal: 'meetings' },
  { key: 'proposal', label: 'Proposal', goal: 'proposals' },
  { key: 'follow_up', label: 'Follow-up', goal: 'follow_ups' },
  { key: 'new_contact', label: 'New contact', goal: 'new_contacts' },
];

/** Longest texts, in characters. The database's CHECK constraints have the same limits. */
export const ACTIVITY_LIMITS = {
  type: 100,
  title: 255,
  /** In minutes: one day. */
  duration: 1_440,
} as const;

/** One piece of logged work; the fields are the columns of `program_activities`. */
export interface Activity {
  id: string;
  user_id: string;
  /** Its id in the legacy app's storage; `null` where it was not imported. */
  local_id: string | null;
  type: string;
  title: string;
  description: string | null;
  date: CalendarDate;
  /** Wall-clock `HH:MM` or `HH:MM:SS` on `date`. */
  time: string | null;
  /** Minutes. */
  duration: number | null;
  status: ActivityStatus;
  notes: string | null;
  lead_id: string | null;
  outcome: string | null;
  follow_up_required: boolean;
  follow_up_date: CalendarDate | null;
  created_at: string;
  updated_at: string;
  completed_at: string | null;
  cancelled_at: string | null;
  metadata: Record<string, unknown>;
}

/** A type's label: a custom type, also one that was deleted, is shown as it is stored. */
export const activityTypeLabel = (key: string): string =>
  BUILT_IN_TYPES.find((type) => type.key === key)?.label ?? (asLabel(key, ACTIVITY_LIMITS.type) || 'Untitled');

/**
 * The weekly goal that a type counts towards; `null` for custom types. The database's `private.goal_types` defines the
 * same.
 */
export const goalKeyOfType = (key: string): GoalKey | null =>
  BUILT_IN_TYPES.find((type) => type.key === key)?.goal ?? null;

/** The fields that change when an activity takes `status` at `at` (ISO instant). */
export const activityStatusChange = (
  status: ActivityStatus,
  at: string,
): Pick<Activity, 'status' | 'completed_at' | 'cancelled_at'> => ({
  status,
  completed_at: status === 'done' ? at : null,
  cancelled_at: status === 'cancelled' ? at : null,
});

/** Total order of one day: by time of day, then activities without a time by `created_at`, then `id`. */
export const compareByTimeOfDay = (a: Activity, b: Activity): number =>
  compareCodes(a.time ?? '99', b.time ?? '99') || compareCodes(a.created_at, b.created_at) || (a.id < b.id ? -1 : 1);

/** A type of activity that a person added; the fields are the columns of `program_custom_activity_types`. */
export interface CustomActivityType {
  id: string;
  user_id: string;
  type_name: string;
  created_at: string;
}

export const TYPE_NAME_LIMIT = ACTIVITY_LIMITS.type;
