/**
 * A calendar date, `YYYY-MM-DD`, without a time or a time zone.
 * All arithmetic is on whole days, so that daylight-saving changes cannot shift a date.
 */
export type CalendarDate = string;

const MS_PER_DAY = 86_400_000;
const DATE_PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The first and the last date that the database accepts. */
const FIRST_DATE: CalendarDate = '1970-01-01';
export const LAST_DATE: CalendarDate = '2999-12-31';

/** The result of arithmetic on a text that is no date: an invalid row does not break a screen. */
const INVALID: CalendarDate = 'invalid';

/** NaN for a text that is no date. */
const toEpochDay = (date: CalendarDate): number => {
  const [, year = '', month = '', day = ''] = DATE_PATTERN.exec(date) ?? [];
  const instant = Date.UTC(Number(year), Number(month) - 1, Number(day));
  return isoDate(instant) === date ? instant / MS_PER_DAY : NaN;
};

const fromEpochDay = (day: number): CalendarDate => isoDate(day * MS_PER_DAY);

const isoDate = (instant: number): CalendarDate =>
  isValidInstant(instant) ? new Date(instant).toISOString().slice(0, 10) : INVALID;

/** False for milliseconds that a Date cannot hold, such as the NaN that `Date.parse` gives for `infinity`. */
export const isValidInstant = (instant: number): boolean => !Number.isNaN(new Date(instant).getTime());

/** True for a date that exists, in any year: `2024-02-29` is one, `2023-02-29` is not. */
export const isRealDate = (text: string): boolean => !Number.isNaN(toEpochDay(text));

/** True for a date that the database accepts: it exists, from FIRST_DATE to LAST_DATE. */
export const isCalendarDate = (text: string): boolean => isRealDate(text) && text >= FIRST_DATE && text <= LAST_DATE;

/** `invalid` where `date` is no date. */
export const addDays = (date: CalendarDate, days: number): CalendarDate => fromEpochDay(toEpochDay(date) + days);

/** Whole days from `from` to `to`; negative when `to` is earlier, NaN where one is no date. */
export const daysBetween = (from: CalendarDate, to: CalendarDate): number => toEpochDay(to) - toEpochDay(from);

/** Monday is 0, Sunday is 6. */
export const weekdayOf = (date: CalendarDate): number => (((toEpochDay(date) + 3) % 7) + 7) % 7;

/** The Monday of the week of `date`. Weeks start on Monday everywhere in Cadence. */
export const weekStartOf = (date: CalendarDate): CalendarDate => addDays(date, -weekdayOf(date));

/** The seven dates of the week that starts on `weekStart`. */
export const weekDates = (weekStart: CalendarDate): CalendarDate[] =>
  Array.from({ length: 7 }, (_, day) => addDays(weekStart, day));

/** Every date from `from` to `to`, both included; empty when `to` is earlier or one is no date. */
export const datesInRange = (from: CalendarDate, to: CalendarDate): CalendarDate[] =>
  Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, day) => addDays(from, day));

const WALL_TIME_PATTERN = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/;

/** True for a wall-clock time `HH:MM` or `HH:MM:SS` of 24 hours. */
export const isWallTime = (text: string): boolean => WALL_TIME_PATTERN.test(text);

/**
 * The date that `instant` (milliseconds since 1970-01-01) falls on for someone in `timeZone`
 * (an IANA name). An unknown zone counts as UTC, so that a damaged profile does not block Daily Focus;
 * the database's `private.date_in` does the same.
 */
export const dateInTimeZone = (timeZone: string, instant: number): CalendarDate => partsIn(timeZone, instant).date;

/** The wall-clock time `HH:MM` at `instant` in `timeZone`. */
export const timeInTimeZone = (timeZone: string, instant: number): string => partsIn(timeZone, instant).time;

/**
 * `UTC`, and names of an area and a place. Runtimes accept further ones, offsets and old aliases, but another runtime
 * or Postgres reads them as something else or not at all.
 */
const TIME_ZONE_PATTERN = /^(UTC|[A-Z][A-Za-z]+(\/[A-Z][A-Za-z_-]+){1,2}|Etc\/GMT(0|[+-]\d|[+-]1[0-2]|-1[34]))$/;

/** True for an IANA time-zone name that this runtime knows. */
export const isTimeZone = (timeZone: string): boolean => formatterFor(timeZone) !== null;

const formatters = new Map<string, Intl.DateTimeFormat | null>();

const formatterFor = (timeZone: string): Intl.DateTimeFormat | null => {
  if (!TIME_ZONE_PATTERN.test(timeZone)) return null;
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
  if (!isValidInstant(instant)) return { date: INVALID, time: INVALID };
  const formatter = formatterFor(timeZone) ?? formatterFor('UTC');
  const parts = new Map(formatter?.formatToParts(instant).map((part) => [part.type, part.value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return { date: `${part('year')}-${part('month')}-${part('day')}`, time: `${part('hour')}:${part('minute')}` };
};
