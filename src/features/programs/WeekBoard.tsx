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
import type { Program, TemplateTask } from '../../domain/program.ts';
import { tasksOfDay } from '../../domain/program-order.ts';
import { moveTemplateTask } from '../../store/program-tasks.ts';
import { useStore } from '../../store/react.ts';
import { attempt } from '../../ui/attempt.ts';
import { IconCopy } from '../../ui/icons.ts';
import { RowMenu } from '../../ui/RowMenu.tsx';
import styles from './Board.module.css';
import type { CopySource } from './CopySheet.tsx';
import { DaySection } from './DaySection.tsx';
import { gripId, TaskCardFace } from './TaskCard.tsx';
import { useTaskDeeds } from './use-task-deeds.tsx';
import { type Board, nearestPlace, type Place, placeOf, stepByKeys, withMoved } from './week-drag.ts';
import { daysText } from './words.ts';

interface WeekBoardProps {
  program: Program;
  tasks: readonly TemplateTask[];
  week: number;
  days: readonly number[];
  onEdit: (id: string) => void;
  onMove: (task: TemplateTask) => void;
  onCopy: (source: CopySource) => void;
}

/** The days of one week with their tasks, which are dragged within days and between them, or moved by keyboard. */
export const WeekBoard = ({ program, tasks, week, days, onEdit, onMove, onCopy }: WeekBoardProps) => {
  const db = useStore();
  const deeds = useTaskDeeds({ onEdit, onMove, onCopy });
  const byId = useMemo(() => new Map(tasks.map((task) => [task.id, task])), [tasks]);
  const stored = useMemo<Board>(
    () => new Map(days.map((day) => [day, tasksOfDay(tasks, day).map(({ id }) => id)])),
    [tasks, days],
  );
  // Where the dragged task would be; kept after the drop until the store has it there.
  const [held, setHeld] = useState<{ id: string; at: Place } | null>(null);
  const [draggedId, setDragged] = useState<string | null>(null);
  const [seen, setSeen] = useState(tasks);
  if (tasks !== seen && draggedId === null) {
    setSeen(tasks);
    // Something else may have changed before the drop is stored: the card stays, and with it the focus.
    if (held && placeOf(stored, held.id)?.day === held.at.day) setHeld(null);
  }
  const board = useMemo(() => (held ? withMoved(stored, held.id, held.at) : stored), [stored, held]);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    // A finger that moves at once scrolls the page.
    useSensor(TouchSensor, { activationConstraint: { delay: 250, tolerance: 8 } }),
    useSensor(KeyboardSensor, { coordinateGetter: stepByKeys }),
  );
  const collisionDetection = useMemo(() => nearestPlace(board), [board]);
  const dragged = draggedId === null ? undefined : byId.get(draggedId);

  const follow = ({ active, over }: DragOverEvent) => {
    const from = placeOf(board, active.id);
    const to = over && placeOf(board, over.id);
    if (!from || !to || from.day === to.day) return;
    const { translated } = active.rect.current;
    const isBelow = translated !== null && translated.top > over.rect.top + over.rect.height / 2;
    const index = to.index + (isBelow && byId.has(String(over.id)) ? 1 : 0);
    setHeld({ id: String(active.id), at: { day: to.day, index } });
  };
  const drop = ({ active, over, activatorEvent }: DragEndEvent) => {
    const id = String(active.id);
    const task = byId.get(id);
    const from = placeOf(board, id);
    const to = over && placeOf(board, over.id);
    setDragged(null);
    if (!task || !from) return;
    const at = to?.day === from.day ? { ...to, index: Math.min(to.index, (board.get(to.day)?.length ?? 1) - 1) } : from;
    setHeld({ id, at });
    void attempt(async () => {
      await moveTemplateTask(db, task, at.day, at.index);
      if (activatorEvent instanceof KeyboardEvent) document.getElementById(gripId(id))?.focus();
      return true;
    }).then((isMoved) => {
      if (!isMoved) setHeld(null);
    });
  };
  const letGo = () => {
    setDragged(null);
    setHeld(null);
  };
  const sayWhere = (id: string | number): string => {
    const place = placeOf(board, id);
    return place ? `place ${String(place.index + 1)} of day ${String(place.day)}` : 'no place';
  };
  const nameOf = (id: string | number): string => byId.get(String(id))?.title ?? 'Task';

  return (
    <section className={styles.board} aria-labelledby="week-title">
      <div className={styles.weekLine}>
        <h2 className={styles.weekTitle} id="week-title">
          {`Week ${String(week)}`}
          <span className={styles.weekDays}>{daysText(days)}</span>
        </h2>
        <RowMenu
          about={`week ${String(week)}`}
          items={[
            {
              label: 'Copy week…',
              icon: <IconCopy size={18} aria-hidden />,
              onSelect: () => {
                onCopy({ kind: 'week', week });
              },
            },
          ]}
        />
      </div>
      <DndContext
        sensors={sensors}
        collisionDetection={collisionDetection}
        measuring={{ droppable: { strategy: MeasuringStrategy.Always } }}
        accessibility={{
          screenReaderInstructions: {
            draggable:
              'Space picks the task up. Arrows up and down move it within its day, left and right to the day before and after. Space puts it down, Escape leaves it where it was.',
          },
          announcements: {
            onDragStart: ({ active }) => `Picked up “${nameOf(active.id)}”, ${sayWhere(active.id)}.`,
            onDragOver: ({ over }) => (over ? `Over ${sayWhere(over.id)}.` : undefined),
            onDragEnd: ({ active }) => `Put down “${nameOf(active.id)}”.`,
            onDragCancel: ({ active }) => `“${nameOf(active.id)}” is where it was.`,
          },
        }}
        onDragStart={({ active }) => {
          setDragged(String(active.id));
        }}
        onDragOver={follow}
        onDragEnd={drop}
        onDragCancel={letGo}
      >
        <div className={styles.days}>
          {[...board].map(([day, ids]) => (
            <DaySection
              key={day}
              program={program}
              day={day}
              tasks={ids.flatMap((id) => byId.get(id) ?? [])}
              deeds={deeds}
              onCopy={onCopy}
            />
          ))}
        </div>
        <DragOverlay>{dragged && <TaskCardFace task={dragged} isLifted />}</DragOverlay>
      </DndContext>
    </section>
  );
};
