import { addDays, type CalendarDate } from '../calendar/calendar-date.ts';

/**
 * Dates on which an enrollment has no tasks from its program, both included. The program's days that would fall on them
 * come after them (`shift`), or are left out (`skip`).
 */
export interface Pause {
  first_date: CalendarDate;
  last_date: CalendarDate;
  mode: 'shift' | 'skip';
}

/** An enrollment's pauses. Rows that a device read before there were pauses have no such field. */
export const pausesOf = ({ pauses }: { pauses?: readonly Pause[] }): readonly Pause[] => pauses ?? [];

/** The pause of those, ascending and without a date in two of them, that `day` is in. */
export const pauseOn = (pauses: readonly Pause[], day: CalendarDate): Pause | undefined =>
  pauses.find(({ first_date, last_date }) => first_date <= day && day <= last_date);

/** The pause that goes on today, or begins next. */
export const currentPause = (pauses: readonly Pause[], today: CalendarDate): Pause | undefined =>
  pauses.find(({ last_date }) => last_date >= today);

/** The pause that can be ended or taken back: the current one, or the last one that is over. */
export const changeablePause = (pauses: readonly Pause[], today: CalendarDate): Pause | undefined =>
  currentPause(pauses, today) ?? pauses.at(-1);

export type PausePhase = 'past' | 'current' | 'upcoming';

export const pausePhase = ({ first_date, last_date }: Pause, today: CalendarDate): PausePhase =>
  last_date < today ? 'past' : first_date <= today ? 'current' : 'upcoming';

/**
 * The first date from `date` on that is in no pause. The database's `private.next_date_without_pause` computes the same
 * value.
 */
export const nextDateWithoutPause = (date: CalendarDate, pauses: readonly Pause[]): CalendarDate =>
  pauses.reduce(
    (next, { first_date, last_date }) => (first_date <= next && next <= last_date ? addDays(last_date, 1) : next),
    date,
  );
