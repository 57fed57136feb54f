import type { CohortMember } from '../../data/cohorts/cohorts.ts';
import { usePollWhile } from '../programs/use-poll-while.ts';

const REFETCH_INTERVAL_MS = 4_000;

/** Refetches every few seconds while tasks of active members are being materialized. */
export const useRefetchWhileMaterializing = (
  members: readonly Pick<CohortMember, 'status' | 'sync_state'>[] | undefined,
  refetch: () => Promise<unknown>,
): void => {
  const isMaterializing =
    members?.some(
      ({ status, sync_state }) => status === 'active' && (sync_state === 'waiting' || sync_state === 'running'),
    ) ?? false;
  usePollWhile(
    isMaterializing,
    () => {
      if (document.visibilityState === 'visible') void refetch();
    },
    REFETCH_INTERVAL_MS,
  );
};
