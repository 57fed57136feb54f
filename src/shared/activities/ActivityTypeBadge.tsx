import { activityTypeLabel } from '../../domain/activities/activity.ts';
import styles from './ActivityType.module.css';
import { ActivityTypeIcon } from './ActivityTypeIcon.tsx';

interface ActivityTypeBadgeProps {
  /** The stored key of the type. */
  type: string;
  /** Also show the name beside the icon. */
  withLabel?: boolean;
}

/** A type of activity as an icon on a soft square; a custom type has a tag. */
export const ActivityTypeBadge = ({ type, withLabel = false }: ActivityTypeBadgeProps) => (
  <span className={styles.type}>
    <span
      className={styles.square}
      {...(withLabel ? { 'aria-hidden': true } : { role: 'img', 'aria-label': activityTypeLabel(type) })}
    >
      <ActivityTypeIcon type={type} />
    </span>
    {withLabel && <span>{activityTypeLabel(type)}</span>}
  </span>
);
