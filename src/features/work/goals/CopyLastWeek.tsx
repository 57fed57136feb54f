import { Button } from '../../../ui/Button.tsx';
import { GOAL_KEYS } from '../../../domain/activities/activity.ts';
import { addDays, type CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import type { GoalTargets } from '../../../domain/goals/weekly-goals.ts';
import type { CadenceDatabase } from '../../../store/database.ts';
import { getWeeklyGoals, upsertWeeklyGoals } from '../../../data/goals/weekly-goals.ts';
import { useLiveQuery, useDatabase } from '../../../store/live-query.ts';
import { trySave, withSaveErrorToast } from '../../../shared/errors/with-save-error-toast.ts';
import { IconCopy } from '../../../ui/icons.ts';
import { showUndoToast } from '../../../ui/toast.tsx';

/** Copies the targets of the week before; hidden where they are the same. */
export const CopyLastWeek = ({ weekStart }: { weekStart: CalendarDate }) => {
  const db = useDatabase();
  const weeks = useLiveQuery((live) => readGoalsWithLastWeek(live, weekStart), [weekStart]);
  if (!weeks) return null;
  const changed = changedTargets(weeks.last, weeks.current);
  if (Object.keys(changed).length === 0) return null;

  const copy = async () => {
    const copied = await trySave(() => upsertWeeklyGoals(db, weekStart, changed));
    if (copied) {
      const previousTargets = changedTargets(weeks.current, weeks.last);
      showUndoToast(
        'Copied the targets of the week before.',
        () => void withSaveErrorToast(() => upsertWeeklyGoals(db, weekStart, previousTargets)),
      );
    }
  };
  return (
    <Button variant="default" leftSection={<IconCopy size={18} aria-hidden />} onClick={() => copy()}>
      Copy from the week before
    </Button>
  );
};

const readGoalsWithLastWeek = async (db: CadenceDatabase, weekStart: CalendarDate) => {
  const [current, last] = await Promise.all([
    getWeeklyGoals(db, weekStart),
    getWeeklyGoals(db, addDays(weekStart, -7)),
  ]);
  return { current, last };
};

/** The targets of `from` that differ in `to`. */
const changedTargets = (from: GoalTargets, to: GoalTargets): Partial<GoalTargets> =>
  Object.fromEntries(GOAL_KEYS.filter((key) => from[key] !== to[key]).map((key) => [key, from[key]]));
