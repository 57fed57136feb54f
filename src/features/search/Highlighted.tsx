import { highlight } from './highlight.ts';
import styles from './Search.module.css';

/** A text with what was found in it marked. */
export const Highlighted = ({ text, words }: { text: string; words: readonly string[] }) =>
  highlight(text, words).map((part, place) =>
    part.isHit ? (
      <mark key={place} className={styles.hit}>
        {part.text}
      </mark>
    ) : (
      part.text
    ),
  );
