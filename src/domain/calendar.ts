/**
 * Calendar dates as people mean them: `YYYY-MM-DD`, without a time or a zone.
 * All arithmetic is done on days, so that no daylight-saving change can move one.
 */
export type CalendarDate = string;

const DAY_MS = 86_400_000;
const FORM = /^(\d{4})-(\d{2})-(\d{2})$/;

const toDay = (date: CalendarDate): number => {
  const parts = FORM.exec(date);
  if (!parts) throw new RangeError(`not a calendar date: ${date}`);
  return Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])) / DAY_MS;
};

const fromDay = (day: number): CalendarDate => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** True for a date that exists: `2024-02-29` is one, `2023-02-29` is not. */
export const isCalendarDate = (text: string): boolean => FORM.test(text) && fromDay(toDay(text)) === text;

export const addDays = (date: CalendarDate, days: number): CalendarDate => fromDay(toDay(date) + days);

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: CalendarDate, to: CalendarDate): number => toDay(to) - toDay(from);

/** Monday is 0, Sunday is 6. */
export const weekdayOf = (date: CalendarDate): number => (((toDay(date) + 3) % 7) + 7) % 7;

/** The Monday of the week that holds `date`. Weeks start on Monday everywhere in Cadence. */
export const weekStartOf = (date: CalendarDate): CalendarDate => addDays(date, -weekdayOf(date));

/** The seven dates of the week that starts on `weekStart`. */
export const datesOfWeek = (weekStart: CalendarDate): CalendarDate[] =>
  Array.from({ length: 7 }, (_, day) => addDays(weekStart, day));

/** Every date from `from` to `to`, both included; empty when `to` is earlier. */
export const datesBetween = (from: CalendarDate, to: CalendarDate): CalendarDate[] =>
  Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, day) => addDays(from, day));

/**
 * The date that `instant` (milliseconds since the epoch) falls on for someone in `timeZone`
 * (an IANA name). An unknown zone counts as UTC, so that a damaged profile never stops the day.
 */
export const dateIn = (timeZone: string, instant: number): CalendarDate => partsIn(timeZone, instant).date;

/** The wall-clock time `HH:MM` at `instant` in `timeZone`. */
export const timeIn = (timeZone: string, instant: number): string => partsIn(timeZone, instant).time;

/** True for an IANA time-zone name that this runtime knows. */
export const isTimeZone = (timeZone: string): boolean => formatterFor(timeZone) !== null;

const formatters = new Map<string, Intl.DateTimeFormat | null>();

const formatterFor = (timeZone: string): Intl.DateTimeFormat | null => {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  let made: Intl.DateTimeFormat | null = null;
  try {
    made = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
  } catch {
    // An unknown zone is an answer, not a fault.
  }
  formatters.set(timeZone, made);
  return made;
};

const partsIn = (timeZone: string, instant: number): { date: CalendarDate; time: string } => {
  const formatter = formatterFor(timeZone) ?? formatterFor('UTC');
  const parts = new Map(formatter?.formatToParts(instant).map((part) => [part.type, part.value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return { date: `${part('year')}-${part('month')}-${part('day')}`, time: `${part('hour')}:${part('minute')}` };
};
