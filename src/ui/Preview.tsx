import type { ReactNode } from 'react';
import styles from './Preview.module.css';
import { RetryNotice } from './RetryNotice.tsx';

interface PreviewProps {
  /** Why it could not be counted, in sentences; `null` while nothing is wrong. */
  problem: string | null;
  onRetry: () => void;
  children: ReactNode;
}

/** What something would do, before it is done. It has its place from the start: what is below does not move. */
export const Preview = ({ problem, onRetry, children }: PreviewProps) => (
  <div className={styles.preview} role="status">
    {problem === null ? children : <RetryNotice title="It could not be counted." problem={problem} onRetry={onRetry} />}
  </div>
);

/** The rule by which it would be done. */
export const PreviewRule = ({ children }: { children: ReactNode }) => <p className={styles.rule}>{children}</p>;
