import { typeLabel } from '../domain/activity.ts';
import styles from './Activity.module.css';
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
      {...(withLabel ? { 'aria-hidden': true } : { role: 'img', 'aria-label': typeLabel(type) })}
    >
      <ActivityTypeIcon type={type} />
    </span>
    {withLabel && <span>{typeLabel(type)}</span>}
  </span>
);
