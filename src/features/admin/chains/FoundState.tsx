import type { TransportFailure } from '../../../contract/transport-failure.ts';
import { QueryState } from '../../../shared/queries/QueryNotice.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';

interface FoundStateProps {
  /** A persisted query of one thing. */
  query: {
    failure: TransportFailure | null;
    savedAt: number | null;
    isLoading: boolean;
    refetch: () => Promise<unknown>;
  };
  skeletonRows: number;
  /** A sentence for where there is no such thing. */
  missing: string;
}

/** The error and the loading state of a query of one thing, which may not exist any more. */
export const FoundState = ({ query, skeletonRows, missing }: FoundStateProps) =>
  query.failure?.code === 'rejected' && query.failure.message === 'not_found' ? (
    <EmptyState>{missing}</EmptyState>
  ) : (
    <QueryState audience="admin" query={query} skeletonRows={skeletonRows} />
  );
