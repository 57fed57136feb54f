import { typeLabel } from '../domain/activity.ts';
import { IconArrowForwardUp, IconFileText, IconPhone, IconTag, IconUserPlus, IconUsers } from './icons.ts';
import styles from './Activity.module.css';

const ICONS: Record<string, typeof IconTag> = {
  call: IconPhone,
  meeting: IconUsers,
  proposal: IconFileText,
  follow_up: IconArrowForwardUp,
  new_contact: IconUserPlus,
};

interface ActivityTypeBadgeProps {
  /** The stored key of the type. */
  type: string;
  /** Also show the name beside the icon. */
  withLabel?: boolean;
}

/** A type of activity as an icon on a soft square; a custom type has a tag. */
export const ActivityTypeBadge = ({ type, withLabel = false }: ActivityTypeBadgeProps) => {
  const Icon = ICONS[type] ?? IconTag;
  return (
    <span className={styles.type}>
      <span
        className={styles.square}
        {...(withLabel ? { 'aria-hidden': true } : { role: 'img', 'aria-label': typeLabel(type) })}
      >
        <Icon size={18} stroke={1.8} aria-hidden />
      </span>
      {withLabel && <span>{typeLabel(type)}</span>}
    </span>
  );
};
