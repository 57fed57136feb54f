import { diffWords } from 'diff';
import styles from './ConflictCard.module.css';

interface TextDiffProps {
  text: string;
  /** Words that are not in it are marked. */
  comparedWith: string;
}

export const TextDiff = ({ text, comparedWith }: TextDiffProps) => (
  <p className={styles.text}>
    {diffWords(comparedWith, text)
      .filter(({ removed }) => !removed)
      .map(({ value, added }, index) =>
        added ? (
          <mark key={index} className={styles.mark}>
            {value}
          </mark>
        ) : (
          <span key={index}>{value}</span>
        ),
      )}
  </p>
);
