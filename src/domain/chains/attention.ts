import type { UnlinkedGroup } from './partner.ts';
import { type Dataset, chainOfDataset, freshnessOf } from './dataset.ts';
import type { HeldDeletion } from './held-deletion.ts';
import type { RunSummary } from './run.ts';
import { isTickLate, type TimetableEntry } from './timetable.ts';

/** Stale datasets that one chain refreshes. */
export interface StaleData {
  datasets: Dataset[];
  chain: TimetableEntry | undefined;
  /** Whether that chain is running, and whether its last run failed, which then is what needs attention. */
  isRunning: boolean;
  hasFailed: boolean;
}

export interface FailedChain {
  entry: TimetableEntry;
  run: RunSummary;
}

/** What an admin has to look at, the most urgent first. */
export interface Attention {
  isTickLate: boolean;
  failed: FailedChain[];
  held: HeldDeletion[];
  stale: StaleData[];
  /** Groups whose name several partners could have, and those that match none. */
  ambiguousGroups: number;
  unmatchedGroups: number;
}

interface Observed {
  timetable: readonly TimetableEntry[];
  datasets: readonly Dataset[];
  held: readonly HeldDeletion[];
  lastTick: string | null;
}

const hasFailed = (run: RunSummary | null): run is RunSummary => run?.status === 'failed' || run?.status === 'partial';

/** @param now in milliseconds by the server's clock. */
export const attentionOf = (
  { timetable, datasets, held, lastTick }: Observed,
  unlinked: readonly UnlinkedGroup[],
  now: number,
): Attention => {
  const ambiguousGroups = unlinked.filter(({ candidates }) => candidates.length > 0).length;
  return {
    isTickLate: isTickLate(lastTick, now),
    failed: timetable.flatMap((entry) => (hasFailed(entry.last_run) ? [{ entry, run: entry.last_run }] : [])),
    held: [...held],
    stale: staleData(timetable, datasets, now),
    ambiguousGroups,
    unmatchedGroups: unlinked.length - ambiguousGroups,
  };
};

const staleData = (timetable: readonly TimetableEntry[], datasets: readonly Dataset[], now: number): StaleData[] => {
  const byChain = new Map<TimetableEntry | undefined, Dataset[]>();
  for (const dataset of datasets) {
    if (freshnessOf(dataset, now) !== 'stale') continue;
    const chain = chainOfDataset(dataset.name, timetable);
    byChain.set(chain, [...(byChain.get(chain) ?? []), dataset]);
  }
  return [...byChain].map(([chain, stale]) => ({
    datasets: stale,
    chain,
    isRunning: chain?.last_run?.status === 'running',
    hasFailed: hasFailed(chain?.last_run ?? null),
  }));
};

export const needsAttention = ({ isTickLate: isLate, failed, held, stale, ambiguousGroups }: Attention): boolean =>
  isLate || failed.length + held.length + stale.length + ambiguousGroups > 0;

/** Nothing was ever loaded, and nothing is being loaded. */
export const isUnused = ({ timetable, datasets }: Pick<Observed, 'timetable' | 'datasets'>): boolean =>
  timetable.every(({ last_run }) => last_run === null) && datasets.every(({ refreshed_at }) => refreshed_at === null);
