import type { VersionPreview } from '../../../domain/programs/version.ts';
import { formatDuration, plural } from '../../../ui/format.ts';
import styles from './VersionPreviewContent.module.css';
import { priceLabel, programSummary } from '../../../shared/programs/program-labels.ts';

/** A published version: its facts, its parameters and all of its days. */
export const VersionPreviewContent = ({ version }: { version: VersionPreview }) => (
  <>
    <p className={styles.quiet}>
      {`By ${version.coach} · ${programSummary(version, version.task_count)} · ${formatDuration(version.minutes)} · ${priceLabel(version)} · ${plural(version.uses, 'enrollment')}`}
    </p>
    {version.description && <p className={styles.longText}>{version.description}</p>}
    {version.parameters.length > 0 && <p>{`Questions: ${version.parameters.map(({ label }) => label).join(', ')}.`}</p>}
    {version.days.map(({ day_index, tasks }) => (
      <section key={day_index}>
        <h3 className={styles.day}>{`Day ${String(day_index)}`}</h3>
        <ul className={styles.tasks}>
          {tasks.map(({ title, minutes, notes }, index) => (
            <li key={index}>
              {title}
              {minutes !== null && <span className={styles.quiet}>{` · ${formatDuration(minutes)}`}</span>}
              {notes && <p className={styles.quiet}>{notes}</p>}
            </li>
          ))}
        </ul>
      </section>
    ))}
  </>
);
