import type { ReactNode } from 'react';
import styles from './StatusDot.module.css';

export type StatusTone = 'good' | 'busy' | 'quiet' | 'warn' | 'bad';

interface StatusDotProps {
  tone: StatusTone;
  children: ReactNode;
  /** A longer label that may take several lines. */
  wraps?: boolean;
}

/** A short label with a coloured dot. The label must say everything that the colour says. */
export const StatusDot = ({ tone, children, wraps = false }: StatusDotProps) => (
  <span className={styles.status} data-tone={tone} data-wraps={wraps || undefined}>
    <span className={styles.dot} aria-hidden />
    {children}
  </span>
);
