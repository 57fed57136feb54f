import styles from './Activity.module.css';
import type { IconTag } from './icons.ts';

/** An icon on a soft square, at the head of a row. */
export const IconTile = ({ Icon }: { Icon: typeof IconTag }) => (
  <span className={styles.square} aria-hidden>
    <Icon size={18} stroke={1.8} />
  </span>
);
