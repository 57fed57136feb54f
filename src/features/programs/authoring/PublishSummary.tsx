import type { Program, TemplateTask } from '../../../domain/programs/program.ts';
import { totalMinutes } from '../../../domain/programs/draft.ts';
import { getProgramCounts } from '../../../data/programs/versions.ts';
import { usePersistedQuery } from '../../../api/use-persisted-query.ts';
import { formatCount, formatDuration, plural } from '../../../ui/format.ts';
import { QuietLink } from '../../../ui/QuietLink.tsx';
import styles from './Programs.module.css';
import { priceLabel } from '../../../shared/programs/program-labels.ts';

interface PublishSummaryProps {
  program: Program;
  tasks: readonly TemplateTask[];
}

/** The figures of the version that would be published. */
export const PublishSummary = ({ program, tasks }: PublishSummaryProps) => {
  const minutes = totalMinutes(tasks);
  return (
    <>
      <dl className={styles.facts}>
        <Fact
          name={program.day_counting === 'weekdays' ? 'Weekdays' : 'Days'}
          value={formatCount(program.length_days)}
        />
        <Fact name="Tasks" value={formatCount(tasks.length)} />
        <Fact name="Time" value={minutes > 0 ? formatDuration(minutes) : '–'} />
        <Fact name="Price" value={priceLabel(program)} />
      </dl>
      {program.parameters.length > 0 && (
        <p className={styles.quiet}>{`Questions: ${program.parameters.map(({ label }) => label).join(', ')}.`}</p>
      )}
    </>
  );
};

const Fact = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);

/** How often a program was published and enrolled in; nothing while that is not known. */
export const PublishedCounts = ({ program }: { program: string }) => {
  const { data } = usePersistedQuery({ key: ['program-counts', program], read: () => getProgramCounts(program) });
  if (!data) return null;
  const { published, imported, used } = data;
  return (
    <p className={styles.quiet}>
      {`Published ${plural(published, 'time')}. Enrollments: ${formatCount(imported)} self-started, ${formatCount(used)} by you or through a cohort.`}{' '}
      <QuietLink to="/programs/$id/statistics" params={{ id: program }}>
        Statistics
      </QuietLink>
    </p>
  );
};
