import { useLiveQuery } from '../../../store/live-query.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import { readTaskWithEnrollment } from './focus-days.ts';
import { TaskButtons } from './TaskButtons.tsx';
import { TaskForm } from './TaskForm.tsx';

interface TaskSheetProps {
  id: string;
  opened: boolean;
  onClose: () => void;
}

/** One task in a sheet above its day. */
export const TaskSheet = ({ id, opened, onClose }: TaskSheetProps) => {
  const result = useLiveQuery(async (db) => ({ id, row: await readTaskWithEnrollment(db, id) }), [id]);
  const isRead = result?.id === id;
  const row = isRead ? result.row : undefined;
  return (
    <Sheet
      opened={opened}
      onClose={onClose}
      title="Task"
      footer={row && <TaskButtons task={row.task} onFinished={onClose} />}
    >
      {row ? (
        <TaskForm key={id} {...row} />
      ) : isRead ? (
        <EmptyState>This task is no longer on this device.</EmptyState>
      ) : (
        <SkeletonRows />
      )}
    </Sheet>
  );
};
