import { hasUnseenCoachEdit } from '../../../domain/tasks/task.ts';
import { isMissed } from '../../../domain/tasks/adherence.ts';
import type { CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import type { ChangedCounts, ClientEnrollment, ClientTask, RemovedCounts } from '../../../data/coaching/client-days.ts';
import { formatDuration, joinDetails, joinSentences, plural } from '../../../ui/format.ts';
import type { StatusTone } from '../../../ui/StatusDot.tsx';

/** What became of a task; `null` for one that is still to do. */
export const taskState = (
  task: Pick<ClientTask, 'status' | 'is_required' | 'date'>,
  today: CalendarDate,
): { tone: StatusTone; label: string } | null => {
  if (task.status === 'done') return { tone: 'good', label: 'Done' };
  if (isMissed(task, today)) return { tone: 'bad', label: 'Missed' };
  return task.date < today ? { tone: 'quiet', label: 'Not done' } : null;
};

/** "20 min · Optional · Added for everyone · First steps" */
export const clientTaskDetail = (task: ClientTask, programTitle: string | undefined): string =>
  joinDetails(
    task.minutes !== null && formatDuration(task.minutes),
    !task.is_required && 'Optional',
    SOURCE_LABELS[task.source_type],
    task.cohort_task_id !== null && 'for everyone',
    hasUnseenCoachEdit(task) && 'not seen yet',
    programTitle,
  );

const SOURCE_LABELS: Record<ClientTask['source_type'], string | false> = {
  coach: 'Added by you',
  program: 'For the whole program',
  program_week: 'For the week',
  program_day: false,
};

/** The cohort whose members all have this task; `null` where only this client has it. */
export const cohortOfTask = (
  { enrollment_id, source_type, cohort_task_id }: ClientTask,
  enrollments: readonly ClientEnrollment[],
): ClientEnrollment['cohort'] =>
  source_type === 'coach' && cohort_task_id === null
    ? null
    : (enrollments.find(({ id }) => id === enrollment_id)?.cohort ?? null);

/** Why a coach cannot change a task; `null` where they can. */
export const holdMessage = ({ status, client_locked }: ClientTask, name: string): string | null => {
  if (status === 'done') return `${name} has done this task, so it stays as it is.`;
  return client_locked ? `${name} has locked this task, so it stays as it is.` : null;
};

/** What a change for everyone in a cohort has done, and for how many it has not, with the reasons. */
export const changedMessage = (title: string, { changed, done, locked, past }: ChangedCounts): string =>
  joinSentences(
    changed === 0 ? `No member’s “${title}” was changed.` : `Changed “${title}” for ${plural(changed, 'member')}.`,
    keptMessage([done, 'done it'], [locked, 'locked it']),
    past > 0 && `For ${plural(past, 'member')} that day is over.`,
  );

export const removedMessage = (title: string, { removed, done, locked, noted }: RemovedCounts): string =>
  joinSentences(
    removed === 0 ? `No member’s “${title}” was removed.` : `Removed “${title}” for ${plural(removed, 'member')}.`,
    keptMessage([done, 'done it'], [locked, 'locked it'], [noted, 'written a note on it']),
  );

/** "2 have done it, 1 has locked it: they keep theirs." */
const keptMessage = (...reasons: (readonly [count: number, what: string])[]): string | false => {
  const given = reasons.filter(([count]) => count > 0);
  const words = given.map(([count, what]) => `${String(count)} ${count === 1 ? 'has' : 'have'} ${what}`);
  return words.length > 0 && `${words.join(', ')}: they keep theirs.`;
};
