import {
  addDays,
  type CalendarDate,
  daysBetween,
  isRealDate,
  isValidInstant,
  isWallTime,
} from '../domain/calendar/calendar-date.ts';
import { forLocale } from '../domain/values/locale.ts';
import { wholePercent } from '../domain/reporting/metrics.ts';
import { formatDetail } from './format-name.ts';

/*
 * Texts for dates, times and numbers, in the locale of domain/values/locale.ts; the examples are British. Calendar dates are
 * `YYYY-MM-DD`. An invalid value is shown as such: it does not break the screen on which it can be corrected.
 */

const INVALID_DATE = 'Invalid date';

type DateOptions = Pick<Intl.DateTimeFormatOptions, 'weekday' | 'day' | 'month' | 'year'>;

/** Calendar dates have no zone: they are formatted as days of UTC. */
const calendarFormat = (options: DateOptions) =>
  forLocale((locale) => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }));

const dateFormat = calendarFormat({ weekday: 'short', day: 'numeric', month: 'short' });
const dateWithYearFormat = calendarFormat({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
const fieldFormat = calendarFormat({ day: 'numeric', month: 'short', year: 'numeric' });
const longDateFormat = calendarFormat({ weekday: 'long', day: 'numeric', month: 'long' });
const weekdayFormat = calendarFormat({ weekday: 'short' });
const weekdayNameFormat = calendarFormat({ weekday: 'long' });
const dayOfMonthFormat = calendarFormat({ day: 'numeric' });
const weekFormat = calendarFormat({ day: 'numeric', month: 'short' });

const startOf = (date: CalendarDate): number => Date.parse(`${date}T00:00:00Z`);

const formatRealDate = (date: CalendarDate, format: () => Intl.DateTimeFormat): string =>
  isRealDate(date) ? format().format(startOf(date)) : INVALID_DATE;

/** "Mon 23 Nov", with the year if it is not `today`'s. */
export const formatDate = (date: CalendarDate, today?: CalendarDate): string =>
  formatRealDate(date, today !== undefined && today.slice(0, 4) !== date.slice(0, 4) ? dateWithYearFormat : dateFormat);

/** "23 Nov 2026" */
export const formatDateWithYear = (date: CalendarDate): string => formatRealDate(date, fieldFormat);

/** "Monday 23 November" */
export const formatLongDate = (date: CalendarDate): string => formatRealDate(date, longDateFormat);

/** "Today", "Yesterday", "Tomorrow", otherwise the date. */
export const formatDay = (date: CalendarDate, today: CalendarDate): string => {
  switch (daysBetween(today, date)) {
    case 0:
      return 'Today';
    case -1:
      return 'Yesterday';
    case 1:
      return 'Tomorrow';
    default:
      return formatDate(date, today);
  }
};

/** "today", "yesterday", "tomorrow", otherwise the date: inside a sentence. */
export const formatInlineDay = (date: CalendarDate, today: CalendarDate): string => {
  const name = formatDay(date, today);
  return Math.abs(daysBetween(today, date)) <= 1 ? name.toLowerCase() : name;
};

/** "Monday" */
export const formatWeekdayName = (date: CalendarDate): string => formatRealDate(date, weekdayNameFormat);

/** "Mon" */
export const formatWeekday = (date: CalendarDate): string => formatRealDate(date, weekdayFormat);

/** "23" */
export const formatDayOfMonth = (date: CalendarDate): string => formatRealDate(date, dayOfMonthFormat);

/** "16 – 22 Nov", "30 Nov – 6 Dec" */
export const formatWeek = (weekStart: CalendarDate): string =>
  isRealDate(weekStart)
    ? // The range has thin spaces.
      weekFormat()
        .formatRange(startOf(weekStart), startOf(addDays(weekStart, 6)))
        .replaceAll('\u2009', ' ')
    : INVALID_DATE;

/** "This week", "Last week", "Next week", otherwise its dates. */
export const formatWeekName = (weekStart: CalendarDate, thisWeekStart: CalendarDate): string => {
  switch (daysBetween(thisWeekStart, weekStart)) {
    case 0:
      return 'This week';
    case -7:
      return 'Last week';
    case 7:
      return 'Next week';
    default:
      return formatWeek(weekStart);
  }
};

const timeFormat = forLocale(
  (locale) => new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' }),
);

/** "14:05", from `HH:MM` or `HH:MM:SS`. */
export const formatTime = (time: string): string =>
  isWallTime(time) ? timeFormat().format(Date.parse(`1970-01-01T${time.slice(0, 5)}Z`)) : 'Invalid time';

/** Minutes as "45 min", "1 h", "1 h 15 min". */
export const formatDuration = (minutes: number): string => {
  if (!(minutes >= 0)) return 'Invalid duration';
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${String(rest)} min`;
  return rest === 0 ? `${String(hours)} h` : `${String(hours)} h ${String(rest)} min`;
};

/** For large sums of minutes: "45 min", "7 h 20 min", and whole hours from ten on: "1,204 h". */
export const formatHours = (minutes: number): string =>
  minutes < 600 ? formatDuration(minutes) : `${formatCount(Math.round(minutes / 60))} h`;

const numberFormat = forLocale((locale) => new Intl.NumberFormat(locale));
const percentFormat = forLocale(
  (locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }),
);
const decimalFormat = forLocale(
  (locale) => new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
);

/** "1,204" */
export const formatCount = (count: number): string => numberFormat().format(count);

/** "1 change", "3 changes"; the plural is the singular with an "s" unless given. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** "Mon 23 Nov · 45 min": the parts that there are, in one line. */
export const joinDetails = (...parts: (string | false | null | undefined)[]): string =>
  formatDetail(parts.filter(Boolean).join(' · '));

const MAX_LISTED_ITEMS = 6;

/** "a, b and c", "a, b, c and 4 more" */
export const formatList = (parts: readonly string[]): string => {
  const shown =
    parts.length > MAX_LISTED_ITEMS + 1
      ? [...parts.slice(0, MAX_LISTED_ITEMS), `${String(parts.length - MAX_LISTED_ITEMS)} more`]
      : parts;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
};

/** The sentences that there are, one after the other. */
export const joinSentences = (...sentences: (string | false | null | undefined)[]): string =>
  sentences.filter(Boolean).join(' ');

/** A share of 0 to 1 as "84%"; "<1%" for little more than nothing. */
export const formatPercent = (share: number): string => {
  const percent = wholePercent(share);
  const isTiny = percent === 0 && share > 0;
  return `${isTiny ? '<' : ''}${percentFormat().format(isTiny ? 0.01 : percent / 100)}`;
};

const BYTE_UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** "820 bytes", "3.4 MB" */
export const formatBytes = (bytes: number): string => {
  const power = bytes < 1_000 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const amount = bytes / 1_000 ** power;
  return `${power === 0 || amount >= 100 ? formatCount(Math.round(amount)) : decimalFormat().format(amount)} ${BYTE_UNITS[power] ?? ''}`;
};

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Both in milliseconds: "just now", "2 min ago", "3 h ago", "4 days ago". */
export const formatRelativeTime = (instant: number, now: number): string => {
  if (!isValidInstant(instant)) return INVALID_DATE;
  const age = now - instant;
  if (age < 45_000) return 'just now';
  if (age < HOUR_MS) return `${String(Math.max(1, Math.round(age / MINUTE_MS)))} min ago`;
  if (age < DAY_MS) return `${String(Math.round(age / HOUR_MS))} h ago`;
  const days = Math.round(age / DAY_MS);
  if (days < 14) return days === 1 ? '1 day ago' : `${String(days)} days ago`;
  return instantDateFormat().format(instant);
};

/* In milliseconds, in the time zone of this device. */

const instantFormatter = (options: Intl.DateTimeFormatOptions) =>
  forLocale((locale) => new Intl.DateTimeFormat(locale, options));
const instantDateFormat = instantFormatter({ day: 'numeric', month: 'short', year: 'numeric' });
const instantFormat = instantFormatter({
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const instantDayFormat = instantFormatter({ day: 'numeric', month: 'short' });
const instantTimeFormat = instantFormatter({ hour: '2-digit', minute: '2-digit' });

const formatInstantAs =
  (format: () => Intl.DateTimeFormat) =>
  (instant: number): string =>
    isValidInstant(instant) ? format().format(instant) : INVALID_DATE;

/** "21 Nov 2026, 14:05" */
export const formatInstant = formatInstantAs(instantFormat);

/** "21 Nov 2026" */
export const formatInstantDate = formatInstantAs(instantDateFormat);

/** "21 Nov" */
export const formatInstantDay = formatInstantAs(instantDayFormat);

/** "14:05" */
export const formatInstantTime = formatInstantAs(instantTimeFormat);
