import styles from './Skeletons.module.css';

/** Stands for a list that is loading. */
export const SkeletonRows = ({ count = 4 }: { count?: number }) => (
  <div className={styles.rows} role="status" aria-label="Loading">
    {Array.from({ length: count }, (_, row) => (
      <div className={styles.row} key={row}>
        <span className={styles.dot} />
        <span className={styles.lines}>
          <span className={styles.line} style={{ width: `${String(58 - (row % 3) * 9)}%` }} />
          <span className={styles.line} style={{ width: '30%' }} />
        </span>
      </div>
    ))}
  </div>
);

/** Stands for rings or tiles that are loading. */
export const SkeletonTiles = ({ count = 5 }: { count?: number }) => (
  <div className={styles.tiles} role="status" aria-label="Loading">
    {Array.from({ length: count }, (_, tile) => (
      <span className={styles.tile} key={tile} />
    ))}
  </div>
);

/** Stands for a screen whose code is loading. */
export const SkeletonPage = () => (
  <div className={styles.page}>
    <span className={styles.title} />
    <SkeletonRows count={5} />
  </div>
);
