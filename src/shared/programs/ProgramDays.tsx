import { fillTaskPlaceholders } from '../../domain/programs/parameters.ts';
import { modulesWithWeeks, weekOfDay } from '../../domain/programs/weeks.ts';
import type { PreviewTask, VersionPreview } from '../../domain/programs/version.ts';
import { formatDuration, joinDetails, plural } from '../../ui/format.ts';
import { formatName } from '../../ui/format-name.ts';
import { Section } from '../../ui/Page.tsx';
import { NotesText } from '../notes/NotesText.tsx';
import styles from './ProgramDays.module.css';

type PreviewDays = VersionPreview['days'];

/** All days of a program, in weeks that expand: even a year of them stays short. */
export const ProgramDays = ({ version }: { version: VersionPreview }) => {
  const { day_counting, length_days, days, modules } = version;
  const byWeek = new Map<number, PreviewDays>();
  for (const day of days) {
    const week = weekOfDay(day.day_index, day_counting);
    byWeek.set(week, [...(byWeek.get(week) ?? []), day]);
  }
  // Shows a parameter's label where its value will be.
  const placeholders = Object.fromEntries(version.parameters.map(({ key, label }) => [key, `[${label}]`]));
  const firstWeek = Math.min(...byWeek.keys());
  return modulesWithWeeks(modules, weekOfDay(length_days, day_counting)).map(({ title, weeks }) => (
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
