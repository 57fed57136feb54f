import { format } from 'date-fns';
import { formatDuration } from '../../ui/format.ts';
import { kindOf, sentenceCase } from '../../ui/row-words.ts';

/** Milliseconds as "85 ms", "1.2 s", "3 min", "2 h 10 min", "3 days". */
export const formatSpan = (ms: number): string => {
  if (ms < 1_000) return `${String(Math.round(ms))} ms`;
  if (ms < 59_500) return `${(ms / 1_000).toFixed(ms < 9_950 ? 1 : 0)} s`;
  const minutes = Math.round(ms / 60_000);
  if (minutes < 48 * 60) return formatDuration(minutes);
  return `${String(Math.round(minutes / 1_440))} days`;
};

const DAY_S = 86_400;

/** The name of a stretch of time that begins at `at`, by this device's clock: "14:00", "21 Nov". */
export const stretchName = (at: string, seconds: number): string => {
  const start = Date.parse(at);
  // The middle of a day is on that day, also where a clock was put forward or back.
  return seconds < DAY_S ? format(start, 'HH:mm') : format(start + (seconds / 2) * 1_000, 'd MMM');
};

const FAILURES: Record<string, string> = {
  offline: 'No connection',
  timeout: 'No answer in time',
  unauthorized: 'Session ended',
  throttled: 'Too many requests',
  server: 'Trouble on the server',
  refused: 'Request not understood',
  unreadable: 'Changes not readable',
  outdated: 'App too old',
  device: 'Trouble on the device',
};

export const failureName = (code: string): string => FAILURES[code] ?? code;

const REFUSALS: Record<string, string> = {
  unknown_table: 'Table not known',
  unknown_field: 'Field not known',
  malformed: 'Not readable',
  forbidden: 'Not allowed',
  not_found: 'Row is gone',
  invalid_value: 'Value not accepted',
  duplicate: 'Exists already',
  missing_parent: 'Belongs to a row that is gone',
  has_dependents: 'Others belong to it',
  internal: 'Other trouble',
};

export const refusalName = (code: string): string => REFUSALS[code] ?? code;

/** "Activity": what a row of the table is. */
export const tableName = (table: string): string => sentenceCase(kindOf(table));
