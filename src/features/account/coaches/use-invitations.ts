import type { Connection } from '../../../data/coaching/connections.ts';
import { pendingInvitations, useConnections } from '../../../data/coaching/use-connections.ts';
import { useProgramSync } from '../../../sync/use-program-sync.ts';

/** Pending invitations of coaches; none while offline or after a failure, since an old list may be outdated. */
export const useInvitations = (): Connection[] => {
  const { data, failure } = useConnections();
  const { isOnline } = useProgramSync();
  return isOnline && failure === null ? pendingInvitations(data ?? []) : [];
};
