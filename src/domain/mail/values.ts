import { dateInTimeZone, timeInTimeZone } from '../calendar/calendar-date.ts';

/* Numbers and dates as every reader of a mail reads them, whatever their language: nobody tells which one it is. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `12,345` or `12.5`, with one decimal at most; `—` where it is not known. */
export const numberText = (value: number | null): string => {
  if (value === null) return '—';
  const rounded = Math.round(Math.abs(value) * 10) / 10;
  const sign = value < 0 && rounded > 0 ? '−' : '';
  const [whole = '', ...decimals] = String(rounded).split('.');
  return [sign + whole.replace(/\B(?=(\d{3})+$)/g, ','), ...decimals].join('.');
};

/** A difference with its sign: `+3`, `−1.5`, `0`. */
export const differenceText = (value: number): string => (value > 0 ? `+${numberText(value)}` : numberText(value));

/** A date `YYYY-MM-DD` as `30 Nov 2026`. */
export const dateText = (date: string): string => {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${String(Number(day))} ${MONTHS[Number(month) - 1] ?? ''} ${year}`;
};

/** An instant (ISO 8601) as `30 Nov 2026 at 02:04 (Europe/Berlin)`. */
export const instantText = (at: string, timeZone: string): string => {
  const instant = Date.parse(at);
  return `${dateText(dateInTimeZone(timeZone, instant))} at ${timeInTimeZone(timeZone, instant)} (${timeZone})`;
};

/** `1 partner`, `2 partners`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${numberText(count)} ${count === 1 ? one : many}`;
