import { Button } from '@mantine/core';
import { GOAL_KEYS } from '../../domain/activity.ts';
import { addDays, type CalendarDate } from '../../domain/calendar.ts';
import type { GoalTargets } from '../../domain/goals.ts';
import type { CadenceDatabase } from '../../store/database.ts';
import { getWeeklyGoals, upsertWeeklyGoals } from '../../store/program.ts';
import { useLive, useStore } from '../../store/react.ts';
import { attempt } from '../../ui/attempt.ts';
import { IconCopy } from '../../ui/icons.ts';
import { showUndo } from '../../ui/toast.tsx';

/** Takes over the targets of the week before; not offered where they are the same already. */
export const CopyLastWeek = ({ weekStart }: { weekStart: CalendarDate }) => {
  const db = useStore();
  const weeks = useLive((live) => readBoth(live, weekStart), [weekStart]);
  if (!weeks) return null;
  const different = differences(weeks.last, weeks.own);
  if (Object.keys(different).length === 0) return null;

  const copy = async () => {
    const copied = await attempt(async () => {
      await upsertWeeklyGoals(db, weekStart, different);
      return true;
    });
    if (copied) {
      const before = differences(weeks.own, weeks.last);
      showUndo('Copied the goals of last week.', () => void attempt(() => upsertWeeklyGoals(db, weekStart, before)));
    }
  };
  return (
    <Button variant="default" leftSection={<IconCopy size={18} aria-hidden />} onClick={() => void copy()}>
      Copy from last week
    </Button>
  );
};

const readBoth = async (db: CadenceDatabase, weekStart: CalendarDate) => {
  const [own, last] = await Promise.all([getWeeklyGoals(db, weekStart), getWeeklyGoals(db, addDays(weekStart, -7))]);
  return { own, last };
};

/** The targets of `from` that `to` has not. */
const differences = (from: GoalTargets, to: GoalTargets): Partial<GoalTargets> =>
  Object.fromEntries(GOAL_KEYS.filter((key) => from[key] !== to[key]).map((key) => [key, from[key]]));
