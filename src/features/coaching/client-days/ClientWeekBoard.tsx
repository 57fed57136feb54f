import {
  type Announcements,
  DndContext,
  type DragEndEvent,
  DragOverlay,
  MouseSensor,
  pointerWithin,
  useDroppable,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { ClientDays, ClientTask } from '../../../data/coaching/client-days.ts';
import { isMissed } from '../../../domain/tasks/adherence.ts';
import { addDays, type CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import { ActionIcon } from '../../../ui/Button.tsx';
import { formatDate, formatDayOfMonth, formatLongDate, formatWeekday, joinDetails } from '../../../ui/format.ts';
import { IconPlus } from '../../../ui/icons.ts';
import styles from './ClientDays.module.css';
import { type ClientTaskActions, ClientTaskCard, ClientTaskContent } from './ClientTaskCard.tsx';
import { useMoveClientTask } from './use-client-task-actions.ts';

interface ClientWeekBoardProps {
  days: ClientDays;
  tasks: readonly ClientTask[];
  /** The client's. */
  name: string;
  /** A Monday. */
  weekStart: CalendarDate;
  /** The day that the address names. */
  selectedDay: CalendarDate | undefined;
  actions: ClientTaskActions;
  /** Adds a task to a day; without it, none can be added. */
  onAdd: ((date: CalendarDate) => void) | undefined;
}

/** The seven days of a client's week: beside each other where there is room, otherwise below each other. */
export const ClientWeekBoard = ({
  days,
  tasks,
  name,
  weekStart,
  selectedDay,
  actions,
  onAdd,
}: ClientWeekBoardProps) => {
  const { today, enrollments } = days;
  const move = useMoveClientTask(name, today);
  const [draggedId, setDraggedId] = useState<string | null>(null);
  // Where a dropped task is shown until the server's response to the move has been read.
  const [dropped, setDropped] = useState<{ id: string; date: CalendarDate } | null>(null);
  const dateOf = (task: ClientTask) => (dropped?.id === task.id ? dropped.date : task.date);
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const dragged = draggedId === null ? undefined : byId.get(draggedId);
  const sensors = useSensors(useSensor(MouseSensor, { activationConstraint: { distance: 6 } }));
  const titleOf = (task: ClientTask): string | undefined =>
    enrollments.length > 1 ? enrollments.find(({ id }) => id === task.enrollment_id)?.program_title : undefined;
  const handleDragEnd = ({ active, over }: DragEndEvent) => {
    setDraggedId(null);
    const task = byId.get(String(active.id));
    const date = over === null ? undefined : String(over.id);
    if (!task || date === undefined || date === task.date) return;
    setDropped({ id: task.id, date });
    void move.mutate({ task, date, everyone: false })?.finally(() => {
      setDropped(null);
    });
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={pointerWithin}
      accessibility={{ announcements: NO_ANNOUNCEMENTS, screenReaderInstructions: { draggable: '' } }}
      onDragStart={({ active }) => {
        setDraggedId(String(active.id));
      }}
      onDragEnd={handleDragEnd}
      onDragCancel={() => {
        setDraggedId(null);
      }}
    >
      <div className={styles.week}>
        {Array.from({ length: 7 }, (_, index) => addDays(weekStart, index)).map((date) => {
          const ofDay = tasks.filter((task) => dateOf(task) === date);
          return (
            <ClientDay
              key={date}
              date={date}
              today={today}
              isSelected={date === selectedDay}
              tasks={ofDay}
              onAdd={date >= today ? onAdd : undefined}
            >
              {ofDay.map((task) => (
                <ClientTaskCard
                  key={task.id}
                  task={task}
                  name={name}
                  today={today}
                  programTitle={titleOf(task)}
                  actions={actions}
                />
              ))}
            </ClientDay>
          );
        })}
      </div>
      <DragOverlay dropAnimation={null}>
        {dragged && (
          <div className={styles.card} data-dragged>
            <div className={styles.content}>
              <ClientTaskContent task={dragged} name={name} today={today} programTitle={titleOf(dragged)} />
            </div>
          </div>
        )}
      </DragOverlay>
    </DndContext>
  );
};

/** Only a mouse drags: for a screen reader there is the menu. */
const NO_ANNOUNCEMENTS: Announcements = {
  onDragStart: () => undefined,
  onDragOver: () => undefined,
  onDragEnd: () => undefined,
  onDragCancel: () => undefined,
};

interface ClientDayProps {
  date: CalendarDate;
  today: CalendarDate;
  isSelected: boolean;
  tasks: readonly ClientTask[];
  onAdd: ((date: CalendarDate) => void) | undefined;
  children: ReactNode;
}

const ClientDay = ({ date, today, isSelected, tasks, onAdd, children }: ClientDayProps) => {
  const { setNodeRef, isOver } = useDroppable({ id: date, disabled: date < today });
  const section = useRef<HTMLElement | null>(null);
  useEffect(() => {
    if (isSelected) section.current?.scrollIntoView({ block: 'nearest' });
  }, [isSelected]);
  const done = tasks.filter(({ status }) => status === 'done').length;
  const missed = tasks.filter((task) => isMissed(task, today)).length;
  return (
    <section
      ref={(element) => {
        section.current = element;
        setNodeRef(element);
      }}
      className={styles.day}
      aria-labelledby={`day-${date}`}
      data-today={date === today || undefined}
      data-selected={isSelected || undefined}
      data-over={isOver || undefined}
    >
      <div className={styles.dayLine}>
        <h2 className={styles.dayTitle} id={`day-${date}`} {...(date === today && { 'aria-current': 'date' as const })}>
          <span aria-hidden>
            {formatWeekday(date)} {formatDayOfMonth(date)}
          </span>
          <span className={styles.hidden}>{formatLongDate(date)}</span>
        </h2>
        {tasks.length > 0 && (
          <span className={styles.counts}>
            {joinDetails(`${String(done)} of ${String(tasks.length)} done`, missed > 0 && `${String(missed)} missed`)}
          </span>
        )}
        {onAdd && (
          <ActionIcon
            variant="subtle"
            aria-label={`Add a task on ${formatDate(date, today)}`}
            onClick={() => {
              onAdd(date);
            }}
          >
            <IconPlus size={18} aria-hidden />
          </ActionIcon>
        )}
      </div>
      {tasks.length > 0 ? <ul className={styles.cards}>{children}</ul> : <p className={styles.empty}>No tasks</p>}
    </section>
  );
};
