import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Activity } from '../../domain/activity.ts';
import { ActivityTypeBadge } from '../../ui/ActivityTypeBadge.tsx';
import styles from './FollowUpRow.module.css';

interface FollowUpRowProps {
  activity: Activity;
  leadName: string | undefined;
  dueNote: string;
  onLog: () => void;
}

export const FollowUpRow = ({ activity, leadName, dueNote, onLog }: FollowUpRowProps) => (
  <li className={styles.row}>
    <Link to="/activity/$id" params={{ id: activity.id }} className={styles.body}>
      <ActivityTypeBadge type="follow_up" />
      <span className={styles.text}>
        <span className={styles.title}>{leadName ?? activity.title}</span>
        <span className={styles.detail}>
          {leadName && !activity.title.includes(leadName) ? `${dueNote} · ${activity.title}` : dueNote}
        </span>
      </span>
    </Link>
    <Button
      variant="default"
      className={styles.log ?? ''}
      onClick={onLog}
      aria-label={`Log follow-up: ${activity.title}`}
    >
      Log follow-up
    </Button>
  </li>
);
