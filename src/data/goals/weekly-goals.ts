import { GOAL_KEYS } from '../../domain/activities/activity.ts';
import type { CalendarDate } from '../../domain/calendar/calendar-date.ts';
import { DEFAULT_GOALS, type GoalTargets, type WeeklyGoals } from '../../domain/goals/weekly-goals.ts';
import { derivedId } from '../../domain/sync/derived-id.ts';
import type { CadenceDatabase, RowSource } from '../../store/database.ts';
import { insertEdit, write } from '../../store/write.ts';
import { finishLater } from '../../store/unfinished-writes.ts';

const weeklyGoalsId = (db: CadenceDatabase, weekStart: CalendarDate): string =>
  derivedId('program_weekly_goals', db.userId, weekStart);

/** A week's targets: what was set (`isSet`), else the defaults. */
export const getWeeklyGoals = async (
  db: CadenceDatabase,
  weekStart: CalendarDate,
  source: RowSource = db,
): Promise<GoalTargets & { isSet: boolean }> => {
  const goals = await source.rows('program_weekly_goals').get(weeklyGoalsId(db, weekStart));
  return { ...withDefaults(goals ?? {}), isSet: goals !== undefined };
};

/** Every week that has goals of its own, newest first. */
export const getAllGoals = async (db: CadenceDatabase): Promise<WeeklyGoals[]> => {
  const found = await db.rows('program_weekly_goals').orderBy('week_start').reverse().toArray();
  return found.map((goals) => ({ ...goals, ...withDefaults(goals) }));
};

/**
 * Sets the given targets of a week (a Monday). A new row leaves the others out, so that two devices which set different
 * targets of one week offline keep both; the database has the same defaults.
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

const withDefaults = (targets: Partial<GoalTargets>): GoalTargets =>
  Object.fromEntries(GOAL_KEYS.map((key) => [key, targets[key] ?? DEFAULT_GOALS[key]])) as GoalTargets;
