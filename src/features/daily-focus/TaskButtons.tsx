import { Button } from '@mantine/core';
import type { Task } from '../../domain/task.ts';
import { IconArrowBackUp, IconCheck, IconTrash } from '../../ui/icons.ts';
import styles from './DailyFocus.module.css';
import { useTaskDeeds } from './use-task-deeds.ts';

interface TaskButtonsProps {
  task: Task;
  /** After it was ticked off or deleted. */
  onEnded: () => void;
}

/** Deletes a task, or ticks it off. */
export const TaskButtons = ({ task, onEnded }: TaskButtonsProps) => {
  const deeds = useTaskDeeds();
  const isDone = task.status === 'done';
  return (
    <>
      <Button
        variant="default"
        className={styles.delete ?? ''}
        leftSection={<IconTrash size={18} aria-hidden />}
        onClick={() => void deeds.remove(task).then((isDeleted) => isDeleted && onEnded())}
      >
        Delete
      </Button>
      <Button
        variant={isDone ? 'default' : 'filled'}
        className={styles.tick ?? ''}
        leftSection={isDone ? <IconArrowBackUp size={18} aria-hidden /> : <IconCheck size={18} aria-hidden />}
        onClick={() => void deeds.setDone(task, !isDone).then(() => !isDone && onEnded())}
      >
        {isDone ? 'Not done yet' : 'Done'}
      </Button>
    </>
  );
};
