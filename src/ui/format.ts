import { format, parseISO } from 'date-fns';
import {
  addDays,
  type CalendarDate,
  daysBetween,
  isRealDate,
  isValidInstant,
  isWallTime,
} from '../domain/calendar/calendar-date.ts';
import { wholePercent } from '../domain/reporting/metrics.ts';
import { formatLine } from './format-name.ts';

/*
 * Texts for dates, times and numbers. Calendar dates are `YYYY-MM-DD`. An invalid value is shown as such: it
 * does not break the screen on which it can be corrected.
 */

const INVALID_DATE = 'Invalid date';

const formatRealDate = (date: CalendarDate, pattern: string): string =>
  isRealDate(date) ? format(parseISO(date), pattern) : INVALID_DATE;

/** "Mon 23 Nov", with the year if it is not `today`'s. */
export const formatDate = (date: CalendarDate, today?: CalendarDate): string =>
  formatRealDate(date, today !== undefined && today.slice(0, 4) !== date.slice(0, 4) ? 'EEE d MMM yyyy' : 'EEE d MMM');

/** "Monday, 23 November" */
export const formatLongDate = (date: CalendarDate): string => formatRealDate(date, 'EEEE, d MMMM');

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
export const formatWeekdayName = (date: CalendarDate): string => formatRealDate(date, 'EEEE');

/** "Mon" */
export const formatWeekday = (date: CalendarDate): string => formatRealDate(date, 'EEE');

/** "23" */
export const formatDayOfMonth = (date: CalendarDate): string => formatRealDate(date, 'd');

/** "16 – 22 Nov", "30 Nov – 6 Dec" */
export const formatWeek = (weekStart: CalendarDate): string => {
  if (!isRealDate(weekStart)) return INVALID_DATE;
  const first = parseISO(weekStart);
  const last = parseISO(addDays(weekStart, 6));
  const sameMonth = first.getMonth() === last.getMonth();
  return `${format(first, sameMonth ? 'd' : 'd MMM')} – ${format(last, 'd MMM')}`;
};

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

/** "14:05", from `HH:MM` or `HH:MM:SS`. */
export const formatTime = (time: string): string => (isWallTime(time) ? time.slice(0, 5) : 'Invalid time');

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

const numberFormat = new Intl.NumberFormat('en-GB');

/** "1,204" */
export const formatCount = (count: number): string => numberFormat.format(count);

/** "1 change", "3 changes"; the plural is the singular with an "s" unless given. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** "Mon 23 Nov · 45 min": the parts that there are, in one line. */
export const joinDetails = (...parts: (string | false | null | undefined)[]): string =>
  formatLine(parts.filter(Boolean).join(' · '));

/** A share of 0 to 1 as "84%"; "<1%" for little more than nothing. */
export const formatPercent = (share: number): string => {
  const percent = wholePercent(share);
  return percent === 0 && share > 0 ? '<1%' : `${String(percent)}%`;
};

const BYTE_UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** "820 bytes", "3.4 MB" */
export const formatBytes = (bytes: number): string => {
  const power = bytes < 1_000 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const amount = bytes / 1_000 ** power;
  return `${power === 0 || amount >= 100 ? String(Math.round(amount)) : amount.toFixed(1)} ${BYTE_UNITS[power] ?? ''}`;
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
  return format(instant, 'd MMM yyyy');
};

const formatInstantAs =
  (pattern: string) =>
  (instant: number): string =>
    isValidInstant(instant) ? format(instant, pattern) : INVALID_DATE;

/* In milliseconds, in the time zone of this device. */

/** "21 Nov 2026, 14:05" */
export const formatInstant = formatInstantAs('d MMM yyyy, HH:mm');

/** "21 Nov" */
export const formatInstantDay = formatInstantAs('d MMM');

/** "14:05" */
export const formatInstantTime = formatInstantAs('HH:mm');
