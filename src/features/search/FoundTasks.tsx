import type { CalendarDate } from '../../domain/calendar.ts';
import type { Task } from '../../domain/task.ts';
import { formatDate } from '../../ui/format.ts';
import { Section } from '../../ui/Page.tsx';
import { Row, Rows } from '../../ui/Rows.tsx';
import { Highlighted } from './Highlighted.tsx';
import { excerpt } from './highlight.ts';

interface FoundTasksProps {
  tasks: readonly Task[];
  words: readonly string[];
  today: CalendarDate;
  /** There may be more than are shown. */
  isCut: boolean;
}

export const FoundTasks = ({ tasks, words, today, isCut }: FoundTasksProps) =>
  tasks.length > 0 && (
    <Section title="Tasks" {...(isCut && { detail: `The latest ${tasks.length}. Write more to narrow it down.` })}>
      <Rows label="Tasks found">
        {tasks.map((task) => (
          <Row
            key={task.id}
            title={<Highlighted text={task.title} words={words} />}
            detail={
              <Highlighted
                text={[task.notes && excerpt(task.notes, words), formatDate(task.date, today)]
                  .filter(Boolean)
                  .join(' · ')}
                words={words}
              />
            }
            {...(task.status === 'done' && { trailing: 'Done' })}
            link={{ to: '/task/$id', params: { id: task.id } }}
          />
        ))}
      </Rows>
    </Section>
  );
