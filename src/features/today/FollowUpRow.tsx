import { Button } from '@mantine/core';
import type { Activity } from '../../domain/activity.ts';
import { ActivityTypeBadge } from '../../ui/ActivityTypeBadge.tsx';
import { Row } from '../../ui/Rows.tsx';
import styles from './FollowUpRow.module.css';

interface FollowUpRowProps {
  activity: Activity;
  leadName: string | undefined;
  dueNote: string;
  onLog: () => void;
}

export const FollowUpRow = ({ activity, leadName, dueNote, onLog }: FollowUpRowProps) => (
  <Row
    leading={<ActivityTypeBadge type="follow_up" />}
    title={leadName ?? activity.title}
    detail={leadName && !activity.title.includes(leadName) ? `${dueNote} · ${activity.title}` : dueNote}
    link={{ to: '/activity/$id', params: { id: activity.id } }}
    beside={
      <Button
        variant="default"
        className={styles.log ?? ''}
        onClick={onLog}
        aria-label={`Log follow-up: ${activity.title}`}
      >
        Log follow-up
      </Button>
    }
  />
);
