import { lazy, Suspense, useEffect, useState } from 'react';
import { addDays, type CalendarDate } from '../../domain/calendar.ts';
import { countTasks } from '../../domain/tasks.ts';
import { useLive, useToday } from '../../store/react.ts';
import { Section } from '../../ui/Page.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { readFocusDays } from './focus-days.ts';
import { LeftOver } from './LeftOver.tsx';
import styles from './DailyFocus.module.css';
import { onTheirWay, progressText } from './task-words.ts';
import { useMissingTasks } from './use-missing-tasks.ts';
import { useTaskDeeds } from './use-task-deeds.ts';

const importTaskList = () => import('./TaskList.tsx');
const TaskList = lazy(() => importTaskList().then((module) => ({ default: module.TaskList })));
const TaskSheet = lazy(() => import('./TaskSheet.tsx').then((module) => ({ default: module.TaskSheet })));

/** A person's tasks of one day: those of their programs, of their coach, and their own. */
export const DailyFocus = ({ date }: { date: CalendarDate }) => {
  const today = useToday();
  const deeds = useTaskDeeds();
  const days = useLive((db) => readFocusDays(db, date), [date]);
  const [opened, setOpened] = useState<{ id: string; isOpen: boolean } | null>(null);
  useMissingTasks(date, today, days);
  useEffect(() => {
    // The code of the list arrives while its tasks are still read.
    importTaskList().catch(() => undefined);
  }, []);
  const outline = <SkeletonRows count={2} />;
  if (!days || date < days.from || date > days.to) return <Section title="Daily Focus">{outline}</Section>;

  const tasks = days.tasks.filter((task) => task.date === date);
  const counts = countTasks(tasks);
  const yesterday = addDays(today, -1);
  const left = date === today ? days.tasks.filter((task) => task.date === yesterday && task.status === 'open') : [];
  const coming = onTheirWay([...days.enrollments.values()]);
  return (
    <Section
      title="Daily Focus"
      action={
        counts.total > 0 && (
          <span className={styles.progress} data-done={counts.done === counts.total || undefined}>
            {progressText(counts)}
          </span>
        )
      }
      {...(coming !== null && { detail: coming })}
    >
      <LeftOver tasks={left} today={today} deeds={deeds} />
      <Suspense fallback={outline}>
        <TaskList
          date={date}
          today={today}
          tasks={tasks}
          enrollments={days.enrollments}
          deeds={deeds}
          onOpen={(id) => {
            setOpened({ id, isOpen: true });
          }}
        />
      </Suspense>
      {opened && (
        <Suspense>
          <TaskSheet
            id={opened.id}
            opened={opened.isOpen}
            onClose={() => {
              setOpened({ ...opened, isOpen: false });
            }}
          />
        </Suspense>
      )}
    </Section>
  );
};
