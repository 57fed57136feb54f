import type { ActivityStatus } from '../../domain/activities/activity.ts';
import { PlainButton } from '../../ui/Button.tsx';
import { IconCheck, IconX } from '../../ui/icons.ts';
import { formatName } from '../../ui/format-name.ts';
import styles from './ActivityType.module.css';

interface DoneToggleProps {
  status: ActivityStatus;
  /** For screen readers. */
  title: string;
  onToggle: (done: boolean) => unknown;
}

/** A round checkbox: empty while planned, checked when done, crossed when cancelled. */
export const DoneToggle = ({ status, title, onToggle }: DoneToggleProps) => (
  <PlainButton
    role="checkbox"
    aria-checked={status === 'done'}
    aria-label={`${formatName(title)}${status === 'cancelled' ? ', cancelled' : ''}: done`}
    className={styles.toggle}
    data-status={status}
    onClick={() => onToggle(status !== 'done')}
  >
    <span className={styles.circle}>
      {status === 'done' && <IconCheck size={15} stroke={3} aria-hidden />}
      {status === 'cancelled' && <IconX size={13} stroke={2.5} aria-hidden />}
    </span>
  </PlainButton>
);
