import { highlight } from './highlight.ts';
import styles from './Search.module.css';

/** A text with its matches marked. */
export const HighlightedText = ({ text, terms }: { text: string; terms: readonly string[] }) =>
  highlight(text, terms).map((part, index) =>
    part.isMatch ? (
      <mark key={index} className={styles.hit}>
        {part.text}
      </mark>
    ) : (
      part.text
    ),
  );
