import { Suspense, useEffect, useState } from 'react';
import { addDays, type CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import { countTasks } from '../../../domain/tasks/task.ts';
import { useLiveQuery } from '../../../store/live-query.ts';
import { useToday } from '../../../data/profile/local-clock.ts';
import { lazyComponent } from '../../../ui/lazy-component.tsx';
import { MissingOverlay, MissingSilently } from '../../../ui/MissingCode.tsx';
import { Section } from '../../../ui/Page.tsx';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import { readFocusDays } from './focus-days.ts';
import { OverdueTasks } from './OverdueTasks.tsx';
import styles from './DailyFocus.module.css';
import { materializingMessage, dailyProgressLabel } from './labels.ts';
import { TaskList } from './lazy-task-list.ts';
import { useMissingTasks } from './use-missing-tasks.ts';
import { useTaskActions } from './use-task-actions.ts';

const NewFromCoach = lazyComponent(async () => (await import('./NewFromCoach.tsx')).NewFromCoach, MissingSilently);
const TaskSheet = lazyComponent(async () => (await import('./TaskSheet.tsx')).TaskSheet, MissingOverlay);

/** A person's tasks of one day: those of their programs, of their coach, and their own. */
export const DailyFocus = ({ date }: { date: CalendarDate }) => {
  const today = useToday();
  const actions = useTaskActions();
  const days = useLiveQuery((db) => readFocusDays(db, date), [date]);
  const [opened, setOpened] = useState<{ id: string; isOpen: boolean } | null>(null);
  useMissingTasks(date, today, days);
  useEffect(() => {
    // Loads the list's code while its tasks are read.
    void TaskList.preload();
  }, []);
  const skeleton = <SkeletonRows count={2} />;
  if (!days || date < days.from || date > days.to) return <Section title="Daily focus">{skeleton}</Section>;

  const tasks = days.tasks.filter((task) => task.date === date);
  const counts = countTasks(tasks);
  const yesterday = addDays(today, -1);
  const overdueTasks =
    date === today ? days.tasks.filter((task) => task.date === yesterday && task.status === 'open') : [];
  const materializingDetail = materializingMessage([...days.enrollments.values()]);
  return (
    <Section
      title="Daily focus"
      action={
        counts.total > 0 && (
          <span className={styles.progress} data-done={counts.done === counts.total || undefined}>
            {dailyProgressLabel(counts)}
          </span>
        )
      }
      {...(materializingDetail !== null && { detail: materializingDetail })}
    >
      <OverdueTasks tasks={overdueTasks} today={today} actions={actions} />
      {date === today && (
        <Suspense>
          <NewFromCoach today={today} />
        </Suspense>
      )}
      <Suspense fallback={skeleton}>
        <TaskList
          date={date}
          today={today}
          tasks={tasks}
          enrollments={days.enrollments}
          actions={actions}
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
