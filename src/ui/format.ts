import { format, parseISO } from 'date-fns';
import { addDays, type CalendarDate, daysBetween } from '../domain/calendar.ts';

/* How dates, times and figures read. Calendar dates go in as `YYYY-MM-DD`. */

/** "Mon 23 Nov", with the year where it is not `today`'s. */
export const formatDate = (date: CalendarDate, today?: CalendarDate): string =>
  format(
    parseISO(date),
    today !== undefined && today.slice(0, 4) !== date.slice(0, 4) ? 'EEE d MMM yyyy' : 'EEE d MMM',
  );

/** "Monday, 23 November" */
export const formatLongDate = (date: CalendarDate): string => format(parseISO(date), 'EEEE, d MMMM');

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

/** "Mon" */
export const formatWeekday = (date: CalendarDate): string => format(parseISO(date), 'EEE');

/** "16 – 22 Nov", "30 Nov – 6 Dec" */
export const formatWeek = (weekStart: CalendarDate): string => {
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

/** "14:05" out of `HH:MM` or `HH:MM:SS`. */
export const formatTime = (time: string): string => time.slice(0, 5);

/** Minutes as "45 min", "1 h", "1 h 15 min". */
export const formatDuration = (minutes: number): string => {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${String(rest)} min`;
  return rest === 0 ? `${String(hours)} h` : `${String(hours)} h ${String(rest)} min`;
};

const grouped = new Intl.NumberFormat('en-GB');

/** "1,204" */
export const formatCount = (count: number): string => grouped.format(count);

/** "1 change", "3 changes"; the plural is the singular with an "s" unless given. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** A ratio of 0 to 1 as "84%". */
export const formatPercent = (ratio: number): string => `${String(Math.round(ratio * 100))}%`;

const BYTE_UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** "820 bytes", "3.4 MB" */
export const formatBytes = (bytes: number): string => {
  const power = bytes < 1_000 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const amount = bytes / 1_000 ** power;
  return `${power === 0 || amount >= 100 ? String(Math.round(amount)) : amount.toFixed(1)} ${BYTE_UNITS[power] ?? ''}`;
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago `instant` was, both in milliseconds: "just now", "2 min ago", "3 h ago", "4 days ago". */
export const formatAgo = (instant: number, now: number): string => {
  const past = now - instant;
  if (past < 45_000) return 'just now';
  if (past < HOUR) return `${String(Math.max(1, Math.round(past / MINUTE)))} min ago`;
  if (past < DAY) return `${String(Math.round(past / HOUR))} h ago`;
  const days = Math.round(past / DAY);
  if (days < 14) return days === 1 ? '1 day ago' : `${String(days)} days ago`;
  return format(instant, 'd MMM yyyy');
};

/** "21 Nov 2026, 14:05", of an instant, by this device's clock. */
export const formatInstant = (instant: number): string => format(instant, 'd MMM yyyy, HH:mm');
