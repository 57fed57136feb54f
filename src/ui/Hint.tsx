import { CloseButton } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './Hint.module.css';

interface HintProps {
  title: string;
  /** One muted line. */
  children: ReactNode;
  icon: ReactNode;
  action: ReactNode;
  onDismiss: () => void;
}

/** A suggestion above the screen that can be dismissed. */
export const Hint = ({ title, children, icon, action, onDismiss }: HintProps) => (
  <aside className={styles.hint} aria-label={title}>
    {icon}
    <div className={styles.text}>
      <strong>{title}</strong>
      <span className={styles.detail}>{children}</span>
    </div>
    {action}
    <CloseButton aria-label="Dismiss" onClick={onDismiss} />
  </aside>
);
