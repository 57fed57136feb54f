/**
 * A calendar date, `YYYY-MM-DD`, without a time or a time zone.
 * All arithmetic is on whole days, so that daylight-saving changes cannot shift a date.
 */
export type CalendarDate = string;

const MS_PER_DAY = 86_400_000;
const DATE_PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;

const toEpochDay = (date: CalendarDate): number => {
  const parts = DATE_PATTERN.exec(date);
  if (!parts) throw new RangeError(`not a calendar date: ${date}`);
  return Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])) / MS_PER_DAY;
};

const fromEpochDay = (day: number): CalendarDate => new Date(day * MS_PER_DAY).toISOString().slice(0, 10);

/** True for a date that exists: `2024-02-29` is one, `2023-02-29` is not. */
export const isCalendarDate = (text: string): boolean =>
  DATE_PATTERN.test(text) && fromEpochDay(toEpochDay(text)) === text;

export const MIN_DATE = '1970-01-01';
export const MAX_DATE = '2999-12-31';

/** True for a calendar date that the database accepts. */
export const isSupportedDate = (text: string): boolean => isCalendarDate(text) && text >= MIN_DATE && text <= MAX_DATE;

/** @throws RangeError unless `date` has the form `YYYY-MM-DD`; so do the functions below. */
export const addDays = (date: CalendarDate, days: number): CalendarDate => fromEpochDay(toEpochDay(date) + days);

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: CalendarDate, to: CalendarDate): number => toEpochDay(to) - toEpochDay(from);

/** Monday is 0, Sunday is 6. */
export const weekdayOf = (date: CalendarDate): number => (((toEpochDay(date) + 3) % 7) + 7) % 7;

/** The Monday of the week of `date`. Weeks start on Monday everywhere in Cadence. */
export const weekStartOf = (date: CalendarDate): CalendarDate => addDays(date, -weekdayOf(date));

/** The seven dates of the week that starts on `weekStart`. */
export const weekDates = (weekStart: CalendarDate): CalendarDate[] =>
  Array.from({ length: 7 }, (_, day) => addDays(weekStart, day));

/** Every date from `from` to `to`, both included; empty when `to` is earlier. */
export const datesInRange = (from: CalendarDate, to: CalendarDate): CalendarDate[] =>
  Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, day) => addDays(from, day));

/**
 * The date that `instant` (milliseconds since 1970-01-01) falls on for someone in `timeZone`
 * (an IANA name). An unknown zone counts as UTC, so that a damaged profile does not block Daily Focus;
 * the database's `private.date_in` does the same.
 */
export const dateInTimeZone = (timeZone: string, instant: number): CalendarDate => partsIn(timeZone, instant).date;

/** The wall-clock time `HH:MM` at `instant` in `timeZone`. */
export const timeInTimeZone = (timeZone: string, instant: number): string => partsIn(timeZone, instant).time;

/** True for an IANA time-zone name that this runtime knows. */
export const isTimeZone = (timeZone: string): boolean => formatterFor(timeZone) !== null;

const formatters = new Map<string, Intl.DateTimeFormat | null>();

const formatterFor = (timeZone: string): Intl.DateTimeFormat | null => {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  let formatter: Intl.DateTimeFormat | null = null;
  try {
    formatter = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
  } catch {
    // The constructor throws for an unknown zone; `null` is stored for it.
  }
  formatters.set(timeZone, formatter);
  return formatter;
};

const partsIn = (timeZone: string, instant: number): { date: CalendarDate; time: string } => {
  const formatter = formatterFor(timeZone) ?? formatterFor('UTC');
  const parts = new Map(formatter?.formatToParts(instant).map((part) => [part.type, part.value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return { date: `${part('year')}-${part('month')}-${part('day')}`, time: `${part('hour')}:${part('minute')}` };
};
