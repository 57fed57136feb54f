import type { CalendarDate } from './calendar.ts';

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

/** Limits that the database's CHECK constraints hold too. */
export const ACTIVITY_LIMITS = {
  type: 50,
  title: 255,
  text: 20_000,
  /** Minutes: one day. */
  duration: 1_440,
} as const;

/** One piece of logged work; the fields are the columns of `program_activities`. */
export interface Activity {
  id: string;
  user_id: string;
  /** The id this activity had in an older app's storage, if it came from there. */
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

/** Finds a type's label; a type that is no longer in anybody's list is shown as it was stored. */
export const typeLabel = (key: string): string => BUILT_IN_TYPES.find((type) => type.key === key)?.label ?? key;

export const goalOfType = (key: string): GoalKey | null =>
  BUILT_IN_TYPES.find((type) => type.key === key)?.goal ?? null;

/** The fields that change when an activity takes `status` at `at` (ISO instant). */
export const statusChange = (
  status: ActivityStatus,
  at: string,
): Pick<Activity, 'status' | 'completed_at' | 'cancelled_at'> => ({
  status,
  completed_at: status === 'done' ? at : null,
  cancelled_at: status === 'cancelled' ? at : null,
});

/** Orders a day: timed work by its time, then the rest in the order it was made. */
export const byTimeOfDay = (a: Activity, b: Activity): number =>
  (a.time ?? '99').localeCompare(b.time ?? '99') || a.created_at.localeCompare(b.created_at) || (a.id < b.id ? -1 : 1);
