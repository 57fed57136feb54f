import type { Alert } from '../../domain/chains/alert.ts';
import type { Dataset } from '../../domain/chains/dataset.ts';
import type { HeldDeletion } from '../../domain/chains/held-deletion.ts';
import type { TimetableEntry } from '../../domain/chains/timetable.ts';
import { usePersistedQuery } from '../../api/use-persisted-query.ts';
import { getAlerts } from './alerts.ts';
import { getDatasets, getHeldDeletions } from './datasets.ts';
import { getLastTick, getTimetable } from './timetable.ts';

export interface ChainsOverview {
  timetable: TimetableEntry[];
  datasets: Dataset[];
  held: HeldDeletion[];
  alerts: Alert[];
  lastTick: string | null;
}

const getChainsOverview = async (): Promise<ChainsOverview> => {
  const [timetable, datasets, held, alerts, lastTick] = await Promise.all([
    getTimetable(),
    getDatasets(),
    getHeldDeletions(),
    getAlerts(),
    getLastTick(),
  ]);
  return { timetable, datasets, held, alerts, lastTick };
};

/** While something runs, and otherwise: what the timetable starts is seen, too. */
const RUNNING_INTERVAL_MS = 3_000;
const IDLE_INTERVAL_MS = 30_000;

/** All chains with what they keep up to date, refreshed by itself. */
export const useChainsOverview = () =>
  usePersistedQuery({
    key: ['chains', 'overview'],
    read: getChainsOverview,
    refetchInterval: (overview) =>
      overview?.timetable.some(({ last_run }) => last_run?.status === 'running') === true
        ? RUNNING_INTERVAL_MS
        : IDLE_INTERVAL_MS,
  });
