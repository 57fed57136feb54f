import { Button } from '@mantine/core';
import type { CalendarDate } from '../../domain/calendar.ts';
import type { Task } from '../../domain/task.ts';
import { plural } from '../../ui/format.ts';
import { IconArrowForwardUp } from '../../ui/icons.ts';
import { IconTile } from '../../ui/IconTile.tsx';
import { Row, Rows } from '../../ui/Rows.tsx';
import styles from './DailyFocus.module.css';
import type { TaskDeeds } from './use-task-deeds.ts';

interface LeftOverProps {
  tasks: readonly Task[];
  today: CalendarDate;
  deeds: TaskDeeds;
}

/** What yesterday has left open, until it is moved or the day is over. */
export const LeftOver = ({ tasks, today, deeds }: LeftOverProps) =>
  tasks.length > 0 && (
    <Rows label="Left from yesterday">
      <Row
        leading={<IconTile Icon={IconArrowForwardUp} />}
        title={`${plural(tasks.length, 'task')} left from yesterday`}
        detail={tasks.map(({ title }) => title).join(', ')}
        beside={
          <Button variant="default" className={styles.move ?? ''} onClick={() => void deeds.moveAll(tasks, today)}>
            Move to today
          </Button>
        }
      />
    </Rows>
  );
