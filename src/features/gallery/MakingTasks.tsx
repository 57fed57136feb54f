import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { isStuck } from '../../domain/enrollment.ts';
import { resumeEnrollment } from '../../remote/own-tasks.ts';
import { useProgramSync } from '../../sync/use-program-sync.ts';
import { plural } from '../../ui/format.ts';
import { ErrorNotice } from '../../ui/Messages.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { useNow } from '../../ui/RelativeTime.tsx';
import styles from './Gallery.module.css';
import { useMaking } from './use-making.ts';

interface MakingTasksProps {
  enrollment: string;
  lengthDays: number;
  /** Have them made from here: nobody else does. */
  isOwnPlan: boolean;
  /** All tasks are on this device. */
  onDone: () => void;
}

/** How far the tasks of a program that was just taken are, until all of them are on this device. */
export const MakingTasks = ({ enrollment: id, lengthDays, isOwnPlan, onDone }: MakingTasksProps) => {
  const { isOnline, syncNow } = useProgramSync();
  const enrollment = useMaking(id);
  const now = useNow();
  const make = useMutation({
    mutationFn: () => resumeEnrollment(id),
    networkMode: 'always',
    onSettled: () => {
      void syncNow();
    },
  });
  const { mutate } = make;
  useEffect(() => {
    if (isOwnPlan) mutate();
  }, [isOwnPlan, mutate]);
  const isDone = enrollment?.sync_state === 'done';
  const tell = useEffectEvent(onDone);
  useEffect(() => {
    if (isDone) tell();
  }, [isDone]);

  const isStopped = make.isError || (enrollment !== undefined && isStuck(enrollment, now));
  if (isStopped && !make.isPending && !isDone) {
    return (
      <ErrorNotice
        tone="warn"
        title={isOnline ? 'The making of its tasks has stopped.' : 'There is no connection right now.'}
        action={
          <Button
            variant="default"
            size="compact-md"
            onClick={() => {
              mutate();
            }}
          >
            Go on
          </Button>
        }
      >
        The program is yours, and nothing is lost. Its tasks also come when you open Today with a connection.
      </ErrorNotice>
    );
  }
  const made = enrollment?.synced_days ?? 0;
  return (
    <Progress
      label={
        made === 0 ? 'Putting its tasks in your days …' : `Tasks of ${plural(made, 'day')} of ${String(lengthDays)} …`
      }
      max={lengthDays}
      value={isDone ? lengthDays : made}
    >
      <p className={styles.quiet}>You need not wait: they come by themselves.</p>
    </Progress>
  );
};
