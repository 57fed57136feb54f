import { DAILY_CHAIN } from './right-action.ts';
import type { TimetableEntry } from './timetable.ts';

/** One kind of rows that steps refresh. */
export interface Dataset {
  name: string;
  /** The rows are as they were then; null: never loaded. */
  refreshed_at: string | null;
  /** Rows that are not gone. */
  row_count: number;
  /** Whether it has rows here: what was sent to the CRM has none. */
  has_rows: boolean;
  /** Older data are stale. */
  max_age_seconds: number;
}

/** In the order in which data come about. */
const DATASET_ORDER = [
  'courses',
  'npcu',
  'users',
  'groups',
  'memberships',
  'enrollments',
  'transcripts',
  'partners',
  'contacts',
  'leads',
  'partner_counts',
] as const;

export const orderedDatasets = (datasets: readonly Dataset[]): Dataset[] => {
  const order: readonly string[] = DATASET_ORDER;
  const placeOf = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return datasets.toSorted((a, b) => placeOf(a.name) - placeOf(b.name));
};

export type Freshness = 'fresh' | 'stale' | 'never';

/** At `now`, in milliseconds by the server's clock. */
export const freshnessOf = (dataset: Pick<Dataset, 'refreshed_at' | 'max_age_seconds'>, now: number): Freshness => {
  if (dataset.refreshed_at === null) return 'never';
  return Date.parse(dataset.refreshed_at) < now - dataset.max_age_seconds * 1_000 ? 'stale' : 'fresh';
};

/** What partner counts are made of (`private.jobs`, `sync_to_impartner`): they may be wrong where one of these is not fresh. */
const COUNTED = ['partners', 'npcu', 'groups', 'memberships', 'enrollments'];

export const staleForCounts = (datasets: readonly Dataset[], now: number): Dataset[] =>
  datasets.filter((dataset) => COUNTED.includes(dataset.name) && freshnessOf(dataset, now) !== 'fresh');

/** The chains that refresh a dataset completely, where it is another one than the daily one. */
const OTHER_CHAINS: Record<string, string> = { leads: 'leads_full' };

/** The chain to run for a dataset that is stale. */
export const chainOfDataset = (name: string, timetable: readonly TimetableEntry[]): TimetableEntry | undefined =>
  timetable.find((entry) => entry.name === (OTHER_CHAINS[name] ?? DAILY_CHAIN));
