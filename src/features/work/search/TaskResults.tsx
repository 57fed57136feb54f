import type { CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import type { Task } from '../../../domain/tasks/task.ts';
import { formatDate, joinDetails } from '../../../ui/format.ts';
import { formatName } from '../../../ui/format-name.ts';
import { Section } from '../../../ui/Page.tsx';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';
import { HighlightedText } from './HighlightedText.tsx';
import { excerpt } from './highlight.ts';

interface TaskResultsProps {
  tasks: readonly Task[];
  terms: readonly string[];
  today: CalendarDate;
  /** There are more results than `tasks`. */
  isTruncated: boolean;
}

export const TaskResults = ({ tasks, terms, today, isTruncated }: TaskResultsProps) =>
  tasks.length > 0 && (
    <Section
      title="Tasks"
      {...(isTruncated && { detail: `The latest ${tasks.length}. Keep typing to narrow results.` })}
    >
      <ListRows label="Tasks found">
        {tasks.map((task) => (
          <ListRow
            key={task.id}
            title={<HighlightedText text={formatName(task.title)} terms={terms} />}
            detail={
              <HighlightedText
                text={joinDetails(
                  ...[task.notes, task.client_notes].map((text) => text && excerpt(text, terms)),
                  formatDate(task.date, today),
                )}
                terms={terms}
              />
            }
            {...(task.status === 'done' && { trailing: 'Done' })}
            link={{ to: '/task/$id', params: { id: task.id } }}
          />
        ))}
      </ListRows>
    </Section>
  );
