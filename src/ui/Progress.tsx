import { type ReactNode, useId } from 'react';
import styles from './Progress.module.css';

interface ProgressProps {
  label: string;
  max: number;
  value: number;
  children?: ReactNode;
}

/** How far something is that takes its time; screen readers hear of it too. */
export const Progress = ({ label, max, value, children }: ProgressProps) => {
  const id = useId();
  return (
    <div className={styles.progress} role="status">
      <label htmlFor={id}>{label}</label>
      <progress id={id} max={max} value={value} />
      {children}
    </div>
  );
};
