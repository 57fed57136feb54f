import type { Program, TemplateTask } from '../../domain/program.ts';
import { minutesOf } from '../../domain/program-draft.ts';
import { formatCount, formatDuration } from '../../ui/format.ts';
import styles from './Programs.module.css';
import { priceText } from './words.ts';

interface PublishFactsProps {
  program: Program;
  tasks: readonly TemplateTask[];
}

/** What a version of the draft would hold. */
export const PublishFacts = ({ program, tasks }: PublishFactsProps) => {
  const minutes = minutesOf(tasks);
  return (
    <>
      <dl className={styles.facts}>
        <Fact
          name={program.day_counting === 'weekdays' ? 'Weekdays' : 'Days'}
          value={formatCount(program.length_days)}
        />
        <Fact name="Tasks" value={formatCount(tasks.length)} />
        <Fact name="Time" value={minutes > 0 ? formatDuration(minutes) : '–'} />
        <Fact name="Price" value={priceText(program)} />
      </dl>
      {program.parameters.length > 0 && (
        <p className={styles.quiet}>{`Asks for: ${program.parameters.map(({ label }) => label).join(', ')}.`}</p>
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
