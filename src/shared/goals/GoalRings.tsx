import { GOAL_LABELS, type GoalProgress } from '../../domain/goals/weekly-goals.ts';
import { GoalRing } from './GoalRing.tsx';
import { useIsPhone } from '../../ui/use-is-phone.ts';
import styles from './GoalRings.module.css';

export const GoalRings = ({ goals }: { goals: readonly GoalProgress[] }) => {
  const size = useIsPhone() ? 'small' : 'medium';
  return (
    <ul className={styles.rings} aria-label="Goals for the week">
      {goals.map(({ key, done, target, planned }) => (
        <li key={key}>
          <GoalRing label={GOAL_LABELS[key]} done={done} target={target} planned={planned} size={size} />
        </li>
      ))}
    </ul>
  );
};
