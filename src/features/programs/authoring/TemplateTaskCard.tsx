import { useSortable } from '@dnd-kit/sortable';
import { memo, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { PlainButton } from '../../../ui/Button.tsx';
import type { TemplateTask } from '../../../domain/programs/program.ts';
import { joinDetails } from '../../../ui/format.ts';
import { formatName } from '../../../ui/format-name.ts';
import { IconGripVertical } from '../../../ui/icons.ts';
import { REJECTED_LABEL, useIsRejected } from '../../../shared/sync/rejected-row.tsx';
import { ignorePortalEvents } from '../../../ui/ignore-portal-events.ts';
import { RowMenu } from '../../../ui/RowMenu.tsx';
import { useEditorStore } from './editor-state.ts';
import styles from './WeekBoard.module.css';
import type { TemplateTaskActions } from './use-template-task-actions.ts';
import { templateTaskDetail, templateTaskMenuItems } from './template-task-menu.tsx';

/** The element id by which focus returns to the drag handle after its card is rendered in another day. */
export const dragHandleId = (taskId: string): string => `drag-handle-${taskId}`;

interface TemplateTaskCardProps {
  task: TemplateTask;
  index: number;
  /** Of the tasks of its day. */
  count: number;
  actions: TemplateTaskActions;
}

/** A task of a day. Mouse and touch drag the whole card; the keyboard moves it by its drag handle. */
export const TemplateTaskCard = memo(function TemplateTaskCard({ task, index, count, actions }: TemplateTaskCardProps) {
  const { listeners, attributes, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({
    id: task.id,
  });
  const isSelected = useStore(useEditorStore(), ({ selected }) => selected.has(task.id));
  const { onMouseDown, onTouchStart, onKeyDown } = ignorePortalEvents(listeners);
  return (
    <li
      ref={setNodeRef}
      className={styles.item}
      data-dragging={isDragging || undefined}
      data-selected={isSelected || undefined}
      style={{
        transform: transform ? `translate3d(${String(transform.x)}px, ${String(transform.y)}px, 0)` : undefined,
        transition,
      }}
      onMouseDown={onMouseDown}
      onTouchStart={onTouchStart}
    >
      <TemplateTaskCardContent
        task={task}
        dragHandle={
          <PlainButton
            ref={setActivatorNodeRef}
            id={dragHandleId(task.id)}
            className={styles.dragHandle}
            aria-label={`Move ${formatName(task.title)}`}
            aria-describedby={attributes['aria-describedby']}
            onKeyDown={onKeyDown}
          >
            <IconGripVertical size={18} aria-hidden />
          </PlainButton>
        }
        onOpen={() => {
          actions.edit(task);
        }}
        menu={<RowMenu subject={task.title} items={templateTaskMenuItems(task, index, count, actions)} />}
      />
    </li>
  );
});

interface TemplateTaskCardContentProps {
  task: TemplateTask;
  dragHandle?: ReactNode;
  menu?: ReactNode;
  onOpen?: () => void;
  /** Rendered under the pointer. */
  isDragOverlay?: boolean;
}

export const TemplateTaskCardContent = ({
  task,
  dragHandle,
  menu,
  onOpen,
  isDragOverlay = false,
}: TemplateTaskCardContentProps) => {
  const detail = joinDetails(useIsRejected(task.id) && REJECTED_LABEL, templateTaskDetail(task));
  return (
    <div className={styles.card} data-dragged={isDragOverlay || undefined}>
      {dragHandle ?? (
        <span className={styles.dragHandle}>
          <IconGripVertical size={18} aria-hidden />
        </span>
      )}
      <PlainButton className={styles.content} onClick={onOpen}>
        <span className={styles.title} dir="auto">
          {formatName(task.title)}
        </span>
        {detail !== '' && <span className={styles.cardDetail}>{detail}</span>}
      </PlainButton>
      {menu}
    </div>
  );
};
