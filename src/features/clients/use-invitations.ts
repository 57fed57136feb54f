import type { Connection } from '../../remote/coaching.ts';
import { invitationsAmong, useConnections } from '../../remote/use-connections.ts';
import { useProgramSync } from '../../sync/use-program-sync.ts';

/** Who would like to coach the person and waits for an answer; nobody while the cloud cannot be asked. */
export const useInvitations = (): Connection[] => {
  const { data, failure } = useConnections();
  const { isOnline } = useProgramSync();
  return isOnline && failure === null ? invitationsAmong(data ?? []) : [];
};
