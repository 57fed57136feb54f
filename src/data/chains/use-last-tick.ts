import { usePersistedQuery } from '../../api/use-persisted-query.ts';
import { getLastTick } from './timetable.ts';

const INTERVAL_MS = 30_000;

/** When the clock of the server side last ticked; null: never. */
export const useLastTick = () =>
  usePersistedQuery({
    key: ['chains', 'last-tick'],
    read: async () => ({ at: await getLastTick() }),
    refetchInterval: () => INTERVAL_MS,
  });
