import { useQueryClient } from '@tanstack/react-query';
import { isPersistedQueryKey } from '../../api/use-persisted-query.ts';

/** The first part of the keys of fresh queries that list the clears of a program. */
export const CLEARS_QUERY_KEY = 'clears';

/** Reads everything again that the server changed along with somebody's tasks: persisted queries, and lists of clears. */
export const useInvalidate = () => {
  const client = useQueryClient();
  return () =>
    client.invalidateQueries({
      predicate: ({ queryKey }) => isPersistedQueryKey(queryKey) || queryKey[0] === CLEARS_QUERY_KEY,
    });
};
