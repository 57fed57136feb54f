import { durationSeconds } from '../../../../domain/chains/progress.ts';
import type { Run, Step } from '../../../../domain/chains/run.ts';
import { formatCount } from '../../../../ui/format.ts';
import { formatName } from '../../../../ui/format-name.ts';
import { Section } from '../../../../ui/Page.tsx';
import { formatSeconds, stepStatusLabel } from '../labels.ts';
import styles from './Run.module.css';

const COLUMNS: readonly { label: string; of: (step: Step) => number }[] = [
  { label: 'Read', of: ({ read_rows }) => read_rows },
  { label: 'Created', of: ({ created_rows }) => created_rows },
  { label: 'Updated', of: ({ updated_rows }) => updated_rows },
  { label: 'Unchanged', of: ({ unchanged_rows }) => unchanged_rows },
  { label: 'Gone', of: ({ gone_rows }) => gone_rows },
  { label: 'Held', of: ({ held_rows }) => held_rows },
  { label: 'Requests', of: ({ requests }) => requests },
];

/** What each step did with rows, and how long it took beside how long it usually does. */
export const StepTable = ({ found: { run, steps }, now }: { found: Run; now: number }) => {
  const begun = steps.filter(({ started_at, status }) => started_at !== null && status !== 'skipped');
  if (begun.length === 0) return null;
  return (
    <Section title="Rows">
      <div className={styles.scroller} tabIndex={0} role="group" aria-label="Rows, table">
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Step</th>
              {COLUMNS.map(({ label }) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
              <th scope="col">Duration</th>
              <th scope="col">Usually</th>
            </tr>
          </thead>
          <tbody>
            {begun.map((step) => (
              <tr key={step.id}>
                <th scope="row">
                  <span dir="auto">{formatName(step.title)}</span>
                  <span className={styles.quiet}>{stepStatusLabel(step, run)}</span>
                </th>
                {COLUMNS.map(({ label, of }) => (
                  <td key={label} data-zero={of(step) === 0 || undefined}>
                    {formatCount(of(step))}
                  </td>
                ))}
                <td>{secondsOrDash(durationSeconds(step, now))}</td>
                <td>{secondsOrDash(step.usual_seconds)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
};

const secondsOrDash = (seconds: number | null): string => (seconds === null ? '–' : formatSeconds(seconds));
