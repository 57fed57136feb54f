import { useSortable } from '@dnd-kit/sortable';
import { memo, type ReactNode } from 'react';
import type { TemplateTask } from '../../domain/program.ts';
import { formatDuration } from '../../ui/format.ts';
import {
  IconArrowDown,
  IconArrowUp,
  IconCalendarEvent,
  IconEdit,
  IconGripVertical,
  IconRepeat,
  IconTrash,
} from '../../ui/icons.ts';
import { onlyInside } from '../../ui/only-inside.ts';
import { RowMenu, type RowMenuItem } from '../../ui/RowMenu.tsx';
import styles from './Board.module.css';
import type { TaskDeeds } from './use-task-deeds.tsx';
import { LEVELS } from './words.ts';

/** By which the grip is found after its card has been drawn anew in another day. */
export const gripId = (taskId: string): string => `grip-${taskId}`;

interface TaskCardProps {
  task: TemplateTask;
  index: number;
  /** How many tasks its day has. */
  count: number;
  deeds: TaskDeeds;
}

/** A task of a day. The whole card is dragged by mouse and finger; by keyboard, the grip at its left moves it. */
export const TaskCard = memo(function TaskCard({ task, index, count, deeds }: TaskCardProps) {
  const { listeners, attributes, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({
    id: task.id,
  });
  const { onMouseDown, onTouchStart, onKeyDown } = onlyInside(listeners);
  return (
    <li
      ref={setNodeRef}
      className={styles.slot}
      data-dragging={isDragging || undefined}
      style={{
        transform: transform ? `translate3d(${String(transform.x)}px, ${String(transform.y)}px, 0)` : undefined,
        transition,
      }}
      onMouseDown={onMouseDown}
      onTouchStart={onTouchStart}
    >
      <TaskCardFace
        task={task}
        grip={
          <button
            type="button"
            ref={setActivatorNodeRef}
            id={gripId(task.id)}
            className={styles.grip}
            aria-label={`Move ${task.title}`}
            aria-describedby={attributes['aria-describedby']}
            onKeyDown={onKeyDown}
          >
            <IconGripVertical size={18} aria-hidden />
          </button>
        }
        onOpen={() => {
          deeds.edit(task);
        }}
        menu={<RowMenu about={task.title} items={menuOf(task, index, count, deeds)} />}
      />
    </li>
  );
});

interface TaskCardFaceProps {
  task: TemplateTask;
  grip?: ReactNode;
  menu?: ReactNode;
  onOpen?: () => void;
  /** Under the pointer. */
  isLifted?: boolean;
}

export const TaskCardFace = ({ task, grip, menu, onOpen, isLifted = false }: TaskCardFaceProps) => {
  const detail = detailOf(task);
  return (
    <div className={styles.card} data-lifted={isLifted || undefined}>
      {grip ?? (
        <span className={styles.grip}>
          <IconGripVertical size={18} aria-hidden />
        </span>
      )}
      <button type="button" className={styles.face} onClick={onOpen}>
        <span className={styles.title}>{task.title}</span>
        {detail !== '' && <span className={styles.cardDetail}>{detail}</span>}
      </button>
      {menu}
    </div>
  );
};

/** "20 min · Optional · The whole week"; what is usual is not said. */
const detailOf = ({ minutes, is_required, level, type, notes }: TemplateTask): string =>
  [
    minutes !== null && formatDuration(minutes),
    type !== 'task' && type,
    !is_required && 'Optional',
    level !== 'program_day' && LEVELS[level],
    notes !== null && 'Notes',
  ]
    .filter(Boolean)
    .join(' · ');

const menuOf = (task: TemplateTask, index: number, count: number, deeds: TaskDeeds): RowMenuItem[] => [
  {
    label: 'Edit',
    icon: <IconEdit size={18} aria-hidden />,
    onSelect: () => {
      deeds.edit(task);
    },
  },
  ...(index > 0
    ? [
        {
          label: 'Move up',
          icon: <IconArrowUp size={18} aria-hidden />,
          onSelect: () => {
            deeds.place(task, index - 1);
          },
        },
      ]
    : []),
  ...(index < count - 1
    ? [
        {
          label: 'Move down',
          icon: <IconArrowDown size={18} aria-hidden />,
          onSelect: () => {
            deeds.place(task, index + 1);
          },
        },
      ]
    : []),
  {
    label: 'Move to day…',
    icon: <IconCalendarEvent size={18} aria-hidden />,
    onSelect: () => {
      deeds.move(task);
    },
  },
  {
    label: 'Repeat…',
    icon: <IconRepeat size={18} aria-hidden />,
    onSelect: () => {
      deeds.repeat(task);
    },
  },
  {
    label: 'Delete',
    icon: <IconTrash size={18} aria-hidden />,
    danger: true,
    onSelect: () => {
      deeds.remove(task);
    },
  },
];
