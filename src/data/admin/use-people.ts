import { usePersistedQuery } from '../../api/use-persisted-query.ts';
import { getPeople } from './people.ts';

/** For updates of the cached list. */
export const PEOPLE_QUERY_KEY = ['people'] as const;

/** All people, for admins, by name. */
export const usePeople = (enabled = true) => usePersistedQuery({ key: PEOPLE_QUERY_KEY, read: getPeople, enabled });
