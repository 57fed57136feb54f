import * as z from 'zod';
import type { Pause } from '../../../src/domain/enrollments/pauses.ts';
import type { DayCounting } from '../../../src/domain/programs/program.ts';
import { type Database, send } from './database.ts';
import { HttpError } from './http-error.ts';

/** Days and start date of an enrollment, and how far its tasks have been materialized. */
export interface EnrollmentPlan {
  id: string;
  userId: string;
  startDate: string;
  pauses: readonly Pause[];
  syncedDays: number;
  lengthDays: number;
  dayCounting: DayCounting;
}

const enrollmentRow = z.object({
  user_id: z.string(),
  version_id: z.string(),
  start_date: z.string(),
  pauses: z.array(z.object({ first_date: z.string(), last_date: z.string(), mode: z.enum(['shift', 'skip']) })),
  synced_days: z.int(),
});
const versionRow = z.object({ length_days: z.int(), day_counting: z.enum(['calendar', 'weekdays']) });

/** @throws HttpError `not_found` when the caller can read no such enrollment with these values. */
export const loadEnrollmentPlan = async (
  database: Database,
  id: string,
  values: Partial<Record<'user_id' | 'program_id', string>>,
): Promise<EnrollmentPlan> => {
  const row = requireRow(
    await send(
      enrollmentRow.nullable(),
      database
        .from('enrollments')
        .select('user_id,version_id,start_date,pauses,synced_days')
        .match({ id, ...values })
        .maybeSingle(),
    ),
  );
  const version = requireRow(
    await send(
      versionRow.nullable(),
      database.from('program_versions').select('length_days,day_counting').eq('id', row.version_id).maybeSingle(),
    ),
  );
  return {
    id,
    userId: row.user_id,
    startDate: row.start_date,
    pauses: row.pauses,
    syncedDays: row.synced_days,
    lengthDays: version.length_days,
    dayCounting: version.day_counting,
  };
};

const statusRow = z.object({ user_id: z.string(), status: z.string() });
const idRow = z.object({ id: z.string() });

/** The status of an enrollment. @throws HttpError `not_found` when the caller cannot read it. */
export const loadEnrollmentStatus = async (database: Database, id: string) => {
  const { user_id, status } = requireRow(
    await send(statusRow.nullable(), database.from('enrollments').select('user_id,status').eq('id', id).maybeSingle()),
  );
  return { enrollment_id: id, user_id, status };
};

/** @throws HttpError `not_found` when the caller can read no such cohort of this program. */
export const requireCohort = async (database: Database, id: string, program_id: string): Promise<void> => {
  requireRow(
    await send(idRow.nullable(), database.from('cohorts').select('id').match({ id, program_id }).maybeSingle()),
  );
};

/** @throws HttpError `not_found` when the caller made no such clear in this program. */
export const requireClear = async (database: Database, id: string, program_id: string): Promise<void> => {
  requireRow(
    await send(idRow.nullable(), database.from('task_clears').select('id').match({ id, program_id }).maybeSingle()),
  );
};

const requireRow = <Row>(row: Row | null): Row => {
  if (row === null) throw new HttpError(404, 'not_found', 'There is nothing of this kind that you may see.');
  return row;
};
