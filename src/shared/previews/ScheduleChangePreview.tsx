import type { PauseResult } from '../../data/enrollments/pauses.ts';
import { formatList, plural } from '../../ui/format.ts';

const STAY_REASONS = {
  done: 'done',
  locked: 'locked',
  edited: 'edited',
  past: 'would be in the past',
} as const satisfies Record<keyof PauseResult['stayed'], string>;

/** "These keep their dates: 3 done, 1 edited."; `null` where none does. */
export const stayedMessage = (stayed: PauseResult['stayed']): string | null => {
  const reasons = Object.entries(STAY_REASONS).flatMap(([name, reason]) => {
    const count = stayed[name as keyof typeof stayed];
    return count > 0 ? [`${String(count)} ${reason}`] : [];
  });
  return reasons.length > 0 ? `These keep their dates: ${reasons.join(', ')}.` : null;
};

/** "3 tasks would move, and 2 would be left out." */
const changeMessage = ({ moved, removed, created }: PauseResult): string => {
  const parts = [
    ...(moved > 0 ? [`${plural(moved, 'task')} would move`] : []),
    ...(removed > 0 ? [`${plural(removed, 'task')} would be left out`] : []),
    ...(created > 0 ? [`${plural(created, 'task')} would come back`] : []),
  ];
  return parts.length === 0 ? 'No tasks would change.' : `${formatList(parts)}.`;
};

/** What pausing or resuming would do to the tasks. */
export const ScheduleChangePreview = ({ result }: { result: PauseResult }) => {
  const stayed = stayedMessage(result.stayed);
  return (
    <>
      <p>{changeMessage(result)}</p>
      {stayed !== null && <p>{stayed}</p>}
    </>
  );
};
