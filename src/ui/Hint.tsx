import { CloseButton } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './Hint.module.css';

interface HintProps {
  title: string;
  /** One quiet line. */
  children: ReactNode;
  icon: ReactNode;
  action: ReactNode;
  onDismiss: () => void;
}

/** Something that a person may want to know once, above their work. */
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
