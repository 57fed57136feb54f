import { Fragment, memo, useRef } from 'react';
import { useStore } from 'zustand';
import type { TemplateTask } from '../../../domain/programs/program.ts';
import { totalMinutes } from '../../../domain/programs/draft.ts';
import { PlainButton } from '../../../ui/Button.tsx';
import { formatDuration } from '../../../ui/format.ts';
import { RowMenu } from '../../../ui/RowMenu.tsx';
import { AddTemplateTask } from './AddTemplateTask.tsx';
import { DROP_DAY } from './calendar-drop.ts';
import { CalendarTask, useTakeFocus } from './CalendarTask.tsx';
import { dayStop, useClipboard, useEditorStore } from './editor-state.ts';
import styles from './ProgramCalendar.module.css';
import { dayMenuItems } from './template-task-menu.tsx';
import type { TemplateTaskActions } from './use-template-task-actions.ts';

interface CalendarDayProps {
  day: number;
  lengthDays: number;
  /** In order. */
  tasks: readonly TemplateTask[];
  actions: TemplateTaskActions;
  onSelect: (id: string, mode: 'toggle' | 'range') => void;
  /** Before which task something that is dragged would be put, `null` at the end; `undefined` on another day. */
  dropBefore: string | null | undefined;
}

export const CalendarDay = memo(function CalendarDay({
  day,
  lengthDays,
  tasks,
  actions,
  onSelect,
  dropBefore,
}: CalendarDayProps) {
  const store = useEditorStore();
  const stop = dayStop(day);
  const isTabStop = useStore(store, (state) => state.stop === stop);
  const isActive = useStore(store, ({ activeDay }) => activeDay === day);
  const canPaste = useClipboard(({ clipboard }) => clipboard !== null);
  const title = useRef<HTMLButtonElement>(null);
  useTakeFocus(stop, title);
  const minutes = totalMinutes(tasks);
  const isOutside = day > lengthDays;
  return (
    <section
      className={styles.day}
      aria-label={`Day ${String(day)}`}
      data-over={dropBefore !== undefined || undefined}
      data-active={isActive || undefined}
      {...{ [DROP_DAY]: day }}
      onFocus={() => {
        store.setState({ activeDay: day });
      }}
    >
      <header className={styles.dayLine}>
        <PlainButton
          ref={title}
          className={styles.dayTitle}
          data-stop={stop}
          tabIndex={isTabStop ? 0 : -1}
          aria-description="Tasks are pasted and inserted here."
          aria-pressed={isActive}
          onFocus={() => {
            store.setState({ stop });
          }}
          onClick={() => {
            store.setState({ activeDay: day });
          }}
        >
          {`Day ${String(day)}`}
        </PlainButton>
        {minutes > 0 && <span className={styles.minutes}>{formatDuration(minutes)}</span>}
        <RowMenu
          subject={`day ${String(day)}`}
          tabIndex={isTabStop ? 0 : -1}
          items={dayMenuItems(day, { isEmpty: tasks.length === 0, canPaste, isLast: lengthDays === 1 }, actions)}
        />
      </header>
      {isOutside && <span className={styles.outside}>After the last day</span>}
      {(tasks.length > 0 || dropBefore !== undefined) && (
        <ul className={styles.cards} aria-label={`Tasks of day ${String(day)}`}>
          {tasks.map((task, index) => (
            <Fragment key={task.id}>
              {dropBefore === task.id && DROP_LINE}
              <CalendarTask task={task} index={index} count={tasks.length} actions={actions} onSelect={onSelect} />
            </Fragment>
          ))}
          {dropBefore === null && DROP_LINE}
        </ul>
      )}
      {!isOutside && <AddTemplateTask day={day} />}
    </section>
  );
});

const DROP_LINE = <li role="presentation" className={styles.dropLine} />;
