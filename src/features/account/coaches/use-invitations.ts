import type { Connection } from '../../../data/coaching/connections.ts';
import { pendingInvitations, useConnections } from '../../../data/coaching/use-connections.ts';
import { useProgramSync } from '../../../sync/use-program-sync.ts';

/**
 * Pending invitations of coaches; none after a failure, nor from the stored list before the response where there seems
 * to be no connection, since an old list may be outdated.
 */
export const useInvitations = (): Connection[] => {
  const { data, failure, isFetching } = useConnections();
  const { isOnline } = useProgramSync();
  const isCurrent = failure === null && (isOnline || !isFetching);
  return isCurrent ? pendingInvitations(data ?? []) : [];
};
