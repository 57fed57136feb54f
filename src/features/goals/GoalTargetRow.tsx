import { ActionIcon } from '@mantine/core';
import type { GoalKey } from '../../domain/activity.ts';
import type { CalendarDate } from '../../domain/calendar.ts';
import { GOAL_LABELS, GOAL_LIMIT, type GoalProgress } from '../../domain/goals.ts';
import { upsertWeeklyGoals } from '../../store/program.ts';
import { useStore } from '../../store/react.ts';
import { NumberField } from '../../ui/Fields.tsx';
import { goalSentence } from '../../ui/GoalRing.tsx';
import { IconCheck, IconMinus, IconPlus } from '../../ui/icons.ts';
import { type Checked, useSavedField } from '../../ui/use-saved-field.ts';
import styles from './Goals.module.css';

/** What one tap adds: goals that are counted in tens go by fives. */
const STEPS: Record<GoalKey, number> = { calls: 5, meetings: 1, proposals: 1, follow_ups: 5, new_contacts: 5 };

/** Taps in quick succession are one change. */
const PAUSE_MS = 500;

const check = (text: string): Checked<number> =>
  /^\d{1,5}$/.test(text.trim()) && Number(text) <= GOAL_LIMIT
    ? { value: Number(text) }
    : { problem: 'A whole number from 0 to 10,000.' };

interface GoalTargetRowProps {
  goal: GoalProgress;
  weekStart: CalendarDate;
  saving: (work: () => Promise<unknown>) => Promise<void>;
}

export const GoalTargetRow = ({ goal, weekStart, saving }: GoalTargetRowProps) => {
  const db = useStore();
  const label = GOAL_LABELS[goal.key];
  const field = useSavedField({
    stored: goal.target,
    toText: String,
    check,
    save: (target) => saving(() => upsertWeeklyGoals(db, weekStart, { [goal.key]: target })),
    pauseMs: PAUSE_MS,
  });
  const step = (by: number) => {
    const now = check(field.text);
    const from = 'value' in now ? now.value : goal.target;
    field.write(String(Math.min(GOAL_LIMIT, Math.max(0, from + by))));
  };

  return (
    <li className={styles.target}>
      <div className={styles.progress}>
        <span className={styles.label}>
          {label}
          {goal.done >= goal.target && <IconCheck size={16} stroke={2.5} className={styles.reached} aria-hidden />}
        </span>
        <span className={styles.bar} role="img" aria-label={goalSentence(label, goal.done, goal.target, goal.planned)}>
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
          onClick={() => step(-STEPS[goal.key])}
        >
          <IconMinus size={18} aria-hidden />
        </ActionIcon>
        <NumberField
          aria-label={`Target for ${label.toLowerCase()}`}
          className={styles.number ?? ''}
          maxLength={5}
          {...field.props}
        />
        <ActionIcon variant="default" aria-label={`More ${label.toLowerCase()}`} onClick={() => step(STEPS[goal.key])}>
          <IconPlus size={18} aria-hidden />
        </ActionIcon>
      </div>
    </li>
  );
};
