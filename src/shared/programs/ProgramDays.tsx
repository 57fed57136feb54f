import { fillTaskPlaceholders } from '../../domain/programs/parameters.ts';
import { modulesWithWeeks, weekOfDay } from '../../domain/programs/weeks.ts';
import type { PreviewTask, VersionPreview } from '../../domain/programs/version.ts';
import { formatDuration, joinDetails, plural } from '../../ui/format.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatName } from '../../ui/format-name.ts';
import { Section } from '../../ui/Page.tsx';
import { NotesText } from '../notes/NotesText.tsx';
import styles from './ProgramDays.module.css';

type PreviewDays = VersionPreview['days'];
type ShownDays = Pick<
  VersionPreview,
  'day_counting' | 'length_days' | 'days' | 'modules' | 'parameters' | 'hidden_tasks'
>;

/** Says what a preview does not show; nothing where it shows everything. */
export const HiddenTasks = ({
  version,
}: {
  version: Pick<VersionPreview, 'hidden_tasks' | 'preview_days' | 'price'>;
}) => {
  // Responses that were stored before this field existed lack it.
  if (!version.hidden_tasks) return null;
  const { title, detail } = hiddenTasksMessage(version);
  return (
    <ErrorNotice tone="info" title={title}>
      {detail}
    </ErrorNotice>
  );
};

const hiddenTasksMessage = ({
  hidden_tasks,
  preview_days,
  price,
}: Pick<VersionPreview, 'hidden_tasks' | 'preview_days' | 'price'>) => {
  if (price === null)
    return {
      title: 'This is the first week.',
      detail: `Once you are signed in, you see ${plural(hidden_tasks, 'more task')}.`,
    };
  return preview_days === null
    ? {
        title: 'The tasks are shown after payment.',
        detail: `There are ${plural(hidden_tasks, 'task')} in this program.`,
      }
    : {
        title: `This is a preview of the first ${plural(preview_days, 'day')}.`,
        detail: `After payment, you see ${plural(hidden_tasks, 'more task')}.`,
      };
};

/** All days of a program, in weeks that expand: even a year of them stays short. */
export const ProgramDays = ({ version }: { version: ShownDays }) => {
  const { day_counting, length_days, days, modules } = version;
  const byWeek = new Map<number, PreviewDays>();
  for (const day of days) {
    const week = weekOfDay(day.day_index, day_counting);
    byWeek.set(week, [...(byWeek.get(week) ?? []), day]);
  }
  // Shows a parameter's label where its value will be.
  const placeholders = Object.fromEntries(version.parameters.map(({ key, label }) => [key, `[${label}]`]));
  const firstWeek = Math.min(...byWeek.keys());
  // Weeks that are hidden would look as if they had no tasks.
  const lastWeek = version.hidden_tasks > 0 ? Math.max(0, ...byWeek.keys()) : weekOfDay(length_days, day_counting);
  return modulesWithWeeks(modules, lastWeek).map(({ title, weeks }) => (
    <Section
      key={`${title ?? ''} ${String(weeks[0])}`}
      title={title !== null ? formatName(title) : modules.length > 0 ? 'Before the first module' : 'Days'}
    >
      <div className={styles.weeks}>
        {weeks.map((week) => (
          <ProgramWeek
            key={week}
            number={week}
            days={byWeek.get(week) ?? []}
            placeholders={placeholders}
            isOpen={week === firstWeek}
          />
        ))}
      </div>
    </Section>
  ));
};

interface ProgramWeekProps {
  number: number;
  days: PreviewDays;
  /** By the parameters' keys. */
  placeholders: Readonly<Record<string, string>>;
  isOpen: boolean;
}

const ProgramWeek = ({ number, days, placeholders, isOpen }: ProgramWeekProps) => {
  const tasks = days.flatMap((day) => day.tasks);
  const minutes = tasks.reduce((sum, task) => sum + (task.minutes ?? 0), 0);
  const facts = joinDetails(plural(tasks.length, 'task'), minutes > 0 && formatDuration(minutes));
  if (tasks.length === 0) {
    return (
      <div className={styles.emptyWeek}>
        <span className={styles.weekName}>Week {number}</span>
        <span className={styles.quiet}>No tasks</span>
      </div>
    );
  }
  return (
    <details className={styles.week} open={isOpen}>
      <summary>
        <span className={styles.weekName}>Week {number}</span>
        <span className={styles.quiet}>{facts}</span>
      </summary>
      {days.map((day) => (
        <div key={day.day_index} className={styles.day}>
          <h3 className={styles.dayName}>Day {day.day_index}</h3>
          <PreviewTaskList tasks={fillTaskPlaceholders(day.tasks, placeholders)} />
        </div>
      ))}
    </details>
  );
};

/** A day's tasks, read-only. */
export const PreviewTaskList = ({ tasks }: { tasks: readonly PreviewTask[] }) => (
  <ul className={styles.tasks}>
    {tasks.map((task, index) => (
      <li key={index}>
        <span className={styles.taskTitle} dir="auto">
          {formatName(task.title)}
        </span>
        <span className={styles.quiet}>{previewTaskDetail(task)}</span>
        {task.notes && (
          <div className={styles.notes}>
            <NotesText text={task.notes} />
          </div>
        )}
      </li>
    ))}
  </ul>
);

const PREVIEW_LEVEL_LABELS: Record<PreviewTask['level'], string | false> = {
  program: 'for the whole program',
  program_week: 'for the whole week',
  program_day: false,
};

const previewTaskDetail = ({ minutes, is_required, level }: PreviewTask): string =>
  joinDetails(minutes !== null && formatDuration(minutes), PREVIEW_LEVEL_LABELS[level], !is_required && 'optional');
