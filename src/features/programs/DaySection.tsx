import { useDroppable } from '@dnd-kit/core';
import { SortableContext, verticalListSortingStrategy } from '@dnd-kit/sortable';
import type { Program, TemplateTask } from '../../domain/program.ts';
import { minutesOf } from '../../domain/program-draft.ts';
import { formatDuration } from '../../ui/format.ts';
import { IconCopy } from '../../ui/icons.ts';
import { RowMenu } from '../../ui/RowMenu.tsx';
import { AddTaskLine } from './AddTaskLine.tsx';
import styles from './Board.module.css';
import type { CopySource } from './CopySheet.tsx';
import { TaskCard } from './TaskCard.tsx';
import type { TaskDeeds } from './use-task-deeds.tsx';
import { type DaySpace, spaceOf } from './week-drag.ts';

interface DaySectionProps {
  program: Pick<Program, 'id' | 'length_days'>;
  day: number;
  /** In order. */
  tasks: readonly TemplateTask[];
  deeds: TaskDeeds;
  onCopy: (source: CopySource) => void;
}

/** One day of a program: its tasks, and a line that adds one. */
export const DaySection = ({ program, day, tasks, deeds, onCopy }: DaySectionProps) => {
  const ids = tasks.map(({ id }) => id);
  const { setNodeRef, isOver } = useDroppable({ id: spaceOf(day), data: { day, ids } satisfies DaySpace });
  const minutes = minutesOf(tasks);
  const titleId = `day-${String(day)}`;
  return (
    <section ref={setNodeRef} className={styles.day} aria-labelledby={titleId} data-over={isOver || undefined}>
      <header className={styles.dayLine}>
        <h3 className={styles.dayTitle} id={titleId}>
          {`Day ${String(day)}`}
          {day > program.length_days && <span className={styles.outside}>After the end</span>}
        </h3>
        {minutes > 0 && <span className={styles.minutes}>{formatDuration(minutes)}</span>}
        {tasks.length > 0 && (
          <RowMenu
            about={`day ${String(day)}`}
            items={[
              {
                label: 'Copy day…',
                icon: <IconCopy size={18} aria-hidden />,
                onSelect: () => {
                  onCopy({ kind: 'day', day });
                },
              },
            ]}
          />
        )}
      </header>
      {tasks.length > 0 && (
        <SortableContext items={ids} strategy={verticalListSortingStrategy}>
          <ul className={styles.cards} aria-label={`Tasks of day ${String(day)}`}>
            {tasks.map((task, index) => (
              <TaskCard key={task.id} task={task} index={index} count={tasks.length} deeds={deeds} />
            ))}
          </ul>
        </SortableContext>
      )}
      {day <= program.length_days && <AddTaskLine programId={program.id} day={day} />}
    </section>
  );
};
