import { formatDuration, formatInstantDay, formatInstantTime } from '../../../ui/format.ts';
import { rowKindLabel, sentenceCase } from '../../../shared/rows/labels.ts';

/** Milliseconds as "85 ms", "1.2 s", "3 min", "2 h 10 min", "3 days". */
export const formatMilliseconds = (ms: number): string => {
  if (ms < 1_000) return `${String(Math.round(ms))} ms`;
  if (ms < 59_500) return `${(ms / 1_000).toFixed(ms < 9_950 ? 1 : 0)} s`;
  const minutes = Math.round(ms / 60_000);
  if (minutes < 48 * 60) return formatDuration(minutes);
  return `${String(Math.round(minutes / 1_440))} days`;
};

export const durationOrDash = (ms: number | null): string => (ms === null ? '–' : formatMilliseconds(ms));

const SECONDS_PER_DAY = 86_400;

/** The label of a bucket that begins at `at`, by this device's clock: "14:00", "21 Nov". */
export const bucketLabel = (at: string, seconds: number): string => {
  const start = Date.parse(at);
  // The middle of a day is on that day, also when daylight saving time begins or ends.
  return seconds < SECONDS_PER_DAY ? formatInstantTime(start) : formatInstantDay(start + (seconds / 2) * 1_000);
};

const SYNC_FAILURE_LABELS: Record<string, string> = {
  offline: 'No connection',
  timeout: 'Timed out',
  unauthorized: 'Session ended',
  removed: 'Account removed',
  throttled: 'Too many requests',
  server: 'Server error',
  rejected: 'Request rejected',
  unreadable: 'Request not readable',
  outdated: 'App version too old',
  device: 'Storage error on the device',
};

export const syncFailureLabel = (code: string): string => SYNC_FAILURE_LABELS[code] ?? code;

const REJECTION_LABELS: Record<string, string> = {
  unknown_table: 'Unknown table',
  unknown_field: 'Unknown field',
  malformed: 'Malformed',
  forbidden: 'Not allowed',
  not_found: 'Row not found',
  invalid_value: 'Invalid value',
  duplicate: 'Duplicate',
  missing_parent: 'Parent row missing',
  has_dependents: 'Has dependent rows',
  internal: 'Internal error',
  not_in_backup: 'Not in the restored backup',
};

export const rejectionLabel = (code: string): string => REJECTION_LABELS[code] ?? code;

/** "Activity" */
export const tableLabel = (table: string): string => sentenceCase(rowKindLabel(table));
