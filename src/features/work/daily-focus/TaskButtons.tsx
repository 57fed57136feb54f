import { Button } from '../../../ui/Button.tsx';
import type { Task } from '../../../domain/tasks/task.ts';
import { IconArrowBackUp, IconCheck, IconTrash } from '../../../ui/icons.ts';
import styles from './DailyFocus.module.css';
import { useTaskActions } from './use-task-actions.ts';

interface TaskButtonsProps {
  task: Task;
  /** After the task was done or deleted. */
  onFinished: () => void;
}

export const TaskButtons = ({ task, onFinished }: TaskButtonsProps) => {
  const actions = useTaskActions();
  const isDone = task.status === 'done';
  return (
    <>
      <Button
        variant="default"
        className={styles.delete ?? ''}
        leftSection={<IconTrash size={18} aria-hidden />}
        onClick={() => actions.remove(task).then((isDeleted) => isDeleted && onFinished())}
      >
        Delete
      </Button>
      <Button
        variant={isDone ? 'default' : 'filled'}
        className={styles.doneButton ?? ''}
        leftSection={isDone ? <IconArrowBackUp size={18} aria-hidden /> : <IconCheck size={18} aria-hidden />}
        onClick={() => actions.setDone(task, !isDone).then(() => !isDone && onFinished())}
      >
        {isDone ? 'Mark as not done' : 'Mark as done'}
      </Button>
    </>
  );
};
