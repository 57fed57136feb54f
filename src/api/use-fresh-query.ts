import { useQuery, type UseQueryResult } from '@tanstack/react-query';

export interface FreshQueryOptions<T> {
  /** Identifies the query; it runs again when this changes. */
  key: readonly unknown[];
  read: () => Promise<T>;
  enabled?: boolean;
}

/**
 * Queries the server anew at each mount, also offline. The response is not cached, and a failure is not
 * retried: the person decides.
 */
export const useFreshQuery = <T>({ key, read, enabled = true }: FreshQueryOptions<T>): UseQueryResult<T> =>
  useQuery({ queryKey: key, queryFn: read, enabled, networkMode: 'always', retry: false, staleTime: 0, gcTime: 0 });
