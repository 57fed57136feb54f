import type { ReactNode } from 'react';
import styles from './ActionPreview.module.css';
import { RetryNotice } from '../queries/RetryNotice.tsx';
import type { Preview } from './use-preview.ts';

interface ActionPreviewProps {
  preview: Pick<Preview<unknown>, 'errorMessage' | 'retry'>;
  /** Shown while there is no error. */
  children: ReactNode;
}

/** What an action would do. It reserves its height, so that what is below does not move. */
export const ActionPreview = ({ preview: { errorMessage, retry }, children }: ActionPreviewProps) => (
  <div className={styles.preview} role="status">
    {errorMessage === null ? (
      children
    ) : (
      <RetryNotice title="Preview unavailable." message={errorMessage} onRetry={retry} />
    )}
  </div>
);

/** Which tasks the action affects. */
export const ActionPreviewRule = ({ children }: { children: ReactNode }) => <p className={styles.rule}>{children}</p>;
