import * as z from 'zod';
import type { DayCounting } from '../../../src/domain/programs/program.ts';
import type { Database } from './database.ts';
import { HttpError } from './http-error.ts';

/** Days and start date of an enrollment, and how far its tasks have been materialized. */
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

/** @throws HttpError `not_found` when the caller can read no such enrollment with these values. */
export const loadEnrollmentPlan = async (
  database: Database,
  id: string,
  values: Partial<Record<'user_id' | 'program_id', string>>,
): Promise<EnrollmentPlan> => {
  const filter = filterOf({ id, ...values });
  const row = requireRow(
    await database.rows(enrollmentRow, `enrollments?${filter}&select=user_id,version_id,start_date,synced_days`),
  );
  const version = requireRow(
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

const statusRow = z.object({ user_id: z.string(), version_id: z.string(), status: z.string() });
const priceRow = z.object({ price: z.int().nullable(), currency: z.string() });

/** The status and price of an enrollment. @throws HttpError `not_found` when the caller cannot read it. */
export const loadEnrollmentStatus = async (database: Database, id: string) => {
  const row = requireRow(
    await database.rows(statusRow, `enrollments?${filterOf({ id })}&select=user_id,version_id,status`),
  );
  const price = requireRow(
    await database.rows(priceRow, `program_versions?id=eq.${row.version_id}&select=price,currency`),
  );
  return { enrollment_id: id, user_id: row.user_id, status: row.status, ...price };
};

/** The days of the longest version of a cohort's program. @throws HttpError `not_found` when the caller cannot read it. */
export const loadCohortLength = async (database: Database, id: string, program_id: string): Promise<number> => {
  requireRow(await database.rows(z.object({ id: z.string() }), `cohorts?${filterOf({ id, program_id })}&select=id`));
  const longest = await database.rows(
    versionRow,
    `program_versions?${filterOf({ program_id })}&select=length_days,day_counting&order=length_days.desc&limit=1`,
  );
  return requireRow(longest).length_days;
};

/** @throws HttpError `not_found` when the caller made no such clear in this program. */
export const requireClear = async (database: Database, id: string, program_id: string): Promise<void> => {
  requireRow(
    await database.rows(z.object({ id: z.string() }), `task_clears?${filterOf({ id, program_id })}&select=id`),
  );
};

const filterOf = (values: Record<string, string>): string =>
  Object.entries(values)
    .map(([column, value]) => `${column}=eq.${encodeURIComponent(value)}`)
    .join('&');

const requireRow = <Row>([row]: readonly Row[]): Row => {
  if (row === undefined) throw new HttpError(404, 'not_found', 'There is nothing of this kind that you may see.');
  return row;
};
