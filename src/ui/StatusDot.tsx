import type { ReactNode } from 'react';
import styles from './StatusDot.module.css';

export type StatusTone = 'good' | 'busy' | 'quiet' | 'warn' | 'bad';

/** A short label with a coloured dot. The label must say everything that the colour says. */
export const StatusDot = ({ tone, children }: { tone: StatusTone; children: ReactNode }) => (
  <span className={styles.status} data-tone={tone}>
    <span className={styles.dot} aria-hidden />
    {children}
  </span>
);
