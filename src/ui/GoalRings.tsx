import { GOAL_LABELS, type GoalProgress } from '../domain/goals.ts';
import { GoalRing } from './GoalRing.tsx';
import { usePhone } from './use-phone.ts';
import styles from './GoalRings.module.css';

/** A week's goals side by side, all in sight. */
export const GoalRings = ({ goals }: { goals: readonly GoalProgress[] }) => {
  const size = usePhone() ? 'small' : 'medium';
  return (
    <ul className={styles.rings} aria-label="Goals of the week">
      {goals.map(({ key, done, target, planned }) => (
        <li key={key}>
          <GoalRing label={GOAL_LABELS[key]} done={done} target={target} planned={planned} size={size} />
        </li>
      ))}
    </ul>
  );
};
