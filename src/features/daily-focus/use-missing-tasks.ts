import { useEffect } from 'react';
import type { CalendarDate } from '../../domain/calendar.ts';
import { isBeingMade, isStuck, mayMissTasksOn } from '../../domain/enrollment.ts';
import { openDay, resumeEnrollment } from '../../remote/own-tasks.ts';
import { useProgramSync } from '../../sync/use-program-sync.ts';
import type { FocusDays } from './focus-days.ts';

/** How often the cloud is asked for news while tasks are being made: nobody tells this device when they are. */
const LOOK_MS = 3_000;

/** What this tab has asked the cloud for already. */
const asked = new Set<string>();

/**
 * Has the cloud make tasks that should be there: those of a day of a program with none, asked for at most once a
 * day and enrollment while the app is open, and those of an enrollment whose making has stopped. While tasks are
 * being made elsewhere, they are fetched as they come. Says nothing, whatever comes of it: the tasks arrive like any
 * others, and what failed is asked for when a day is opened again.
 */
export const useMissingTasks = (date: CalendarDate, today: CalendarDate, days: FocusDays | undefined): void => {
  const { isOnline, lastSyncAt, syncNow } = useProgramSync();
  const isReady = isOnline && lastSyncAt !== null && days !== undefined && date >= days.from && date <= days.to;
  useEffect(() => {
    if (!isReady) return;
    const enrollments = [...days.enrollments.values()];
    const askOnce = async (keys: readonly string[], question: () => Promise<unknown>): Promise<void> => {
      const open = keys.filter((key) => !asked.has(key));
      if (open.length === 0) return;
      for (const key of open) asked.add(key);
      try {
        await question();
        // Also where nothing was missing any more: what was made since the last sync is not here yet.
        void syncNow();
      } catch {
        for (const key of open) asked.delete(key);
      }
    };
    const filled = new Set(days.tasks.flatMap((task) => (task.date === date ? [task.enrollment_id] : [])));
    const empty = enrollments.filter((enrollment) => mayMissTasksOn(enrollment, date) && !filled.has(enrollment.id));
    if (date >= today)
      void askOnce(
        empty.map(({ id }) => `${id} ${date}`),
        () => openDay(date),
      );
    for (const { id } of enrollments.filter((enrollment) => isStuck(enrollment, Date.now()))) {
      void askOnce([id], () => resumeEnrollment(id));
    }
  }, [isReady, date, today, days, syncNow]);

  const enrollments = days?.enrollments;
  useEffect(() => {
    const making = isReady && enrollments ? [...enrollments.values()].filter(isBeingMade) : [];
    if (making.length === 0) return undefined;
    const timer = setInterval(() => {
      if (making.some((enrollment) => !isStuck(enrollment, Date.now()))) void syncNow();
    }, LOOK_MS);
    return () => {
      clearInterval(timer);
    };
  }, [isReady, enrollments, syncNow]);
};
