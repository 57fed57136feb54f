import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';

interface EmptyStateProps {
  /** One sentence that says what will be here. */
  children: ReactNode;
  icon?: ReactNode;
  /** The button or link that adds the first item. */
  action?: ReactNode;
}

/** Shown instead of an empty list. */
export const EmptyState = ({ children, icon, action }: EmptyStateProps) => (
  <div className={styles.empty}>
    {icon && <span className={styles.icon}>{icon}</span>}
    <p className={styles.text}>{children}</p>
    {action}
  </div>
);
