import { isMaterializing, type Enrollment } from '../../../domain/enrollments/enrollment.ts';
import { isAssigned, type Task, type TaskCounts } from '../../../domain/tasks/task.ts';
import { formatDuration, joinDetails } from '../../../ui/format.ts';

/** A row's second line: duration, whether it is optional, where it comes from. */
export const taskDetail = (task: Task, enrollment: Enrollment | undefined): string =>
  joinDetails(
    task.minutes !== null && formatDuration(task.minutes),
    isAssigned(task) && !task.is_required && 'Optional',
    taskLevelLabel(task),
    task.source_type === 'coach' && 'From your coach',
    isAssigned(task) && enrollment?.program_title,
  );

export const taskSourceMessage = (task: Task, enrollment: Enrollment | undefined): string => {
  if (!isAssigned(task)) return 'Added by you.';
  const program = enrollment ? `“${enrollment.program_title}”` : 'a program';
  const from =
    task.source_type === 'coach'
      ? `From your coach, for ${program}`
      : `From ${program}${task.program_day === null ? '' : `, day ${String(task.program_day)}`}`;
  return `${from}. ${task.is_required ? 'Required.' : 'Optional.'}`;
};

/** Whose the notes of an assigned task are. */
export const assignedNotesLabel = ({ source_type }: Pick<Task, 'source_type'>): string =>
  source_type === 'coach' ? 'Notes from your coach' : 'Notes from the program';

/** Why a task is marked as new: a coach has added or changed it. */
export const coachEditLabel = ({ source_type, coach_edited_at, created_at }: Task): string =>
  source_type === 'coach' && coach_edited_at === created_at ? 'New' : 'Changed';

const taskLevelLabel = ({ source_type }: Task): string | null =>
  source_type === 'program_week' ? 'For the week' : source_type === 'program' ? 'For the whole program' : null;

/** "2 of 5 done · 45 min left" */
export const dailyProgressLabel = ({ done, total, minutes_left }: TaskCounts): string =>
  joinDetails(
    total > 0 && `${String(done)} of ${String(total)} done`,
    minutes_left > 0 && `${formatDuration(minutes_left)} left`,
  );

/** Shown while tasks of a program are being materialized; `null` otherwise. */
export const materializingMessage = (enrollments: readonly Enrollment[]): string | null => {
  const titles = enrollments.filter(isMaterializing).map(({ program_title }) => `“${program_title}”`);
  return titles.length === 0 ? null : `Tasks from ${titles.join(' and ')} are being added.`;
};
