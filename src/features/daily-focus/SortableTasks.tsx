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
import type { Task } from '../../domain/task.ts';
import { IconGripVertical } from '../../ui/icons.ts';
import { onlyInside } from '../../ui/only-inside.ts';
import { Rows } from '../../ui/Rows.tsx';
import styles from './DailyFocus.module.css';
import { TaskRow, type TaskRowProps } from './TaskRow.tsx';

interface SortableTasksProps {
  tasks: readonly Task[];
  rowOf: (task: Task, place: number) => TaskRowProps;
  /** What stands below them in the list. */
  children: ReactNode;
}

/** A list moves up and down only. */
const upAndDown: Modifier = ({ transform }) => ({ ...transform, x: 0 });

/**
 * The tasks of a day, put in order with a mouse, by a long press, or by the keyboard on a row's grip. What was
 * dropped stays where it was dropped while the device stores it.
 */
export const SortableTasks = ({ tasks, rowOf, children }: SortableTasksProps) => {
  const [dropped, setDropped] = useState<{ upon: readonly Task[]; tasks: readonly Task[] } | null>(null);
  const shown = dropped?.upon === tasks ? dropped.tasks : tasks;
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 250, tolerance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const drop = ({ active, over }: DragEndEvent) => {
    const from = shown.findIndex(({ id }) => id === active.id);
    const to = shown.findIndex(({ id }) => id === over?.id);
    const task = shown[from];
    if (!task || to === -1 || to === from) return;
    setDropped({ upon: tasks, tasks: arrayMove([...shown], from, to) });
    void rowOf(task, to)
      .deeds.reorder(task.id, to)
      .then((isStored) => {
        if (!isStored) setDropped(null);
      });
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      modifiers={[upAndDown]}
      onDragEnd={drop}
      accessibility={{ announcements: announcementsOf(shown), screenReaderInstructions: INSTRUCTIONS }}
    >
      {/* Inside of what drags: that has lines for screen readers, which no list may have among its rows. */}
      <Rows label="Tasks">
        <SortableContext items={shown.map(({ id }) => id)} strategy={verticalListSortingStrategy}>
          {shown.map((task, place) => (
            <SortableRow key={task.id} {...rowOf(task, place)} />
          ))}
        </SortableContext>
        {children}
      </Rows>
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
      item={{
        ref: setNodeRef,
        className: styles.sortable ?? '',
        style: { transition, transform: transform ? `translate3d(0, ${String(transform.y)}px, 0)` : undefined },
        ...({ 'data-dragging': isDragging || undefined } as object),
        ...onlyInside(listeners),
      }}
      grip={
        props.count > 1 && (
          <button
            type="button"
            ref={setActivatorNodeRef}
            className={styles.grip}
            {...attributes}
            aria-label={`Move ${props.task.title}`}
          >
            <IconGripVertical size={18} aria-hidden />
          </button>
        )
      }
    />
  );
};

const INSTRUCTIONS = {
  draggable:
    'Press space to pick the task up, the arrow keys to move it, space again to put it down, and escape to leave it where it was.',
};

const announcementsOf = (tasks: readonly Task[]): Announcements => {
  const titleOf = (id: string | number) => tasks.find((task) => task.id === id)?.title ?? 'The task';
  const placeOf = (id: string | number | undefined) =>
    `place ${String(tasks.findIndex((task) => task.id === id) + 1)} of ${String(tasks.length)}`;
  return {
    onDragStart: ({ active }) => `Picked up ${titleOf(active.id)}, at ${placeOf(active.id)}.`,
    onDragOver: ({ over }) => over && `At ${placeOf(over.id)}.`,
    onDragEnd: ({ active, over }) => `Put ${titleOf(active.id)} at ${placeOf(over?.id ?? active.id)}.`,
    onDragCancel: ({ active }) => `${titleOf(active.id)} is back at ${placeOf(active.id)}.`,
  } as Announcements;
};
