import { useDraggable } from '@dnd-kit/core';
import { memo, type MouseEvent, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { TemplateTask } from '../../../domain/programs/program.ts';
import { REJECTED_LABEL, useIsRejected } from '../../../shared/sync/rejected-row.tsx';
import { PlainButton } from '../../../ui/Button.tsx';
import { joinDetails } from '../../../ui/format.ts';
import { formatName } from '../../../ui/format-name.ts';
import { ignorePortalEvents } from '../../../ui/ignore-portal-events.ts';
import { RowMenu } from '../../../ui/RowMenu.tsx';
import { CARD_ID, type DragContent } from './calendar-drop.ts';
import { taskStop, useClipboard, useEditorStore } from './editor-state.ts';
import styles from './ProgramCalendar.module.css';
import { templateTaskDetail, templateTaskMenuItems } from './template-task-menu.tsx';
import type { TemplateTaskActions } from './use-template-task-actions.ts';

interface CalendarTaskProps {
  task: TemplateTask;
  index: number;
  /** Of the tasks of its day. */
  count: number;
  actions: TemplateTaskActions;
  /** Selects with the tasks from the last selected one to it, or changes whether it alone is. */
  onSelect: (id: string, mode: 'toggle' | 'range') => void;
}

/** A task in the calendar. A click opens it; with Ctrl or Shift, or on its box, it selects. */
export const CalendarTask = memo(function CalendarTask({ task, index, count, actions, onSelect }: CalendarTaskProps) {
  const store = useEditorStore();
  const stop = taskStop(task.id);
  const isSelected = useStore(store, ({ selected }) => selected.has(task.id));
  const isTabStop = useStore(store, (state) => state.stop === stop);
  const isDragged = useStore(store, ({ dragged }) => dragged.includes(task.id));
  const isCut = useClipboard(({ clipboard }) => clipboard?.kind === 'cut' && clipboard.ids.includes(task.id));
  const isRejected = useIsRejected(task.id);
  const content = useRef<HTMLButtonElement>(null);
  useTakeFocus(stop, content);
  const { listeners, setNodeRef } = useDraggable({
    id: task.id,
    data: { kind: 'tasks', ids: [task.id] } satisfies DragContent,
  });
  const { onMouseDown, onTouchStart } = ignorePortalEvents(listeners);
  const detail = joinDetails(isRejected && REJECTED_LABEL, templateTaskDetail(task));
  const handleClick = (event: MouseEvent) => {
    if (event.shiftKey) onSelect(task.id, 'range');
    else if (event.ctrlKey || event.metaKey) onSelect(task.id, 'toggle');
    else actions.edit(task);
  };
  return (
    <li
      ref={setNodeRef}
      className={styles.item}
      data-dragging={isDragged || undefined}
      data-selected={isSelected || undefined}
      data-cut={isCut || undefined}
      {...{ [CARD_ID]: task.id }}
      onFocus={() => {
        store.setState({ stop });
      }}
      onMouseDown={onMouseDown}
      onTouchStart={onTouchStart}
    >
      <PlainButton
        ref={content}
        className={styles.content}
        data-stop={stop}
        tabIndex={isTabStop ? 0 : -1}
        onClick={handleClick}
      >
        <span className={styles.title} dir="auto">
          {formatName(task.title)}
        </span>
      </PlainButton>
      <div className={styles.tools}>
        <span className={styles.detail}>{detail}</span>
        <input
          type="checkbox"
          className={styles.check}
          aria-label={`Select ${formatName(task.title)}`}
          tabIndex={isTabStop ? 0 : -1}
          checked={isSelected}
          onClick={(event) => {
            if (!event.shiftKey) return;
            event.preventDefault();
            onSelect(task.id, 'range');
          }}
          onChange={() => {
            onSelect(task.id, 'toggle');
          }}
        />
        <RowMenu
          subject={task.title}
          tabIndex={isTabStop ? 0 : -1}
          items={templateTaskMenuItems(task, index, count, actions)}
        />
      </div>
    </li>
  );
});

/** Focuses the element as soon as it is rendered where the store asks for it. */
export const useTakeFocus = (stop: string, element: { current: HTMLElement | null }): void => {
  const store = useEditorStore();
  const isAsked = useStore(store, ({ pendingFocus }) => pendingFocus === stop);
  useEffect(() => {
    if (isAsked) element.current?.focus();
  }, [isAsked, element]);
};
