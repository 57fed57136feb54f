import { useEffect } from 'react';
import type { CohortMember } from '../../remote/cohorts.ts';

const AGAIN_AFTER_MS = 4_000;

/** Asks again every few seconds while tasks of active members are being made. */
export const useWhileMaking = (
  members: readonly Pick<CohortMember, 'status' | 'sync_state'>[] | undefined,
  ask: () => Promise<unknown>,
): void => {
  const isMaking =
    members?.some(
      ({ status, sync_state }) => status === 'active' && (sync_state === 'waiting' || sync_state === 'running'),
    ) ?? false;
  useEffect(() => {
    if (!isMaking) return undefined;
    const timer = setInterval(() => {
      if (navigator.onLine && document.visibilityState === 'visible') void ask();
    }, AGAIN_AFTER_MS);
    return () => {
      clearInterval(timer);
    };
  }, [isMaking, ask]);
};
