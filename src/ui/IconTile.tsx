import styles from './IconTile.module.css';
import type { IconTag } from './icons.ts';

/** An icon on a tinted square, for the start of a row. */
export const IconTile = ({ Icon }: { Icon: typeof IconTag }) => (
  <span className={styles.tile} aria-hidden>
    <Icon size={18} stroke={1.8} />
  </span>
);
