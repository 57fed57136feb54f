import type { CalendarDate } from '../../domain/calendar/calendar-date.ts';
import {
  type GoalTargets,
  targetsOfWeek,
  type WeeklyGoals,
  type WeekTargets,
} from '../../domain/goals/weekly-goals.ts';
import { compareCodes } from '../../domain/ordering/compare-codes.ts';
import { derivedId } from '../../domain/sync/derived-id.ts';
import type { CadenceDatabase } from '../../store/database.ts';
import type { RowSource } from '../../store/row-source.ts';
import { insertEdit, write } from '../../store/write.ts';
import { finishLater } from '../../store/unfinished-writes.ts';

/** The id of a week's row, whether it is there or not. */
export const weeklyGoalsId = (db: Pick<CadenceDatabase, 'userId'>, weekStart: CalendarDate): string =>
  derivedId('program_weekly_goals', db.userId, weekStart);

/** The targets of the week from `weekStart` (a Monday), and whether they were set for it (`isSet`). */
export const getWeeklyGoals = async (
  db: CadenceDatabase,
  weekStart: CalendarDate,
  source: RowSource = db,
): Promise<GoalTargets & Pick<WeekTargets, 'setFor'> & { isSet: boolean }> => {
  const rows = await getStoredGoals(source);
  const { targets, setFor } = targetsOfWeek(rows, weekStart);
  return { ...targets, setFor, isSet: setFor === weekStart };
};

/** Every week that has a row, newest first, as it is stored. */
export const getStoredGoals = async (source: RowSource): Promise<WeeklyGoals[]> =>
  (await source.getAllRows('program_weekly_goals')).sort((a, b) => compareCodes(b.week_start, a.week_start));

/**
 * Sets the given targets of a week (a Monday). A new row leaves the others out, so that two devices which set different
 * targets of one week offline keep both; the database fills them in as `targetsOfWeek` does.
 */
export const upsertWeeklyGoals = async (
  db: CadenceDatabase,
  weekStart: CalendarDate,
  targets: Partial<GoalTargets>,
): Promise<void> => {
  const id = weeklyGoalsId(db, weekStart);
  const created_at = new Date(db.environment.now()).toISOString();
  const goals = { ...targets, id, user_id: db.userId, week_start: weekStart, created_at };
  const insert = insertEdit('program_weekly_goals', goals);
  await finishLater(db.userId, [insert], async () => {
    const existing = await db.getRow('program_weekly_goals', id);
    const update = { op: 'update', table: 'program_weekly_goals', row: id, fields: targets } as const;
    await write(db, [existing ? update : insert]);
  });
};
