import styles from './Skeletons.module.css';

/** The outline of a list that is being read. */
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

/** The outline of a row of rings or tiles. */
export const SkeletonTiles = ({ count = 5 }: { count?: number }) => (
  <div className={styles.tiles} role="status" aria-label="Loading">
    {Array.from({ length: count }, (_, tile) => (
      <span className={styles.tile} key={tile} />
    ))}
  </div>
);

/** The outline of a whole screen, while its code is being fetched. */
export const SkeletonPage = () => (
  <div className={styles.page}>
    <span className={styles.title} />
    <SkeletonRows count={5} />
  </div>
);
