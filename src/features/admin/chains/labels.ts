import type { Freshness } from '../../../domain/chains/dataset.ts';
import { DATASET_LABELS } from '../../../domain/chains/dataset-labels.ts';
import type { CountKey } from '../../../domain/chains/partner.ts';
import type { RunStatus, RunSummary, Step, StepStatus } from '../../../domain/chains/run.ts';
import type { TimetableEntry } from '../../../domain/chains/timetable.ts';
import { sentenceCase } from '../../../shared/rows/labels.ts';
import { formatCount, formatDuration, plural } from '../../../ui/format.ts';
import { formatName } from '../../../ui/format-name.ts';
import type { StatusTone } from '../../../ui/StatusDot.tsx';

export const RUN_STATUS_LABELS: Record<RunStatus, string> = {
  running: 'Running',
  completed: 'Completed',
  partial: 'Partly failed',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

export const RUN_STATUS_TONES: Record<RunStatus, StatusTone> = {
  running: 'busy',
  completed: 'good',
  partial: 'warn',
  failed: 'bad',
  cancelled: 'quiet',
};

const STEP_STATUS_LABELS: Record<StepStatus, string> = {
  pending: 'To come',
  running: 'Running',
  waiting: 'Tried again later',
  done: 'Done',
  failed: 'Failed',
  skipped: 'Skipped',
  cancelled: 'Cancelled',
};

/** A step that had not begun when its run ended never will. */
export const stepStatusLabel = ({ status }: Pick<Step, 'status'>, run: Pick<RunSummary, 'status'>): string =>
  status === 'pending' && run.status !== 'running' ? 'Not begun' : STEP_STATUS_LABELS[status];

export const STEP_STATUS_TONES: Record<StepStatus, StatusTone> = {
  pending: 'quiet',
  running: 'busy',
  waiting: 'warn',
  done: 'good',
  failed: 'bad',
  skipped: 'quiet',
  cancelled: 'quiet',
};

/** "By schedule", "After another run", "By hand, by Alex": what started a run. */
export const triggerLabel = ({ trigger, requested_by }: Pick<RunSummary, 'trigger' | 'requested_by'>): string => {
  if (trigger === 'schedule') return 'By schedule';
  if (trigger === 'after') return 'After another run';
  return requested_by ? `By hand, by ${formatName(requested_by)}` : 'By hand';
};

export const datasetLabel = (name: string): string =>
  DATASET_LABELS[name] ?? sentenceCase(formatName(name.replaceAll('_', ' ')));

/** In the middle of a sentence: "memberships", "LMS users". */
export const inlineDatasetLabel = (name: string): string => {
  const label = datasetLabel(name);
  return /^[A-Z]{2}/.test(label) ? label : label.charAt(0).toLowerCase() + label.slice(1);
};

/** Before the age of the data, where they were ever loaded. */
export const FRESHNESS_LABELS: Record<Freshness, string> = {
  fresh: 'As of',
  stale: 'Stale: as of',
  never: 'Never loaded',
};
export const FRESHNESS_TONES: Record<Freshness, StatusTone> = { fresh: 'good', stale: 'warn', never: 'quiet' };

const API_LABELS: Record<string, string> = { northpass: 'Northpass', impartner: 'Impartner', resend: 'Resend' };

/** "Northpass"; "the vendor" where there is none. */
export const apiLabel = (api: string | null): string => (api === null ? 'the vendor' : (API_LABELS[api] ?? api));

export const COUNT_LABELS: Record<CountKey, string> = {
  certified_people: 'Certified people',
  total_npcu: 'NPCU',
  expiring_certificates: 'Expiring certificates',
};

/** The title of a chain; made of its name where the timetable is not known. */
export const chainTitle = (name: string, timetable: readonly TimetableEntry[] | undefined): string =>
  timetable?.find((entry) => entry.name === name)?.title ?? sentenceCase(formatName(name.replaceAll(/[_.]/g, ' ')));

/** The title of a task of a chain, or of a chain. */
export const taskTitle = (task: string, timetable: readonly TimetableEntry[]): string =>
  timetable.flatMap(({ steps }) => steps).find(({ name }) => name === task)?.title ?? chainTitle(task, timetable);

/** "<1 s", "45 s", "3 min 20 s", "12 min", "1 h 5 min" */
export const formatSeconds = (seconds: number): string => {
  const whole = Math.round(seconds);
  if (!(whole >= 0)) return '–';
  if (whole === 0) return '<1 s';
  if (whole < 60) return `${String(whole)} s`;
  if (whole < 600 && whole % 60 !== 0) return `${String(Math.floor(whole / 60))} min ${String(whole % 60)} s`;
  return formatDuration(Math.round(whole / 60));
};

const NOTE_LABELS: Record<string, (count: number) => string> = {
  sent: (count) => `${formatCount(count)} sent`,
  refused: (count) => `${formatCount(count)} refused by the CRM`,
  would_send: (count) => `${formatCount(count)} would have been sent`,
  not_found: (count) => `${formatCount(count)} not found any more`,
  not_readable: (count) => `${plural(count, 'value')} may not be read`,
};

/** "12 sent": what a step says about rows. */
export const noteLabels = (notes: Step['notes']): string[] =>
  Object.entries(notes)
    .filter(([, count]) => count > 0)
    .map(
      ([code, count]) => NOTE_LABELS[code]?.(count) ?? `${formatCount(count)} ${formatName(code.replaceAll('_', ' '))}`,
    );
