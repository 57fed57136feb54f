import { useEffect } from 'react';
import type { CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import { isMaterializing, isMaterializationStalled, mayLackTasksOn } from '../../../domain/enrollments/enrollment.ts';
import { ensureDayTasks } from '../../../data/tasks/task-sync.ts';
import { usePollWhile } from '../../../shared/programs/use-poll-while.ts';
import { useProgramSync } from '../../../sync/use-program-sync.ts';
import type { FocusDays } from './focus-days.ts';

/** How often to sync while tasks are being materialized: no realtime notification says when they are. */
const MATERIALIZE_POLL_MS = 3_000;

/** What this tab has requested already. */
const requestedKeys = new Set<string>();

/**
 * Has the server materialize missing tasks of a day of a program with none, requested at most once a day and enrollment
 * while the app is open. Syncs while tasks are being materialized elsewhere: what has stopped, the server goes on with. Shows nothing: the tasks arrive by sync, and a failed request is repeated when a day is
 * opened again.
 */
export const useMissingTasks = (date: CalendarDate, today: CalendarDate, days: FocusDays | undefined): void => {
  const { isOnline, lastSyncAt, syncNow } = useProgramSync();
  const isReady = isOnline && lastSyncAt !== null && days !== undefined && date >= days.from && date <= days.to;
  useEffect(() => {
    if (!isReady) return;
    const enrollments = [...days.enrollments.values()];
    const requestOnce = async (keys: readonly string[], request: () => Promise<unknown>): Promise<void> => {
      const newKeys = keys.filter((key) => !requestedKeys.has(key));
      if (newKeys.length === 0) return;
      for (const key of newKeys) requestedKeys.add(key);
      try {
        await request();
        // Even where nothing was missing any more: tasks made since the last sync are not on this device yet.
        void syncNow();
      } catch {
        for (const key of newKeys) requestedKeys.delete(key);
      }
    };
    const filledEnrollmentIds = new Set(days.tasks.flatMap((task) => (task.date === date ? [task.enrollment_id] : [])));
    const emptyEnrollments = enrollments.filter(
      (enrollment) => mayLackTasksOn(enrollment, date) && !filledEnrollmentIds.has(enrollment.id),
    );
    if (date >= today)
      void requestOnce(
        emptyEnrollments.map(({ id }) => `${id} ${date}`),
        () => ensureDayTasks(date),
      );
  }, [isReady, date, today, days, syncNow]);

  const materializing = isReady ? [...days.enrollments.values()].filter(isMaterializing) : [];
  usePollWhile(
    materializing.length > 0,
    () => {
      if (materializing.some((enrollment) => !isMaterializationStalled(enrollment, Date.now()))) void syncNow();
    },
    MATERIALIZE_POLL_MS,
  );
};
