import { GOAL_KEYS } from '../../domain/activities/activity.ts';
import type { CalendarDate } from '../../domain/calendar/calendar-date.ts';
import {
  type GoalTargets,
  type StoredTargets,
  targetsOfWeek,
  type WeeklyGoals,
  type WeekTargets,
} from '../../domain/goals/weekly-goals.ts';
import { derivedId } from '../../domain/sync/derived-id.ts';
import type { CadenceDatabase, RowSource } from '../../store/database.ts';
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
  const rows: StoredTargets[] = [];
  // A row that the server has completed ends the search: usually the first.
  await source
    .rows('program_weekly_goals')
    .where('week_start')
    .belowOrEqual(weekStart)
    .reverse()
    .until((row) => GOAL_KEYS.every((key) => typeof row[key] === 'number'), true)
    .each((row) => rows.push(row));
  const { targets, setFor } = targetsOfWeek(rows, weekStart);
  return { ...targets, setFor, isSet: setFor === weekStart };
};

/** Every week that has a row, newest first, as it is stored. */
export const getStoredGoals = (db: CadenceDatabase): Promise<WeeklyGoals[]> =>
  db.rows('program_weekly_goals').orderBy('week_start').reverse().toArray();

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
    const existing = await db.rows('program_weekly_goals').get(id);
    const update = { op: 'update', table: 'program_weekly_goals', row: id, fields: targets } as const;
    await write(db, [existing ? update : insert]);
  });
};
