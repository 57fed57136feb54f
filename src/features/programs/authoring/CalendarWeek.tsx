import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Program, TemplateTask } from '../../../domain/programs/program.ts';
import { RowMenu } from '../../../ui/RowMenu.tsx';
import { type DropTarget, DROP_DAY, DROP_WEEK } from './calendar-drop.ts';
import { CalendarDay } from './CalendarDay.tsx';
import { dayStop, taskStop, useEditorStore } from './editor-state.ts';
import { dayRangeLabel } from './labels.ts';
import styles from './ProgramCalendar.module.css';
import { weekMenuItems } from './template-task-menu.tsx';
import type { TemplateTaskActions } from './use-template-task-actions.ts';

interface CalendarWeekProps {
  program: Pick<Program, 'length_days'>;
  week: number;
  weekCount: number;
  /** Of the module that begins with the week. */
  moduleTitle: string | undefined;
  days: readonly number[];
  tasksOf: (day: number) => readonly TemplateTask[];
  actions: TemplateTaskActions;
  onSelect: (id: string, mode: 'toggle' | 'range') => void;
  target: (DropTarget & { before: string | null }) | null;
}

/** A week in one row. Far from the window only its title is rendered, with the height of its tasks. */
export const CalendarWeek = ({
  program,
  week,
  weekCount,
  moduleTitle,
  days,
  tasksOf,
  actions,
  onSelect,
  target,
}: CalendarWeekProps) => {
  const row = useRef<HTMLElement>(null);
  const isNear = useIsNear(row);
  const store = useEditorStore();
  const takesFocus = useStore(
    store,
    ({ pendingFocus }) =>
      pendingFocus !== null &&
      days.some((day) => pendingFocus === dayStop(day) || tasksOf(day).some(({ id }) => pendingFocus === taskStop(id))),
  );
  const mostTasks = Math.max(0, ...days.map((day) => tasksOf(day).length));
  const isEmpty = mostTasks === 0;
  const isOver = target !== null && days.includes(target.day);
  return (
    <>
      {moduleTitle !== undefined && (
        <h2 className={styles.module} dir="auto">
          {moduleTitle}
        </h2>
      )}
      <section
        ref={row}
        className={styles.week}
        id={weekElementId(week)}
        aria-label={`Week ${String(week)}`}
        style={isNear || takesFocus ? undefined : { minHeight: EMPTY_ROW_HEIGHT + mostTasks * CARD_HEIGHT }}
      >
        <div
          className={styles.weekTitle}
          data-over={(isOver && target.week === week) || undefined}
          {...{ [DROP_WEEK]: week, [DROP_DAY]: days[0] }}
        >
          <h2 className={styles.weekName}>{`Week ${String(week)}`}</h2>
          <span className={styles.weekDays}>{dayRangeLabel(days)}</span>
          <RowMenu
            subject={`week ${String(week)}`}
            items={weekMenuItems(week, { isEmpty, isLast: weekCount === 1 }, actions)}
          />
        </div>
        {(isNear || takesFocus) &&
          days.map((day) => (
            <CalendarDay
              key={day}
              day={day}
              lengthDays={program.length_days}
              tasks={tasksOf(day)}
              actions={actions}
              onSelect={onSelect}
              dropBefore={target?.day === day ? target.before : undefined}
            />
          ))}
      </section>
    </>
  );
};

export const weekElementId = (week: number): string => `program-week-${String(week)}`;

/** About what a row takes in pixels without tasks, and each task of its fullest day. */
const EMPTY_ROW_HEIGHT = 104;
const CARD_HEIGHT = 66;

/** Whether the element is in the window or up to two windows from it. */
const useIsNear = (element: { current: HTMLElement | null }): boolean => {
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    const { current } = element;
    if (!current) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        setNear(entries.at(-1)?.isIntersecting ?? true);
      },
      { rootMargin: '150% 0px' },
    );
    observer.observe(current);
    return () => {
      observer.disconnect();
    };
  }, [element]);
  return isNear;
};
