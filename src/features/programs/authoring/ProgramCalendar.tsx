import { VisuallyHidden } from '@mantine/core';
import {
  DndContext,
  DragOverlay,
  MeasuringStrategy,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { type KeyboardEvent, type ReactNode, useCallback, useMemo, useState } from 'react';
import type { Program, TemplateTask } from '../../../domain/programs/program.ts';
import {
  lastVisibleDay,
  programDaysOfWeek,
  sortModules,
  weekLength,
  weekOfDay,
} from '../../../domain/programs/weeks.ts';
import { formatName } from '../../../ui/format-name.ts';
import { plural } from '../../../ui/format.ts';
import { type DragContent, dropLabel, type DropTarget, findDropTarget, targetOf } from './calendar-drop.ts';
import { nextStop, stopsOf } from './calendar-keys.ts';
import { CalendarWeek } from './CalendarWeek.tsx';
import { endFocusWait, focusStop, selectTask, taskStop, useEditorStore } from './editor-state.ts';
import styles from './ProgramCalendar.module.css';
import type { TemplateTaskActions } from './use-template-task-actions.ts';

interface ProgramCalendarProps {
  program: Program;
  /** By day and position. */
  tasks: readonly TemplateTask[];
  actions: TemplateTaskActions;
  /** Above the weeks; blocks are dragged from it. */
  library: ReactNode;
}

/** All weeks of a program, each in a row: tasks are dragged between days and weeks, and selected together. */
export const ProgramCalendar = ({ program, tasks, actions, library }: ProgramCalendarProps) => {
  const store = useEditorStore();
  const length = weekLength(program.day_counting);
  const lastDay = lastVisibleDay(program, tasks);
  const weekCount = weekOfDay(lastDay, program.day_counting);
  const byDay = useMemo(() => groupByDay(tasks), [tasks]);
  const tasksOf = useCallback((day: number) => byDay.get(day) ?? NO_TASKS, [byDay]);
  const moduleTitles = useMemo(
    () => new Map(sortModules(program.modules).map(({ first_week, title }) => [first_week, title])),
    [program.modules],
  );
  const [dragged, setDragged] = useState<DragContent | null>(null);
  const [target, setTarget] = useState<DropTarget | null>(null);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    // A touch that moves at once scrolls the page.
    useSensor(TouchSensor, { activationConstraint: { delay: 250, tolerance: 8 } }),
  );
  const order = useMemo(() => tasks.map(({ id }) => id), [tasks]);
  const onSelect = useCallback(
    (id: string, mode: 'toggle' | 'range') => {
      selectTask(store, order, id, mode);
    },
    [store, order],
  );
  /** What is dragged: the selection, where the held task is part of it. */
  const contentOf = (content: DragContent | undefined): DragContent | null => {
    if (content?.kind !== 'tasks') return content ?? null;
    const { selected } = store.getState();
    const [held = ''] = content.ids;
    return selected.has(held) ? { kind: 'tasks', ids: order.filter((id) => selected.has(id)) } : content;
  };
  const endDrag = () => {
    setDragged(null);
    setTarget(null);
    store.setState({ dragged: [] });
  };
  const handleDrop = (held: string, at: DropTarget | null) => {
    endDrag();
    if (!dragged || !at) return;
    if (dragged.kind === 'block') void actions.insertBlock(dragged.title, dragged.block, at.day);
    else void actions.drop(dragged.ids, { lead: held, day: at.day, index: at.index });
  };
  const handleKeyDown = (event: KeyboardEvent) => {
    const from = event.target instanceof Element ? event.target.getAttribute('data-stop') : null;
    if (from === null || event.ctrlKey || event.metaKey) return;
    const task = tasks.find(({ id }) => taskStop(id) === from);
    if (event.altKey) {
      if (!task || !moveByKey(event.key, task)) return;
    } else if (event.key === ' ' && task) {
      onSelect(task.id, 'toggle');
    } else {
      const days = Array.from({ length: lastDay }, (_, index) => index + 1);
      const stop = nextStop(
        stopsOf(days, (day) => tasksOf(day).map(({ id }) => id)),
        from,
        event.key,
        length,
      );
      if (stop === undefined) return;
      const next = tasks.find(({ id }) => taskStop(id) === stop);
      if (event.shiftKey && task && next) {
        if (!store.getState().selected.has(task.id)) onSelect(task.id, 'toggle');
        onSelect(next.id, 'range');
      }
      focusStop(store, stop);
    }
    event.preventDefault();
  };
  const moveByKey = (key: string, task: TemplateTask): boolean => {
    const days = MOVE_DAYS[key]?.(length);
    if (days !== undefined) void actions.shift(task, days);
    const step = MOVE_POSITIONS[key];
    if (step !== undefined) {
      const index = tasksOf(task.day_index).findIndex(({ id }) => id === task.id) + step;
      if (index >= 0) void actions.reorder(task, index);
    }
    return days !== undefined || step !== undefined;
  };
  const shown = dragged?.kind === 'tasks' ? tasks.filter(({ id }) => dragged.ids.includes(id)) : [];
  const place = target && { ...target, before: taskAfter(target, tasksOf(target.day), shown) };

  return (
    <DndContext
      sensors={sensors}
      collisionDetection={findDropTarget}
      measuring={{ droppable: { strategy: MeasuringStrategy.BeforeDragging } }}
      accessibility={{ announcements: NO_ANNOUNCEMENTS }}
      onDragStart={({ active }) => {
        const content = contentOf(active.data.current as DragContent | undefined);
        setDragged(content);
        store.setState({ dragged: content?.kind === 'tasks' ? content.ids : [] });
      }}
      onDragMove={({ collisions }) => {
        const next = targetOf(collisions);
        setTarget((now) => (isSameTarget(now, next) ? now : next));
      }}
      onDragEnd={({ active, collisions }) => {
        handleDrop(String(active.id), targetOf(collisions));
      }}
      onDragCancel={endDrag}
    >
      <div className={styles.board}>
        {library}
        {/* The keys move the focus that is in it already. */}
        <div
          className={styles.weeks}
          role="group"
          aria-label="Calendar"
          style={{ '--days': length } as object}
          onKeyDown={handleKeyDown}
          onKeyDownCapture={() => {
            endFocusWait(store);
          }}
          onPointerDownCapture={() => {
            endFocusWait(store);
          }}
        >
          {Array.from({ length: weekCount }, (_, index) => index + 1).map((week) => (
            <CalendarWeek
              key={week}
              program={program}
              week={week}
              weekCount={weekCount}
              moduleTitle={moduleTitles.get(week)}
              days={programDaysOfWeek(week, program.day_counting, lastDay)}
              tasksOf={tasksOf}
              actions={actions}
              onSelect={onSelect}
              target={place}
            />
          ))}
        </div>
      </div>
      <VisuallyHidden role="status">{target ? `Over ${dropLabel(target)}.` : ''}</VisuallyHidden>
      <DragOverlay dropAnimation={null}>
        {dragged && (
          <div className={styles.overlay}>
            <span className={styles.overlayTitle} dir="auto">
              {dragged.kind === 'block'
                ? formatName(dragged.title)
                : shown.length === 1
                  ? formatName(shown[0]?.title ?? '')
                  : plural(shown.length, 'task')}
            </span>
            <span className={styles.overlayTarget}>{target ? dropLabel(target) : 'Not over a day'}</span>
          </div>
        )}
      </DragOverlay>
    </DndContext>
  );
};

/** The id of the task before which something is dropped; `null` at the end of the day. */
const taskAfter = ({ index }: DropTarget, tasks: readonly TemplateTask[], dragged: readonly TemplateTask[]) =>
  tasks.filter((task) => !dragged.includes(task))[index]?.id ?? null;

const NO_TASKS: readonly TemplateTask[] = [];

const groupByDay = (tasks: readonly TemplateTask[]): Map<number, TemplateTask[]> => {
  const byDay = new Map<number, TemplateTask[]>();
  for (const task of tasks) {
    const list = byDay.get(task.day_index);
    if (list) list.push(task);
    else byDay.set(task.day_index, [task]);
  }
  return byDay;
};

const isSameTarget = (a: DropTarget | null, b: DropTarget | null): boolean =>
  a === b || (a !== null && b !== null && a.day === b.day && a.index === b.index && a.week === b.week);

/** With Alt, in days. */
const MOVE_DAYS: Record<string, (weekLength: number) => number> = {
  ArrowLeft: () => -1,
  ArrowRight: () => 1,
  PageUp: (weekLength) => -weekLength,
  PageDown: (weekLength) => weekLength,
};
const MOVE_POSITIONS: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 };

/** The calendar has its own, which name the day. */
const NO_ANNOUNCEMENTS = {
  onDragStart: () => undefined,
  onDragOver: () => undefined,
  onDragEnd: () => undefined,
  onDragCancel: () => undefined,
};
