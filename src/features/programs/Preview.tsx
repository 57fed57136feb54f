import type { VersionPreview } from '../../domain/program-version.ts';
import { formatDuration, plural } from '../../ui/format.ts';
import styles from './Programs.module.css';
import { priceText, programFacts } from './words.ts';

/** A published version to read: what it is, what it asks for, and all of its days. */
export const Preview = ({ version }: { version: VersionPreview }) => (
  <>
    <p className={styles.quiet}>
      {`By ${version.coach} · ${programFacts(version, version.task_count)} · ${formatDuration(version.minutes)} · ${priceText(version)} · taken ${plural(version.uses, 'time')}`}
    </p>
    {version.description && <p className={styles.prose}>{version.description}</p>}
    {version.parameters.length > 0 && <p>{`Asks for: ${version.parameters.map(({ label }) => label).join(', ')}.`}</p>}
    {version.days.map(({ day_index, tasks }) => (
      <section key={day_index}>
        <h3 className={styles.previewDay}>{`Day ${String(day_index)}`}</h3>
        <ul className={styles.previewTasks}>
          {tasks.map(({ title, minutes, notes }, place) => (
            <li key={place}>
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
