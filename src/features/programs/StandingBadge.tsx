import styles from './Programs.module.css';
import type { Standing } from './use-versions.ts';

const WORDS: Record<Standing['state'], string> = {
  draft: 'Draft',
  published: 'Published',
  edited: 'Edited since',
};

/** How a program stands to what is published of it, in a word or two. */
export const StandingBadge = ({ state }: Pick<Standing, 'state'>) => (
  <span className={styles.standing} data-state={state}>
    {WORDS[state]}
  </span>
);
