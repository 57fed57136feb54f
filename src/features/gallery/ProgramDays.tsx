import { filledIn } from '../../domain/program-plan.ts';
import { modulesWithWeeks, weekOfDay } from '../../domain/program-weeks.ts';
import type { PreviewTask, VersionPreview } from '../../domain/program-version.ts';
import { formatDuration, plural } from '../../ui/format.ts';
import { Section } from '../../ui/Page.tsx';
import styles from './Gallery.module.css';

type Days = VersionPreview['days'];

/** All days of a program in weeks, which open one by one: also a year of them is overlooked at once. */
export const ProgramDays = ({ version }: { version: VersionPreview }) => {
  const { day_counting, length_days, days, modules } = version;
  const byWeek = new Map<number, Days>();
  for (const day of days) {
    const week = weekOfDay(day.day_index, day_counting);
    byWeek.set(week, [...(byWeek.get(week) ?? []), day]);
  }
  // What nobody has filled in yet.
  const blanks = Object.fromEntries(version.parameters.map(({ key, label }) => [key, `[${label}]`]));
  const first = Math.min(...byWeek.keys());
  return modulesWithWeeks(modules, weekOfDay(length_days, day_counting)).map(({ title, weeks }) => (
    <Section
      key={`${title ?? ''} ${String(weeks[0])}`}
      title={title ?? (modules.length > 0 ? 'To begin with' : 'Days')}
    >
      <div className={styles.weeks}>
        {weeks.map((week) => (
          <Week key={week} number={week} days={byWeek.get(week) ?? []} blanks={blanks} isOpen={week === first} />
        ))}
      </div>
    </Section>
  ));
};

interface WeekProps {
  number: number;
  days: Days;
  /** What stands for the parameters. */
  blanks: Readonly<Record<string, string>>;
  isOpen: boolean;
}

const Week = ({ number, days, blanks, isOpen }: WeekProps) => {
  const tasks = days.flatMap((day) => day.tasks);
  const minutes = tasks.reduce((sum, task) => sum + (task.minutes ?? 0), 0);
  const facts = [plural(tasks.length, 'task'), minutes > 0 && formatDuration(minutes)].filter(Boolean).join(' · ');
  if (tasks.length === 0) {
    return (
      <div className={styles.emptyWeek}>
        <span className={styles.weekName}>Week {number}</span>
        <span className={styles.quiet}>Nothing to do</span>
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
          <TaskLines tasks={filledIn(day.tasks, blanks)} />
        </div>
      ))}
    </details>
  );
};

/** What is to be done on a day, to read. */
export const TaskLines = ({ tasks }: { tasks: readonly PreviewTask[] }) => (
  <ul className={styles.tasks}>
    {tasks.map((task, place) => (
      <li key={place}>
        <span className={styles.taskTitle}>{task.title}</span>
        <span className={styles.quiet}>{taskFacts(task)}</span>
        {task.notes && <p className={styles.notes}>{task.notes}</p>}
      </li>
    ))}
  </ul>
);

const SPANS: Record<PreviewTask['level'], string | false> = {
  program: 'for the whole program',
  program_week: 'for the whole week',
  program_day: false,
};

const taskFacts = ({ minutes, is_required, level }: PreviewTask): string =>
  [minutes !== null && formatDuration(minutes), SPANS[level], !is_required && 'optional'].filter(Boolean).join(' · ');
