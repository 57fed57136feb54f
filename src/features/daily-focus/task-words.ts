import { isBeingMade } from '../../domain/enrollment.ts';
import type { Enrollment } from '../../domain/program.ts';
import type { Task } from '../../domain/task.ts';
import type { TaskCounts } from '../../domain/tasks.ts';
import { formatDuration } from '../../ui/format.ts';

/** True for what a coach or a program has put there. */
export const isGiven = ({ source_type }: Pick<Task, 'source_type'>): boolean => source_type !== 'self';

/** What a row says under the title: how long it takes, whether it may be left out, where it comes from. */
export const taskDetail = (task: Task, enrollment: Enrollment | undefined): string =>
  [
    task.minutes !== null && formatDuration(task.minutes),
    isGiven(task) && !task.is_required && 'Optional',
    span(task),
    task.source_type === 'coach' && 'From your coach',
    isGiven(task) && enrollment?.program_title,
  ]
    .filter(Boolean)
    .join(' · ');

/** Where a task comes from, as a sentence. */
export const sourceSentence = (task: Task, enrollment: Enrollment | undefined): string => {
  if (!isGiven(task)) return 'Added by you.';
  const program = enrollment ? `“${enrollment.program_title}”` : 'a program';
  const from =
    task.source_type === 'coach'
      ? `From your coach, for ${program}`
      : `From ${program}${task.program_day === null ? '' : `, day ${String(task.program_day)}`}`;
  return `${from}. ${task.is_required ? 'Required.' : 'Optional.'}`;
};

const span = ({ source_type }: Task): string | null =>
  source_type === 'program_week' ? 'For the week' : source_type === 'program' ? 'For the whole program' : null;

/** "2 of 5 done · 45 min left" */
export const progressText = ({ done, total, minutes_left }: TaskCounts): string =>
  [total > 0 && `${String(done)} of ${String(total)} done`, minutes_left > 0 && `${formatDuration(minutes_left)} left`]
    .filter(Boolean)
    .join(' · ');

/** What is said while tasks of a program are still being made; `null` where all are there. */
export const onTheirWay = (enrollments: readonly Enrollment[]): string | null => {
  const titles = enrollments.filter(isBeingMade).map(({ program_title }) => `“${program_title}”`);
  return titles.length === 0 ? null : `The tasks of ${titles.join(' and ')} are on their way.`;
};
