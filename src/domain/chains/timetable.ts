import type { RunSummary } from './run.ts';

export interface TimetableStep {
  name: string;
  title: string;
  job: string;
  chain_order: number;
  required: boolean;
  enabled: boolean;
}

/** When a chain, or a job alone, runs by itself. */
export interface Schedule {
  /** `HH:MM`. */
  local_times: string[];
  /** ISO: Monday is 1. */
  weekdays: number[];
  time_zone: string;
  enabled: boolean;
}

export interface TimetableEntry extends Schedule {
  name: string;
  title: string;
  /** Null for a chain. */
  job: string | null;
  mode: 'full' | 'incremental';
  /** It runs after each successful run of that one, and has no times. */
  after_task: string | null;
  /** The last slot that started nothing, because the same job was running. */
  skipped_slot: string | null;
  updated_at: string;
  /** The name of whoever edited it last. */
  updated_by: string | null;
  next_at: string | null;
  steps: TimetableStep[];
  last_run: RunSummary | null;
  last_success_at: string | null;
}

const startsAWeek = ({ job, local_times, weekdays }: TimetableEntry): number =>
  job === null ? 1_000 : local_times.length * weekdays.length;

/** Chains first, then what runs more often, and after each what it starts. */
export const orderedTimetable = (timetable: readonly TimetableEntry[]): TimetableEntry[] => {
  const ordered = new Set<TimetableEntry>();
  const add = (entry: TimetableEntry): void => {
    if (ordered.has(entry)) return;
    ordered.add(entry);
    for (const next of timetable) if (next.after_task === entry.name) add(next);
  };
  const sorted = timetable.toSorted((a, b) => startsAWeek(b) - startsAWeek(a));
  for (const entry of [...sorted.filter(({ after_task }) => after_task === null), ...sorted]) add(entry);
  return [...ordered];
};

export interface Slot {
  /** Wall time in the schedule's time zone, `YYYY-MM-DDTHH:MM`. */
  slot: string;
  at: string;
}

/** As many as the database takes. */
export const MOST_TIMES = 24;

const PUSH_JOB = 'sync_to_impartner';

/** The step that sends counts to the CRM: its own name for a job alone; undefined where none does. */
export const pushTaskOf = ({ name, job, steps }: TimetableEntry): string | undefined =>
  job === PUSH_JOB ? name : steps.find((step) => step.job === PUSH_JOB && step.enabled)?.name;

/** The last tick is too old, or there was none: nothing starts by itself. `now` in milliseconds by the server's clock. */
export const isTickLate = (tick: string | null, now: number): boolean =>
  tick === null || now - Date.parse(tick) > LATE_TICK_MS;

const LATE_TICK_MS = 3 * 60_000;
