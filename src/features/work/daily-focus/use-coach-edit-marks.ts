import { useEffect, useState } from 'react';
import { hasUnseenCoachEdit, type Task } from '../../../domain/tasks/task.ts';
import { markCoachEditsSeen } from '../../../data/tasks/tasks.ts';
import { useDatabase } from '../../../store/live-query.ts';
import { withSaveErrorToast } from '../../../shared/errors/with-save-error-toast.ts';

/** How long a task is on screen before it counts as seen. */
const SEEN_AFTER_MS = 1_500;

/**
 * The ids of the tasks on screen that a coach has added or changed since the person last looked. They keep their mark while
 * the list is open, and count as seen, on every device, once they have been on a visible page for a moment.
 */
export const useCoachEditMarks = (tasks: readonly Task[]): ReadonlySet<string> => {
  const db = useDatabase();
  const [marked, setMarked] = useState<ReadonlySet<string>>(NONE);
  const unseen = tasks.filter(hasUnseenCoachEdit).map(({ id }) => id);
  if (unseen.some((id) => !marked.has(id))) setMarked(new Set([...marked, ...unseen]));

  const key = unseen.join(' ');
  useEffect(() => {
    if (key === '') return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const restart = () => {
      clearTimeout(timer);
      if (document.visibilityState !== 'visible') return;
      timer = setTimeout(() => void withSaveErrorToast(() => markCoachEditsSeen(db, key.split(' '))), SEEN_AFTER_MS);
    };
    restart();
    document.addEventListener('visibilitychange', restart);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', restart);
    };
  }, [db, key]);
  return marked;
};

const NONE: ReadonlySet<string> = new Set();
