import { useQuery, useQueryClient } from '@tanstack/react-query';
import { TransportFailure } from '../contract/transport-failure.ts';
import { deletePersistedResponse, getPersistedResponse, persistResponse } from './persisted-responses.ts';
import { useCurrentUserId } from './session.ts';

export interface PersistedQuery<T> {
  /** The server's response, or else the one stored on this device. */
  data: T | undefined;
  /** When `data` was received from the server, in milliseconds since 1970-01-01. */
  savedAt: number | null;
  /** There is no data yet, and a request or the storage may still provide it. */
  isLoading: boolean;
  isFetching: boolean;
  /** Why the last request failed; `null` where it did not. */
  failure: TransportFailure | null;
  refetch: () => Promise<unknown>;
}

interface PersistedQueryOptions<T> {
  /** Identifies the query among all persisted queries. */
  key: readonly string[];
  read: () => Promise<T>;
  enabled?: boolean;
  /**
   * In how many milliseconds the server is queried again; false: not by itself. While the page is hidden it is not, and after
   * a failure it takes ten seconds at least.
   */
  refetchInterval?: (response: T | undefined) => number | false;
}

const FAILURE_INTERVAL_MS = 10_000;

/**
 * A persisted query: queries the server and stores the response on this device. Without a connection, `data` is the
 * stored response, with its age. Where the server refuses the request, the stored response is deleted.
 */
export const usePersistedQuery = <T>({
  key,
  read,
  enabled = true,
  refetchInterval,
}: PersistedQueryOptions<T>): PersistedQuery<T> => {
  const person = useCurrentUserId();
  const client = useQueryClient();
  const name = key.join(' ');
  const persistedKey = ['persisted', person, ...key];

  const persisted = useQuery({
    queryKey: persistedKey,
    queryFn: () => getPersistedResponse<T>(person, name),
    enabled,
    networkMode: 'always',
    staleTime: Infinity,
    gcTime: 0,
  });
  const response = useQuery({
    queryKey: responseKey(person, key),
    queryFn: async () => {
      try {
        const value = await read();
        void persistResponse(person, name, value, Date.now());
        return value;
      } catch (reason) {
        const failure = reason instanceof TransportFailure ? reason : new TransportFailure('server', String(reason));
        if (failure.code === 'rejected') {
          client.setQueryData(persistedKey, null);
          await deletePersistedResponse(person, name);
        }
        throw failure;
      }
    },
    enabled,
    // Offline it fails at once, so that the failure can be shown; it runs again when the connection is back.
    networkMode: 'always',
    refetchOnReconnect: 'always',
    refetchInterval: ({ state }) => {
      const interval = refetchInterval?.(state.data) ?? false;
      return interval !== false && state.status === 'error' ? Math.max(interval, FAILURE_INTERVAL_MS) : interval;
    },
  });

  const failure = response.error instanceof TransportFailure ? response.error : null;
  const isRejected = failure?.code === 'rejected';
  const data = isRejected ? undefined : (response.data ?? persisted.data?.value);
  const savedAt = response.data === undefined ? (persisted.data?.saved_at ?? null) : response.dataUpdatedAt;
  return {
    data,
    savedAt: data === undefined ? null : savedAt,
    isLoading: data === undefined && !isRejected && (failure === null || persisted.isPending),
    isFetching: response.isFetching,
    failure,
    refetch: response.refetch,
  };
};

/** The first part of all response keys. */
const RESPONSE_KEY = 'response';

/** The key of a persisted query's server response in TanStack Query's cache. */
export const responseKey = (person: string, key: readonly string[]): readonly string[] => [
  RESPONSE_KEY,
  person,
  ...key,
];

export const isPersistedQueryKey = (queryKey: readonly unknown[]): boolean => queryKey[0] === RESPONSE_KEY;
