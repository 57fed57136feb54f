import { useEffect } from 'react';
import { isMaterializing, type Enrollment } from '../../domain/enrollments/enrollment.ts';
import { getEnrollment } from '../../data/enrollments/own-enrollments.ts';
import { useLiveQuery } from '../../store/live-query.ts';
import { useProgramSync } from '../../sync/use-program-sync.ts';
import { usePollWhile } from './use-poll-while.ts';

/** How often to sync while somebody waits for the tasks. */
const MATERIALIZE_WAIT_POLL_MS = 1_500;

/**
 * One of the person's enrollments; `undefined` until it is on this device. Where `isAwaited`, syncs until it is and its
 * tasks are materialized.
 */
export const useMaterializingEnrollment = (id: string, isAwaited = true): Enrollment | undefined => {
  const enrollment = useLiveQuery((db) => getEnrollment(db, id), [id]);
  const { isOnline, syncNow } = useProgramSync();
  const isWaiting = isAwaited && (!enrollment || isMaterializing(enrollment));
  useEffect(() => {
    if (isWaiting) void syncNow();
  }, [isWaiting, syncNow]);
  // That first sync is tried in any case, and where it succeeds there is a connection.
  usePollWhile(isWaiting && isOnline, syncNow, MATERIALIZE_WAIT_POLL_MS);
  return enrollment;
};
