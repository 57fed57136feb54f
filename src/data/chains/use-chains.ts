import { usePersistedQuery } from '../../api/use-persisted-query.ts';
import { getMailRecipients, getMails } from './mails.ts';
import { getDatasets, getHeldDeletions } from './datasets.ts';
import { getPartner, getPartners, getUnlinkedGroups } from './partners.ts';
import { getRun, getRuns, type RunFilter } from './runs.ts';
import { getTimetable } from './timetable.ts';

/* What screens show of chains. Each key begins with `chains`. */

const RUN_INTERVAL_MS = 2_000;
const RUNS_INTERVAL_MS = 5_000;
/** Of what the timetable may change at any time. */
const IDLE_INTERVAL_MS = 60_000;

const idleInterval = () => IDLE_INTERVAL_MS;

/** A run, refreshed by itself while it goes on. */
export const useRun = (id: number) =>
  usePersistedQuery({
    key: ['chains', 'run', String(id)],
    read: () => getRun(id),
    refetchInterval: (found) => (found?.run.status === 'running' ? RUN_INTERVAL_MS : false),
  });

/** A page of runs, refreshed by itself while one of them goes on. */
export const useRuns = (filter: RunFilter, before?: number) =>
  usePersistedQuery({
    key: ['chains', 'runs', filter.chain ?? '', filter.status ?? '', String(before ?? '')],
    read: () => getRuns(filter, before),
    refetchInterval: (runs) => (runs?.some(({ status }) => status === 'running') === true ? RUNS_INTERVAL_MS : false),
  });

export const useTimetable = () =>
  usePersistedQuery({ key: ['chains', 'timetable'], read: getTimetable, refetchInterval: idleInterval });

export const useDatasets = () =>
  usePersistedQuery({ key: ['chains', 'datasets'], read: getDatasets, refetchInterval: idleInterval });

export const useHeldDeletions = (enabled: boolean) =>
  usePersistedQuery({ key: ['chains', 'held-deletions'], read: getHeldDeletions, enabled });

export const usePartners = () =>
  usePersistedQuery({ key: ['chains', 'partners'], read: getPartners, refetchInterval: idleInterval });

export const usePartner = (id: string) =>
  usePersistedQuery({ key: ['chains', 'partner', id], read: () => getPartner(id), refetchInterval: idleInterval });

export const useUnlinkedGroups = () =>
  usePersistedQuery({
    key: ['chains', 'unlinked-groups'],
    read: getUnlinkedGroups,
    refetchInterval: idleInterval,
  });

export const useMailRecipients = () =>
  usePersistedQuery({ key: ['chains', 'mail-recipients'], read: getMailRecipients });

export const useMails = () => usePersistedQuery({ key: ['chains', 'mails'], read: getMails });
