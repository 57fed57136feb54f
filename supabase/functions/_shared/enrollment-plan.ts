import * as z from 'zod';
import type { DayCounting } from '../../../src/domain/program.ts';
import type { Database } from './database.ts';
import { Refusal } from './refusal.ts';

/** Who takes which days from when on, and how far their tasks have been made. */
export interface EnrollmentPlan {
  id: string;
  userId: string;
  startDate: string;
  syncedDays: number;
  lengthDays: number;
  dayCounting: DayCounting;
}

const enrollmentRow = z.object({
  user_id: z.string(),
  version_id: z.string(),
  start_date: z.string(),
  synced_days: z.int(),
});
const versionRow = z.object({ length_days: z.int(), day_counting: z.enum(['calendar', 'weekdays']) });

/** @throws Refusal `not_found` when the caller sees no such enrollment with these values. */
export const enrollmentOf = async (
  database: Database,
  id: string,
  values: Partial<Record<'user_id' | 'program_id', string>>,
): Promise<EnrollmentPlan> => {
  const filter = filterOf({ id, ...values });
  const row = found(
    await database.rows(enrollmentRow, `enrollments?${filter}&select=user_id,version_id,start_date,synced_days`),
  );
  const version = found(
    await database.rows(versionRow, `program_versions?id=eq.${row.version_id}&select=length_days,day_counting`),
  );
  return {
    id,
    userId: row.user_id,
    startDate: row.start_date,
    syncedDays: row.synced_days,
    lengthDays: version.length_days,
    dayCounting: version.day_counting,
  };
};

const standingRow = z.object({ user_id: z.string(), version_id: z.string(), status: z.string() });
const priceRow = z.object({ price: z.int().nullable(), currency: z.string() });

/** How an enrollment stands and what it costs. @throws Refusal `not_found` when the caller sees no such enrollment. */
export const standingOf = async (database: Database, id: string) => {
  const row = found(
    await database.rows(standingRow, `enrollments?${filterOf({ id })}&select=user_id,version_id,status`),
  );
  const price = found(await database.rows(priceRow, `program_versions?id=eq.${row.version_id}&select=price,currency`));
  return { enrollment_id: id, user_id: row.user_id, status: row.status, ...price };
};

/** Days of the longest version that a cohort's members may be in. @throws Refusal `not_found` as above. */
export const cohortLength = async (database: Database, id: string, program_id: string): Promise<number> => {
  found(await database.rows(z.object({ id: z.string() }), `cohorts?${filterOf({ id, program_id })}&select=id`));
  const longest = await database.rows(
    versionRow,
    `program_versions?${filterOf({ program_id })}&select=length_days,day_counting&order=length_days.desc&limit=1`,
  );
  return found(longest).length_days;
};

/** @throws Refusal `not_found` when the caller made no such clear in that program. */
export const requireClear = async (database: Database, id: string, program_id: string): Promise<void> => {
  found(await database.rows(z.object({ id: z.string() }), `task_clears?${filterOf({ id, program_id })}&select=id`));
};

const filterOf = (values: Record<string, string>): string =>
  Object.entries(values)
    .map(([column, value]) => `${column}=eq.${encodeURIComponent(value)}`)
    .join('&');

const found = <Row>([row]: readonly Row[]): Row => {
  if (row === undefined) throw new Refusal(404, 'not_found', 'There is nothing of this kind that you may see.');
  return row;
};
