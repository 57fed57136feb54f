import { useEffect } from 'react';
import { isBeingMade } from '../../domain/enrollment.ts';
import type { Enrollment } from '../../domain/program.ts';
import { getEnrollment } from '../../store/enrollments.ts';
import { useLive } from '../../store/react.ts';
import { useProgramSync } from '../../sync/use-program-sync.ts';

/** How often the cloud is asked how far the making of tasks is, while somebody waits for it. */
const LOOK_MS = 1_500;

/**
 * One of the person's enrollments as this device has it, and `undefined` until it does. While its tasks are being
 * made, and where `isAwaited` until it is here at all, the cloud is asked for news.
 */
export const useMaking = (id: string, isAwaited = true): Enrollment | undefined => {
  const enrollment = useLive((db) => getEnrollment(db, id), [id]);
  const { isOnline, syncNow } = useProgramSync();
  const isWaiting = isOnline && isAwaited && (!enrollment || isBeingMade(enrollment));
  useEffect(() => {
    if (!isWaiting) return undefined;
    void syncNow();
    const timer = setInterval(() => void syncNow(), LOOK_MS);
    return () => {
      clearInterval(timer);
    };
  }, [isWaiting, syncNow]);
  return enrollment;
};
