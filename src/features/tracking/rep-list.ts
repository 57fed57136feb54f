import { create } from 'zustand';
import { GOAL_KEYS } from '../../domain/activity.ts';
import type { CalendarDate } from '../../domain/calendar.ts';
import { GOAL_LABELS } from '../../domain/goals.ts';
import { attainment, isStale, paceOf, type RepWeek } from '../../domain/metrics.ts';

export type PaceFilter = 'all' | 'behind' | 'on_track';

export interface RepFilter {
  text: string;
  pace: PaceFilter;
  staleOnly: boolean;
}

interface RepListState extends RepFilter {
  /** Null stands for the running week. */
  weekStart: CalendarDate | null;
  set: (change: Partial<Omit<RepListState, 'set'>>) => void;
}

/** What the list of reps was set to; it is still so when coming back from one of them. */
export const useRepList = create<RepListState>()((set) => ({
  text: '',
  pace: 'all',
  staleOnly: false,
  weekStart: null,
  set,
}));

export const nameOf = ({ display_name, email }: Pick<RepWeek, 'display_name' | 'email'>): string =>
  display_name || email || 'Somebody without a name';

/** A row of the list with what is worked out from it once. */
export interface ListedRep extends RepWeek {
  name: string;
  attained: number;
  behind: boolean;
  stale: boolean;
}

/** @param now in milliseconds. */
export const listedReps = (
  rows: readonly RepWeek[],
  weekStart: CalendarDate,
  today: CalendarDate,
  now: number,
): ListedRep[] =>
  rows.map((row) => ({
    ...row,
    name: nameOf(row),
    attained: attainment(row),
    behind: paceOf(row, weekStart, today) === 'behind',
    stale: isStale(row, now),
  }));

export const filterReps = (reps: readonly ListedRep[], { text, pace, staleOnly }: RepFilter): ListedRep[] => {
  const wanted = text.trim().toLowerCase();
  return reps.filter(
    (rep) =>
      (wanted === '' || rep.name.toLowerCase().includes(wanted) || rep.email.toLowerCase().includes(wanted)) &&
      (pace === 'all' || (pace === 'behind') === rep.behind) &&
      (!staleOnly || rep.stale),
  );
};

export interface RepTotals {
  reps: number;
  done: number;
  minutes: number;
  behind: number;
  stale: number;
  /** The mean of what each rep reached, 0 to 1; null without reps. */
  attained: number | null;
}

export const repTotals = (reps: readonly ListedRep[]): RepTotals => {
  const sum = (figure: (rep: ListedRep) => number) => reps.reduce((total, rep) => total + figure(rep), 0);
  return {
    reps: reps.length,
    done: sum((rep) => rep.done_total),
    minutes: sum((rep) => rep.minutes),
    behind: reps.filter((rep) => rep.behind).length,
    stale: reps.filter((rep) => rep.stale).length,
    attained: reps.length === 0 ? null : sum((rep) => rep.attained) / reps.length,
  };
};

/** The rows of the CSV file, headers as on screen. */
export const repSheet = (reps: readonly ListedRep[], weekStart: CalendarDate): Record<string, string | number>[] =>
  reps.map((rep) => ({
    Week: weekStart,
    Name: rep.name,
    Email: rep.email,
    Role: rep.role,
    ...Object.fromEntries(
      GOAL_KEYS.flatMap((key) => [
        [`${GOAL_LABELS[key]} done`, rep.done[key]],
        [`${GOAL_LABELS[key]} goal`, rep.goals[key]],
      ]),
    ),
    'Reached (%)': Math.round(rep.attained * 100),
    Done: rep.done_total,
    Planned: rep.planned,
    Cancelled: rep.cancelled,
    Minutes: rep.minutes,
    'Last sync': rep.last_sync_at ?? '',
    Stale: rep.stale ? 'yes' : 'no',
    'Waiting changes': rep.pending,
    'Refused changes': rep.rejected,
    'Last activity': rep.last_activity_on ?? '',
  }));
