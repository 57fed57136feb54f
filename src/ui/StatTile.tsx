import type { ReactNode } from 'react';
import styles from './StatTile.module.css';

interface StatTileProps {
  label: string;
  /** Already formatted: "1,204", "84%", "1 h 15 min". */
  value: ReactNode;
  /** A comparison, e.g. "12 more than last week". */
  detail?: ReactNode;
}

/** Characters that the value of a narrow tile has room for. */
const MOST_SHORT = 9;

/** One value with its label. Its parent is StatTiles. */
export const StatTile = ({ label, value, detail }: StatTileProps) => (
  <div className={styles.tile}>
    <dt className={styles.label}>{label}</dt>
    <dd className={styles.value} data-long={(typeof value === 'string' && value.length > MOST_SHORT) || undefined}>
      {value}
    </dd>
    {detail && <dd className={styles.detail}>{detail}</dd>}
  </div>
);

export const StatTiles = ({ children }: { children: ReactNode }) => <dl className={styles.tiles}>{children}</dl>;
