import { useDroppable } from '@dnd-kit/core';
import { SortableContext, verticalListSortingStrategy } from '@dnd-kit/sortable';
import type { Program, TemplateTask } from '../../../domain/programs/program.ts';
import { totalMinutes } from '../../../domain/programs/draft.ts';
import { formatDuration } from '../../../ui/format.ts';
import { RowMenu } from '../../../ui/RowMenu.tsx';
import { AddTemplateTask } from './AddTemplateTask.tsx';
import styles from './WeekBoard.module.css';
import { useClipboard } from './editor-state.ts';
import { dayMenuItems } from './template-task-menu.tsx';
import { TemplateTaskCard } from './TemplateTaskCard.tsx';
import type { TemplateTaskActions } from './use-template-task-actions.ts';
import { type DayDropData, dayDropId } from './week-drag.ts';

interface DaySectionProps {
  program: Pick<Program, 'length_days'>;
  day: number;
  /** In order. */
  tasks: readonly TemplateTask[];
  actions: TemplateTaskActions;
}

export const DaySection = ({ program, day, tasks, actions }: DaySectionProps) => {
  const canPaste = useClipboard(({ clipboard }) => clipboard !== null);
  const ids = tasks.map(({ id }) => id);
  const { setNodeRef, isOver } = useDroppable({ id: dayDropId(day), data: { day, ids } satisfies DayDropData });
  const minutes = totalMinutes(tasks);
  const titleId = `day-${String(day)}`;
  return (
    <section ref={setNodeRef} className={styles.day} aria-labelledby={titleId} data-over={isOver || undefined}>
      <header className={styles.dayLine}>
        <h3 className={styles.dayTitle} id={titleId}>
          {`Day ${String(day)}`}
          {day > program.length_days && <span className={styles.outside}>After the last day</span>}
        </h3>
        {minutes > 0 && <span className={styles.minutes}>{formatDuration(minutes)}</span>}
        <RowMenu
          subject={`day ${String(day)}`}
          items={dayMenuItems(
            day,
            { isEmpty: tasks.length === 0, canPaste, isLast: program.length_days === 1 },
            actions,
          )}
        />
      </header>
      {tasks.length > 0 && (
        <SortableContext items={ids} strategy={verticalListSortingStrategy}>
          <ul className={styles.cards} aria-label={`Tasks of day ${String(day)}`}>
            {tasks.map((task, index) => (
              <TemplateTaskCard key={task.id} task={task} index={index} count={tasks.length} actions={actions} />
            ))}
          </ul>
        </SortableContext>
      )}
      {day <= program.length_days && <AddTemplateTask day={day} />}
    </section>
  );
};
