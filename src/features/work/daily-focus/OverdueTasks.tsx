import { Button } from '../../../ui/Button.tsx';
import type { CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import type { Task } from '../../../domain/tasks/task.ts';
import { plural } from '../../../ui/format.ts';
import { IconArrowForwardUp } from '../../../ui/icons.ts';
import { IconTile } from '../../../ui/IconTile.tsx';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';
import styles from './DailyFocus.module.css';
import type { TaskActions } from './use-task-actions.ts';

interface OverdueTasksProps {
  tasks: readonly Task[];
  today: CalendarDate;
  actions: TaskActions;
}

/** Yesterday's open tasks, until they are moved or the day is over. */
export const OverdueTasks = ({ tasks, today, actions }: OverdueTasksProps) =>
  tasks.length > 0 && (
    <ListRows label="Left from yesterday">
      <ListRow
        leading={<IconTile Icon={IconArrowForwardUp} />}
        title={`${plural(tasks.length, 'task')} left from yesterday`}
        detail={tasks.map(({ title }) => title).join(', ')}
        action={
          <Button variant="default" className={styles.move ?? ''} onClick={() => actions.moveAll(tasks, today)}>
            Move to today
          </Button>
        }
      />
    </ListRows>
  );
