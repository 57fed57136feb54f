import { useQuery, useQueryClient } from '@tanstack/react-query';
import { TransportFailure } from '../contract/failure.ts';
import { dropAnswer, keepAnswer, keptAnswer } from './kept-answers.ts';
import { useSession } from './session.ts';

export interface KeptQuery<T> {
  /** The newest answer there is: the server's, else the one kept on this device. */
  data: T | undefined;
  /** When `data` was read from the server, in milliseconds. */
  savedAt: number | null;
  /** There is nothing to show yet, and it is being looked for. */
  isLoading: boolean;
  isFetching: boolean;
  /** Why `data` is not the newest; null while nothing is wrong. */
  failure: TransportFailure | null;
  refetch: () => Promise<unknown>;
}

interface KeptQueryOptions<T> {
  /** Names the question among everything that is asked. */
  key: readonly string[];
  read: () => Promise<T>;
  enabled?: boolean;
}

/**
 * Asks the cloud, and keeps the answer on this device: without a connection, the last answer is shown
 * with its age. An answer that the server refuses to give again is not shown any more.
 */
export const useKeptQuery = <T>({ key, read, enabled = true }: KeptQueryOptions<T>): KeptQuery<T> => {
  const person = useSession((session) => session.person?.id ?? '');
  const client = useQueryClient();
  const name = key.join(' ');
  const keptKey = ['kept', person, ...key];

  const kept = useQuery({
    queryKey: keptKey,
    queryFn: () => keptAnswer<T>(person, name),
    enabled,
    networkMode: 'always',
    staleTime: Infinity,
    gcTime: 0,
  });
  const asked = useQuery({
    queryKey: askedKey(person, key),
    queryFn: async () => {
      try {
        const value = await read();
        void keepAnswer(person, name, value, Date.now());
        return value;
      } catch (reason) {
        const failure = reason instanceof TransportFailure ? reason : new TransportFailure('server', String(reason));
        if (failure.code === 'refused') {
          client.setQueryData(keptKey, null);
          await dropAnswer(person, name);
        }
        throw failure;
      }
    },
    enabled,
    // Without a connection it fails at once, and says so; it asks again when the connection is back.
    networkMode: 'always',
    refetchOnReconnect: 'always',
  });

  const failure = asked.error instanceof TransportFailure ? asked.error : null;
  const refused = failure?.code === 'refused';
  const data = refused ? undefined : (asked.data ?? kept.data?.value);
  const savedAt = asked.data === undefined ? (kept.data?.saved_at ?? null) : asked.dataUpdatedAt;
  return {
    data,
    savedAt: data === undefined ? null : savedAt,
    isLoading: data === undefined && !refused && (failure === null || kept.isPending),
    isFetching: asked.isFetching,
    failure,
    refetch: asked.refetch,
  };
};

/** Where the answers to a question are in TanStack Query's cache. */
export const askedKey = (person: string, key: readonly string[]): readonly string[] => ['asked', person, ...key];
