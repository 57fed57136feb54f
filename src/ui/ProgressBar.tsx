import { type ReactNode, useId } from 'react';
import styles from './ProgressBar.module.css';

interface ProgressBarProps {
  label: string;
  max: number;
  value: number;
  children?: ReactNode;
}

/** The progress is announced to screen readers too. */
export const ProgressBar = ({ label, max, value, children }: ProgressBarProps) => {
  const id = useId();
  return (
    <div className={styles.progress} role="status">
      <label htmlFor={id}>{label}</label>
      <progress id={id} max={max} value={value} />
      {children}
    </div>
  );
};
