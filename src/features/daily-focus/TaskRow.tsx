import type { ReactNode } from 'react';
import { addDays, type CalendarDate } from '../../domain/calendar.ts';
import type { Enrollment } from '../../domain/program.ts';
import type { Task } from '../../domain/task.ts';
import { DoneToggle } from '../../ui/DoneToggle.tsx';
import {
  IconArrowDown,
  IconArrowUp,
  IconCalendarEvent,
  IconEdit,
  IconFileText,
  IconLock,
  IconLockOpen,
  IconTrash,
} from '../../ui/icons.ts';
import { RowMenu, type RowMenuItem } from '../../ui/RowMenu.tsx';
import { Row, type RowProps } from '../../ui/Rows.tsx';
import styles from './DailyFocus.module.css';
import { isGiven, taskDetail } from './task-words.ts';
import type { TaskDeeds } from './use-task-deeds.ts';

export interface TaskRowProps {
  task: Task;
  enrollment: Enrollment | undefined;
  /** Its place among the tasks of the day, and how many there are. */
  place: number;
  count: number;
  today: CalendarDate;
  deeds: TaskDeeds;
  onOpen: (id: string) => void;
}

/** What makes a row draggable. */
export interface RowHandle {
  item?: RowProps['item'];
  grip?: ReactNode;
}

/** One task of the day: tick it off, open it, drag it, or choose from its menu. */
export const TaskRow = ({ item, grip, ...props }: TaskRowProps & RowHandle) => {
  const { task, enrollment, deeds, onOpen } = props;
  const detail = taskDetail(task, enrollment);
  return (
    <Row
      {...(item && { item })}
      control={
        <DoneToggle
          status={task.status === 'done' ? 'done' : 'planned'}
          title={task.title}
          onToggle={(done) => void deeds.setDone(task, done)}
        />
      }
      title={
        <span className={styles.title} data-done={task.status === 'done' || undefined}>
          {task.title}
        </span>
      }
      detail={
        (detail || task.client_locked) && (
          <>
            {task.client_locked && <IconLock size={14} className={styles.lock} role="img" aria-label="Locked" />}
            {detail || 'Locked'}
          </>
        )
      }
      trailing={task.notes && <IconFileText size={17} role="img" aria-label="Has notes" />}
      onClick={() => {
        onOpen(task.id);
      }}
      beside={
        <>
          {grip}
          <RowMenu about={task.title} items={menuOf(props)} />
        </>
      }
    />
  );
};

const menuOf = ({ task, place, count, today, deeds, onOpen }: TaskRowProps): RowMenuItem[] => {
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
      onSelect: () => void deeds.move(task, day),
    },
    ...(place > 0
      ? [
          {
            label: 'Move up',
            icon: <IconArrowUp size={18} aria-hidden />,
            onSelect: () => void deeds.reorder(task.id, place - 1),
          },
        ]
      : []),
    ...(place < count - 1
      ? [
          {
            label: 'Move down',
            icon: <IconArrowDown size={18} aria-hidden />,
            onSelect: () => void deeds.reorder(task.id, place + 1),
          },
        ]
      : []),
    ...(isGiven(task)
      ? [
          {
            label: task.client_locked ? 'Unlock' : 'Lock',
            icon: task.client_locked ? <IconLockOpen size={18} aria-hidden /> : <IconLock size={18} aria-hidden />,
            onSelect: () => void deeds.setLocked(task, !task.client_locked),
          },
        ]
      : []),
    {
      label: 'Delete',
      danger: true,
      icon: <IconTrash size={18} aria-hidden />,
      onSelect: () => void deeds.remove(task),
    },
  ];
};
