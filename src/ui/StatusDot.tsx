import type { ReactNode } from 'react';
import styles from './StatusDot.module.css';

export type StatusTone = 'good' | 'busy' | 'quiet' | 'warn' | 'bad';

/** A small honest word with a dot. The colour never says anything that the word does not. */
export const StatusDot = ({ tone, children }: { tone: StatusTone; children: ReactNode }) => (
  <span className={styles.status} data-tone={tone}>
    <span className={styles.dot} aria-hidden />
    {children}
  </span>
);
