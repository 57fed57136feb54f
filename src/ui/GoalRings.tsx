import { GOAL_LABELS, type GoalProgress } from '../domain/goals.ts';
import { GoalRing } from './GoalRing.tsx';
import styles from './GoalRings.module.css';

/** A week's goals side by side; on a narrow screen they slide. */
export const GoalRings = ({ goals }: { goals: readonly GoalProgress[] }) => (
  <ul className={styles.rings} aria-label="Goals of the week" tabIndex={0}>
    {goals.map(({ key, done, target, planned }) => (
      <li key={key}>
        <GoalRing label={GOAL_LABELS[key]} done={done} target={target} planned={planned} />
      </li>
    ))}
  </ul>
);
