import {
  DndContext,
  type DragEndEvent,
  type DragOverEvent,
  DragOverlay,
  KeyboardSensor,
  MeasuringStrategy,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { useMemo, useState } from 'react';
import type { Program, TemplateTask } from '../../../domain/programs/program.ts';
import { tasksOfDay } from '../../../domain/programs/task-order.ts';
import { RowMenu } from '../../../ui/RowMenu.tsx';
import styles from './WeekBoard.module.css';
import { DaySection } from './DaySection.tsx';
import { dragHandleId, TemplateTaskCardContent } from './TemplateTaskCard.tsx';
import { weekMenuItems } from './template-task-menu.tsx';
import type { TemplateTaskActions } from './use-template-task-actions.ts';
import {
  type WeekBoardState,
  closestTaskInDay,
  type TaskPosition,
  taskPositionOf,
  weekKeyboardCoordinates,
  withTaskMoved,
} from './week-drag.ts';
import { dayRangeLabel } from './labels.ts';

interface WeekBoardProps {
  program: Program;
  tasks: readonly TemplateTask[];
  week: number;
  days: readonly number[];
  weekCount: number;
  actions: TemplateTaskActions;
}

/** The days of one week; tasks are moved within days and between them, by mouse, touch or keyboard. */
export const WeekBoard = ({ program, tasks, week, days, weekCount, actions }: WeekBoardProps) => {
  const byId = useMemo(() => new Map(tasks.map((task) => [task.id, task])), [tasks]);
  const stored = useMemo<WeekBoardState>(
    () => new Map(days.map((day) => [day, tasksOfDay(tasks, day).map(({ id }) => id)])),
    [tasks, days],
  );
  // Where the dragged task would be; kept after the drop until the database has its new position.
  const [optimisticMove, setOptimisticMove] = useState<{ id: string; at: TaskPosition } | null>(null);
  const [draggedId, setDraggedId] = useState<string | null>(null);
  const [previousTasks, setPreviousTasks] = useState(tasks);
  if (tasks !== previousTasks && draggedId === null) {
    setPreviousTasks(tasks);
    // Other tasks may change before the drop is stored: the card stays in place, and keeps the focus.
    if (optimisticMove && taskPositionOf(stored, optimisticMove.id)?.day === optimisticMove.at.day)
      setOptimisticMove(null);
  }
  const board = useMemo(
    () => (optimisticMove ? withTaskMoved(stored, optimisticMove.id, optimisticMove.at) : stored),
    [stored, optimisticMove],
  );
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    // A touch that moves at once scrolls the page.
    useSensor(TouchSensor, { activationConstraint: { delay: 250, tolerance: 8 } }),
    useSensor(KeyboardSensor, { coordinateGetter: weekKeyboardCoordinates }),
  );
  const collisionDetection = useMemo(() => closestTaskInDay(board), [board]);
  const dragged = draggedId === null ? undefined : byId.get(draggedId);

  const handleDragOver = ({ active, over }: DragOverEvent) => {
    const from = taskPositionOf(board, active.id);
    const to = over && taskPositionOf(board, over.id);
    if (!from || !to || from.day === to.day) return;
    const { translated } = active.rect.current;
    const isBelow = translated !== null && translated.top > over.rect.top + over.rect.height / 2;
    const index = to.index + (isBelow && byId.has(String(over.id)) ? 1 : 0);
    setOptimisticMove({ id: String(active.id), at: { day: to.day, index } });
  };
  const handleDragEnd = ({ active, over, activatorEvent }: DragEndEvent) => {
    const id = String(active.id);
    const task = byId.get(id);
    const from = taskPositionOf(board, id);
    const to = over && taskPositionOf(board, over.id);
    setDraggedId(null);
    if (!task || !from) return;
    const at = to?.day === from.day ? { ...to, index: Math.min(to.index, (board.get(to.day)?.length ?? 1) - 1) } : from;
    setOptimisticMove({ id, at });
    void actions.drop([id], { lead: id, day: at.day, index: at.index }).then((moved) => {
      if (!moved) setOptimisticMove(null);
      else if (activatorEvent instanceof KeyboardEvent) document.getElementById(dragHandleId(id))?.focus();
    });
  };
  const handleDragCancel = () => {
    setDraggedId(null);
    setOptimisticMove(null);
  };
  const describePosition = (id: string | number): string => {
    const position = taskPositionOf(board, id);
    return position ? `position ${String(position.index + 1)} on day ${String(position.day)}` : 'no position';
  };
  const titleOfTask = (id: string | number): string => byId.get(String(id))?.title ?? 'Task';

  return (
    <section className={styles.board} aria-labelledby="week-title">
      <div className={styles.weekLine}>
        <h2 className={styles.weekTitle} id="week-title">
          {`Week ${String(week)}`}
          <span className={styles.weekDays}>{dayRangeLabel(days)}</span>
        </h2>
        <RowMenu
          subject={`week ${String(week)}`}
          items={weekMenuItems(
            week,
            { isEmpty: [...stored.values()].every((ids) => ids.length === 0), isLast: weekCount === 1 },
            actions,
          )}
        />
      </div>
      <DndContext
        sensors={sensors}
        collisionDetection={collisionDetection}
        measuring={{ droppable: { strategy: MeasuringStrategy.Always } }}
        accessibility={{
          screenReaderInstructions: {
            draggable:
              'Press Space to pick up the task. The up and down arrow keys move it within its day, left and right to the day before and after. Press Space again to drop it, and Escape to cancel.',
          },
          announcements: {
            onDragStart: ({ active }) => `Picked up “${titleOfTask(active.id)}” at ${describePosition(active.id)}.`,
            onDragOver: ({ over }) => (over ? `Over ${describePosition(over.id)}.` : undefined),
            onDragEnd: ({ active }) => `Dropped “${titleOfTask(active.id)}”.`,
            onDragCancel: ({ active }) => `“${titleOfTask(active.id)}” is back where it was.`,
          },
        }}
        onDragStart={({ active }) => {
          setDraggedId(String(active.id));
        }}
        onDragOver={handleDragOver}
        onDragEnd={handleDragEnd}
        onDragCancel={handleDragCancel}
      >
        <div className={styles.days}>
          {[...board].map(([day, ids]) => (
            <DaySection
              key={day}
              program={program}
              day={day}
              tasks={ids.flatMap((id) => byId.get(id) ?? [])}
              actions={actions}
            />
          ))}
        </div>
        <DragOverlay>{dragged && <TemplateTaskCardContent task={dragged} isDragOverlay />}</DragOverlay>
      </DndContext>
    </section>
  );
};
