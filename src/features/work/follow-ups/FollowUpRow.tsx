import { Button } from '../../../ui/Button.tsx';
import type { Activity } from '../../../domain/activities/activity.ts';
import { ActivityTypeBadge } from '../../../shared/activities/ActivityTypeBadge.tsx';
import { ListRow } from '../../../ui/ListRows.tsx';
import { formatName } from '../../../ui/format-name.ts';
import styles from './FollowUpRow.module.css';

interface FollowUpRowProps {
  activity: Activity;
  leadName: string | undefined;
  dueLabel: string;
  onLog: () => void;
}

export const FollowUpRow = ({ activity, leadName, dueLabel, onLog }: FollowUpRowProps) => (
  <ListRow
    leading={<ActivityTypeBadge type="follow_up" />}
    title={leadName ?? activity.title}
    detail={leadName && !activity.title.includes(leadName) ? `${dueLabel} · ${activity.title}` : dueLabel}
    link={{ to: '/activity/$id', params: { id: activity.id } }}
    action={
      <Button
        variant="default"
        className={styles.log ?? ''}
        onClick={onLog}
        aria-label={`Log follow-up: ${formatName(activity.title)}`}
      >
        Log follow-up
      </Button>
    }
  />
);
