import { GOAL_KEYS } from '../../../domain/activities/activity.ts';
import type { CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import { GOAL_LABELS } from '../../../domain/goals/weekly-goals.ts';
import { plural } from '../../../ui/format.ts';
import { displayName } from '../../../domain/profiles/profile.ts';
import { wholePercent } from '../../../domain/reporting/metrics.ts';
import { goalAttainment, isSyncStale, paceOf, type RepWeek } from '../../../domain/reporting/rep-week.ts';
import { matchesTerms, searchableText, searchTerms } from '../../../domain/values/fold.ts';

export type PaceFilter = 'all' | 'behind' | 'on_track';

export interface RepFilter {
  text: string;
  pace: PaceFilter;
  staleOnly: boolean;
}

/** The filter of an address: a pace that there is not is no filter. */
export const repFilterOf = ({ q = '', pace, stale }: Partial<Record<'q' | 'pace' | 'stale', string>>): RepFilter => ({
  text: q,
  pace: pace === 'behind' || pace === 'on_track' ? pace : 'all',
  staleOnly: stale === 'yes',
});

/** What of a change of the filter is in the address. */
export const repFilterInAddress = ({ text, pace, staleOnly }: RepFilter) => ({
  q: text,
  pace: pace === 'all' ? undefined : pace,
  stale: staleOnly ? 'yes' : undefined,
});

export const repNameOf = (rep: Pick<RepWeek, 'display_name' | 'email'>): string => displayName(rep) || 'Unnamed';

/** A row of the list, with everything that filters and sorting need. */
export interface ListedRep extends RepWeek {
  name: string;
  attained: number;
  behind: boolean;
  stale: boolean;
}

/** @param now in milliseconds. */
export const toListedReps = (
  rows: readonly RepWeek[],
  weekStart: CalendarDate,
  today: CalendarDate,
  now: number,
): ListedRep[] =>
  rows.map((row) => ({
    ...row,
    name: repNameOf(row),
    attained: goalAttainment(row),
    behind: paceOf(row, weekStart, today) === 'behind',
    stale: isSyncStale(row, now),
  }));

export const filterReps = (reps: readonly ListedRep[], { text, pace, staleOnly }: RepFilter): ListedRep[] => {
  const terms = searchTerms(text);
  return reps.filter(
    (rep) =>
      matchesTerms(searchableText(rep.name, rep.email), terms) &&
      (pace === 'all' || (pace === 'behind') === rep.behind) &&
      (!staleOnly || rep.stale),
  );
};

/** "13 reps and 1 coach": coaches have a week of their own, and are no reps. */
export const repCountLabel = (reps: readonly Pick<ListedRep, 'role'>[]): string => {
  const coaches = reps.filter(({ role }) => role === 'coach').length;
  const repCount = plural(reps.length - coaches, 'rep');
  return coaches === 0 ? repCount : `${repCount} and ${plural(coaches, 'coach', 'coaches')}`;
};

export interface RepTotals {
  done: number;
  minutes: number;
  behind: number;
  stale: number;
  /** The mean of what each rep reached, 0 to 1; `null` without reps. */
  attained: number | null;
}

export const repTotals = (reps: readonly ListedRep[]): RepTotals => {
  const sum = (figure: (rep: ListedRep) => number) => reps.reduce((total, rep) => total + figure(rep), 0);
  return {
    done: sum((rep) => rep.done_total),
    minutes: sum((rep) => rep.minutes),
    behind: reps.filter((rep) => rep.behind).length,
    stale: reps.filter((rep) => rep.stale).length,
    attained: reps.length === 0 ? null : sum((rep) => rep.attained) / reps.length,
  };
};

/** The rows of the CSV file, with the labels of the screen as headers. */
export const repCsvRows = (reps: readonly ListedRep[], weekStart: CalendarDate): Record<string, string | number>[] =>
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
    'Reached (%)': wholePercent(rep.attained),
    Done: rep.done_total,
    Planned: rep.planned,
    Cancelled: rep.cancelled,
    Minutes: rep.minutes,
    'Last sync': rep.last_sync_at ?? '',
    Stale: rep.stale ? 'yes' : 'no',
    'Pending changes': rep.pending,
    'Rejected changes': rep.rejected,
    'Last activity': rep.last_activity_on ?? '',
  }));
