import { diffWords } from 'diff';
import styles from './ConflictCard.module.css';

interface TextDiffProps {
  /** The text to show. */
  text: string;
  /** What it is compared with; words that are not in it are marked. */
  other: string;
}

/** A text in which the words that another version does not have are marked. */
export const TextDiff = ({ text, other }: TextDiffProps) => (
  <p className={styles.text}>
    {diffWords(other, text)
      .filter(({ removed }) => !removed)
      .map(({ value, added }, place) =>
        added ? (
          <mark key={place} className={styles.mark}>
            {value}
          </mark>
        ) : (
          <span key={place}>{value}</span>
        ),
      )}
  </p>
);
