import styles from './GoalCell.module.css';

/** Progress to a goal, small enough for a table: "32/50" over a thin bar. */
export const GoalCell = ({ done, goal }: { done: number; goal: number }) => {
  const ratio = goal === 0 ? 1 : Math.min(1, done / goal);
  return (
    <span className={styles.cell} data-reached={ratio === 1 || undefined}>
      <span className={styles.figures}>
        <span className={styles.done}>{done}</span>
        <span className={styles.goal}>/{goal}</span>
      </span>
      <span className={styles.track} aria-hidden>
        <span className={styles.bar} style={{ transform: `scaleX(${String(ratio)})` }} />
      </span>
    </span>
  );
};
