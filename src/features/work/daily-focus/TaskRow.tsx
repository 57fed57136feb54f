import type { ReactNode } from 'react';
import { addDays, type CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import type { Enrollment } from '../../../domain/enrollments/enrollment.ts';
import { isAssigned, type Task } from '../../../domain/tasks/task.ts';
import { DoneToggle } from '../../../shared/activities/DoneToggle.tsx';
import {
  IconArrowDown,
  IconArrowUp,
  IconCalendarEvent,
  IconEdit,
  IconFileText,
  IconLock,
  IconLockOpen,
  IconTrash,
} from '../../../ui/icons.ts';
import { REJECTED_LABEL, useIsRejected } from '../../../shared/sync/rejected-row.tsx';
import { joinDetails } from '../../../ui/format.ts';
import { RowMenu, type RowMenuItem } from '../../../ui/RowMenu.tsx';
import { ListRow, type ListRowProps } from '../../../ui/ListRows.tsx';
import styles from './DailyFocus.module.css';
import { coachEditLabel, taskDetail } from './labels.ts';
import type { TaskActions } from './use-task-actions.ts';
import { formatName } from '../../../ui/format-name.ts';

export interface TaskRowProps {
  task: Task;
  enrollment: Enrollment | undefined;
  /** Among the tasks of the day, of which there are `count`. */
  index: number;
  count: number;
  today: CalendarDate;
  actions: TaskActions;
  onOpen: (id: string) => void;
  /** A coach has added or changed it since the person last looked. */
  isMarked: boolean;
}

/** Makes a row draggable. */
export interface DragHandleProps {
  itemProps?: ListRowProps['itemProps'];
  dragHandle?: ReactNode;
}

/** One task of the day. */
export const TaskRow = ({ itemProps, dragHandle, ...props }: TaskRowProps & DragHandleProps) => {
  const { task, enrollment, actions, onOpen, isMarked } = props;
  const detail = joinDetails(useIsRejected(task.id) && REJECTED_LABEL, taskDetail(task, enrollment));
  return (
    <ListRow
      {...(itemProps && { itemProps })}
      control={
        <DoneToggle
          status={task.status === 'done' ? 'done' : 'planned'}
          title={task.title}
          onToggle={(done) => actions.setDone(task, done)}
        />
      }
      title={
        <span className={styles.title} data-done={task.status === 'done' || undefined} dir="auto">
          {formatName(task.title)}
        </span>
      }
      detail={
        (detail || task.client_locked || isMarked) && (
          <>
            {isMarked && <span className={styles.mark}>{coachEditLabel(task)}</span>}
            {task.client_locked && <IconLock size={14} className={styles.lock} role="img" aria-label="Locked" />}
            {detail || (task.client_locked && 'Locked')}
          </>
        )
      }
      trailing={(task.notes ?? task.client_notes) && <IconFileText size={17} role="img" aria-label="Has notes" />}
      onClick={() => {
        onOpen(task.id);
      }}
      action={
        <>
          {dragHandle}
          <RowMenu subject={task.title} items={taskMenuItems(props)} />
        </>
      }
    />
  );
};

const taskMenuItems = ({ task, index, count, today, actions, onOpen }: TaskRowProps): RowMenuItem[] => {
  const day = task.date === today ? addDays(today, 1) : today;
  return [
    {
      label: 'Edit',
      icon: <IconEdit size={18} aria-hidden />,
      onSelect: () => {
        onOpen(task.id);
      },
    },
    {
      label: day === today ? 'Move to today' : 'Move to tomorrow',
      icon: <IconCalendarEvent size={18} aria-hidden />,
      onSelect: () => actions.move(task, day),
    },
    ...(index > 0
      ? [
          {
            label: 'Move up',
            icon: <IconArrowUp size={18} aria-hidden />,
            onSelect: () => actions.reorder(task.id, index - 1),
          },
        ]
      : []),
    ...(index < count - 1
      ? [
          {
            label: 'Move down',
            icon: <IconArrowDown size={18} aria-hidden />,
            onSelect: () => actions.reorder(task.id, index + 1),
          },
        ]
      : []),
    ...(isAssigned(task)
      ? [
          {
            label: task.client_locked ? 'Unlock' : 'Lock',
            icon: task.client_locked ? <IconLockOpen size={18} aria-hidden /> : <IconLock size={18} aria-hidden />,
            onSelect: () => actions.setLocked(task, !task.client_locked),
          },
        ]
      : []),
    {
      label: 'Delete',
      danger: true,
      icon: <IconTrash size={18} aria-hidden />,
      onSelect: () => actions.remove(task),
    },
  ];
};
