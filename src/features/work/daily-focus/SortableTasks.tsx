import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  type Modifier,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import {
  arrayMove,
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable';
import { type ReactNode, useState } from 'react';
import { PlainButton } from '../../../ui/Button.tsx';
import type { Task } from '../../../domain/tasks/task.ts';
import { IconGripVertical } from '../../../ui/icons.ts';
import { ignorePortalEvents } from '../../../ui/ignore-portal-events.ts';
import { ListRows } from '../../../ui/ListRows.tsx';
import styles from './DailyFocus.module.css';
import { TaskRow, type TaskRowProps } from './TaskRow.tsx';
import { formatName } from '../../../ui/format-name.ts';

interface SortableTasksProps {
  tasks: readonly Task[];
  rowPropsOf: (task: Task, index: number) => TaskRowProps;
  /** Below them in the list. */
  children: ReactNode;
}

const restrictToVerticalAxis: Modifier = ({ transform }) => ({ ...transform, x: 0 });

/**
 * The tasks of a day, reordered by mouse, by long press, or by the keyboard on a row's drag handle. A dropped task
 * stays where it was dropped while the device stores its position.
 */
export const SortableTasks = ({ tasks, rowPropsOf, children }: SortableTasksProps) => {
  const [optimisticOrder, setOptimisticOrder] = useState<{ basedOn: readonly Task[]; tasks: readonly Task[] } | null>(
    null,
  );
  const shown = optimisticOrder?.basedOn === tasks ? optimisticOrder.tasks : tasks;
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 250, tolerance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const handleDragEnd = ({ active, over }: DragEndEvent) => {
    const from = shown.findIndex(({ id }) => id === active.id);
    const to = shown.findIndex(({ id }) => id === over?.id);
    const task = shown[from];
    if (!task || to === -1 || to === from) return;
    setOptimisticOrder({ basedOn: tasks, tasks: arrayMove([...shown], from, to) });
    void rowPropsOf(task, to)
      .actions.reorder(task.id, to)
      .then((isStored) => {
        if (!isStored) setOptimisticOrder(null);
      });
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      modifiers={[restrictToVerticalAxis]}
      onDragEnd={handleDragEnd}
      accessibility={{ announcements: dragAnnouncements(shown), screenReaderInstructions: DRAG_INSTRUCTIONS }}
    >
      {/* DndContext renders live regions, which may not be children of a list. */}
      <ListRows label="Tasks">
        <SortableContext items={shown.map(({ id }) => id)} strategy={verticalListSortingStrategy}>
          {shown.map((task, index) => (
            <SortableRow key={task.id} {...rowPropsOf(task, index)} />
          ))}
        </SortableContext>
        {children}
      </ListRows>
    </DndContext>
  );
};

const SortableRow = (props: TaskRowProps) => {
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({
    id: props.task.id,
  });
  return (
    <TaskRow
      {...props}
      itemProps={{
        ref: setNodeRef,
        className: styles.sortable ?? '',
        style: { transition, transform: transform ? `translate3d(0, ${String(transform.y)}px, 0)` : undefined },
        ...({ 'data-dragging': isDragging || undefined } as object),
        ...ignorePortalEvents(listeners),
      }}
      dragHandle={
        props.count > 1 && (
          <PlainButton
            ref={setActivatorNodeRef}
            className={styles.dragHandle}
            {...attributes}
            aria-label={`Move ${formatName(props.task.title)}`}
          >
            <IconGripVertical size={18} aria-hidden />
          </PlainButton>
        )
      }
    />
  );
};

const DRAG_INSTRUCTIONS = {
  draggable:
    'Press Space to pick up the task, the arrow keys to move it, Space again to drop it, and Escape to cancel.',
};

const dragAnnouncements = (tasks: readonly Task[]): Announcements => {
  const titleOf = (id: string | number) => tasks.find((task) => task.id === id)?.title ?? 'The task';
  const positionOf = (id: string | number | undefined) =>
    `position ${String(tasks.findIndex((task) => task.id === id) + 1)} of ${String(tasks.length)}`;
  return {
    onDragStart: ({ active }) => `Picked up ${titleOf(active.id)} at ${positionOf(active.id)}.`,
    onDragOver: ({ over }) => over && `At ${positionOf(over.id)}.`,
    onDragEnd: ({ active, over }) => `Moved ${titleOf(active.id)} to ${positionOf(over?.id ?? active.id)}.`,
    onDragCancel: ({ active }) => `${titleOf(active.id)} is back at ${positionOf(active.id)}.`,
  } as Announcements;
};
