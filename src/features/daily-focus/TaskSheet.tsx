import { useLive } from '../../store/react.ts';
import { EmptyState } from '../../ui/Messages.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { readOneTask } from './focus-days.ts';
import { TaskButtons } from './TaskButtons.tsx';
import { TaskForm } from './TaskForm.tsx';

interface TaskSheetProps {
  id: string;
  opened: boolean;
  onClose: () => void;
}

/** One task over the day that it is in. */
export const TaskSheet = ({ id, opened, onClose }: TaskSheetProps) => {
  const read = useLive((db) => readOneTask(db, id), [id]);
  const task = read?.id === id ? read.task : undefined;
  return (
    <Sheet
      opened={opened}
      onClose={onClose}
      title="Task"
      footer={task && <TaskButtons task={task} onEnded={onClose} />}
    >
      {task ? (
        <TaskForm key={id} task={task} enrollment={read?.enrollment} />
      ) : read?.id === id ? (
        <EmptyState>This task is not here any more.</EmptyState>
      ) : (
        <SkeletonRows />
      )}
    </Sheet>
  );
};
