import { ActionIcon } from '../../../ui/Button.tsx';
import type { GoalKey } from '../../../domain/activities/activity.ts';
import type { CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import { GOAL_LABELS, GOAL_TARGET_MAX, type GoalProgress } from '../../../domain/goals/weekly-goals.ts';
import { upsertWeeklyGoals } from '../../../data/goals/weekly-goals.ts';
import { useDatabase } from '../../../store/live-query.ts';
import { NumberField } from '../../../ui/Fields.tsx';
import { goalProgressLabel } from '../../../shared/goals/GoalRing.tsx';
import { IconCheck, IconMinus, IconPlus } from '../../../ui/icons.ts';
import { useSavedField } from '../../../shared/fields/use-saved-field.ts';
import { validator, wholeNumberSchema } from '../../../shared/fields/validation.ts';
import styles from './Goals.module.css';

/** How much one tap adds or subtracts. */
const TARGET_STEPS: Record<GoalKey, number> = { calls: 5, meetings: 1, proposals: 1, follow_ups: 5, new_contacts: 5 };

/** Taps in quick succession become one change. */
const TARGET_SAVE_DELAY_MS = 500;

const validateTarget = validator(wholeNumberSchema(0, GOAL_TARGET_MAX));

interface GoalTargetRowProps {
  goal: GoalProgress;
  weekStart: CalendarDate;
  trackSave: (work: () => Promise<unknown>) => Promise<void>;
}

export const GoalTargetRow = ({ goal, weekStart, trackSave }: GoalTargetRowProps) => {
  const db = useDatabase();
  const label = GOAL_LABELS[goal.key];
  const field = useSavedField({
    label,
    stored: goal.target,
    toText: String,
    validate: validateTarget,
    save: (target) => trackSave(() => upsertWeeklyGoals(db, weekStart, { [goal.key]: target })),
    saveDelayMs: TARGET_SAVE_DELAY_MS,
  });
  const step = (by: number) => {
    const result = validateTarget(field.text);
    const from = 'value' in result ? result.value : goal.target;
    field.write(String(Math.min(GOAL_TARGET_MAX, Math.max(0, from + by))));
  };

  return (
    <li className={styles.target}>
      <div className={styles.progress}>
        <span className={styles.label}>
          {label}
          {goal.done >= goal.target && <IconCheck size={16} stroke={2.5} className={styles.reached} aria-hidden />}
        </span>
        <span
          className={styles.bar}
          role="img"
          aria-label={goalProgressLabel(label, goal.done, goal.target, goal.planned)}
        >
          <span className={styles.done} style={{ width: `${goal.ratio * 100}%` }} />
        </span>
        <span className={styles.figures}>
          {goal.done} done{goal.planned > 0 && `, ${goal.planned} planned`}
        </span>
      </div>
      <div className={styles.stepper}>
        <ActionIcon
          variant="default"
          aria-label={`Fewer ${label.toLowerCase()}`}
          onClick={() => step(-TARGET_STEPS[goal.key])}
        >
          <IconMinus size={18} aria-hidden />
        </ActionIcon>
        <NumberField
          aria-label={`Target for ${label.toLowerCase()}`}
          className={styles.number ?? ''}
          maxLength={5}
          {...field.props}
        />
        <ActionIcon
          variant="default"
          aria-label={`More ${label.toLowerCase()}`}
          onClick={() => step(TARGET_STEPS[goal.key])}
        >
          <IconPlus size={18} aria-hidden />
        </ActionIcon>
      </div>
    </li>
  );
};
