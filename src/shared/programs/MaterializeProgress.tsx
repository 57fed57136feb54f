import { useEffect, useEffectEvent } from 'react';
import { useActionMutation } from '../errors/use-action-mutation.ts';
import { Button } from '../../ui/Button.tsx';
import { isMaterializationStalled } from '../../domain/enrollments/enrollment.ts';
import { TransportFailure } from '../../contract/transport-failure.ts';
import { resumeTaskSync } from '../../data/tasks/task-sync.ts';
import { useProgramSync } from '../../sync/use-program-sync.ts';
import { plural } from '../../ui/format.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { useNow } from '../../ui/RelativeTime.tsx';
import styles from '../../ui/Text.module.css';
import { useMaterializingEnrollment } from './use-materializing-enrollment.ts';

interface MaterializeProgressProps {
  enrollmentId: string;
  lengthDays: number;
  /** This device requests the materialization: for a self-enrollment the server does not start it. */
  isSelfEnrolled: boolean;
  /** Called when all tasks are on this device. */
  onDone: () => void;
}

/** The progress of materializing a new enrollment, until all tasks are on this device. */
export const MaterializeProgress = ({ enrollmentId, lengthDays, isSelfEnrolled, onDone }: MaterializeProgressProps) => {
  const { syncNow } = useProgramSync();
  const enrollment = useMaterializingEnrollment(enrollmentId);
  const now = useNow();
  const materialize = useActionMutation({
    mutationFn: (id: string) => resumeTaskSync(id),
    onSettled: () => {
      void syncNow();
    },
  });
  const { mutate } = materialize;
  useEffect(() => {
    if (isSelfEnrolled) void mutate(enrollmentId);
  }, [isSelfEnrolled, mutate, enrollmentId]);
  const isDone = enrollment?.sync_state === 'done';
  const notifyDone = useEffectEvent(onDone);
  useEffect(() => {
    if (isDone) notifyDone();
  }, [isDone]);

  const isStopped = materialize.isError || (enrollment !== undefined && isMaterializationStalled(enrollment, now));
  if (isStopped && !materialize.isPending && !isDone) {
    const isOffline = materialize.error instanceof TransportFailure && materialize.error.code === 'offline';
    return (
      <ErrorNotice
        tone="warn"
        title={isOffline ? 'There is no connection.' : 'Creating tasks has stopped.'}
        action={
          <Button variant="default" size="compact-md" onClick={() => mutate(enrollmentId)}>
            Try again
          </Button>
        }
      >
        You are enrolled, and nothing is lost. The remaining tasks are also created when you open Today with a
        connection.
      </ErrorNotice>
    );
  }
  const materializedDays = enrollment?.synced_days ?? 0;
  return (
    <ProgressBar
      label={
        materializedDays === 0
          ? 'Adding tasks to your days …'
          : `Added tasks for ${String(materializedDays)} of ${plural(lengthDays, 'day')} …`
      }
      max={lengthDays}
      value={isDone ? lengthDays : materializedDays}
    >
      <p className={styles.quiet}>You don’t have to wait; they appear automatically.</p>
    </ProgressBar>
  );
};
