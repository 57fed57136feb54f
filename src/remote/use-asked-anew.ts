import { useQuery, type UseQueryResult } from '@tanstack/react-query';

interface AskedAnewOptions<T> {
  /** Names the question; where it changes, it is asked again. */
  key: readonly unknown[];
  read: () => Promise<T>;
  enabled?: boolean;
}

/**
 * Asks the cloud how things are now, with or without a connection, each time that somebody looks. Nothing of the answer
 * is kept, and a failure is the person's to try again.
 */
export const useAskedAnew = <T>({ key, read, enabled = true }: AskedAnewOptions<T>): UseQueryResult<T> =>
  useQuery({ queryKey: key, queryFn: read, enabled, networkMode: 'always', retry: false, staleTime: 0, gcTime: 0 });
