import * as z from 'zod';
import { dateInTimeZone } from '../../../src/domain/calendar/calendar-date.ts';
import { calculateDateForDayIndex } from '../../../src/domain/programs/day-dates.ts';
import { withRetry } from './background.ts';
import { type Database, send } from './database.ts';
import { loadEnrollmentPlan, type EnrollmentPlan } from './enrollment-queries.ts';

/** Programs of at least this length are materialized in chunks, each committed by itself. */
const LONG_PROGRAM_DAYS = 50;
const CHUNK_DAYS = 10;
/** The time zone furthest behind UTC: what is past there is past everywhere. */
const LAST_TIME_ZONE = 'Etc/GMT+12';
/** Day indexes, both included. */
interface Days {
  first: number;
  last: number;
}

/** Materializes all of an enrollment's missing tasks, from where an earlier call stopped, with retries. Idempotent. */
export const syncAllProgramTasks = async (userId: string, enrollmentId: string, database: Database): Promise<void> => {
  try {
    const plan = await withRetry(() => loadEnrollmentPlan(database, enrollmentId, { user_id: userId }));
    for (const chunk of chunksOf(
      { first: plan.syncedDays + 1, last: plan.lengthDays },
      plan.lengthDays,
      firstDayAhead(plan),
    )) {
      await withRetry(() => syncProgramTasksToClientDay(enrollmentId, chunk, database));
    }
  } catch (error) {
    await send(z.unknown(), database.rpc('record_sync_failure', { enrollment: enrollmentId })).catch(() => undefined);
    throw error;
  }
};

/** One transaction: a range of one client's days, from the client's today on. Never overwrites or duplicates tasks. */
const syncProgramTasksToClientDay = async (
  enrollmentId: string,
  { first, last }: Days,
  database: Database,
): Promise<void> => {
  const parameters = { enrollment: enrollmentId, first_day: first, last_day: last, from_today: true, dry_run: false };
  await send(z.object({ created: z.int() }), database.rpc('sync_enrollment_tasks', parameters));
};

/** From `first` to `last`. Days that are past everywhere are part of the first chunk, since they get no tasks. */
const chunksOf = ({ first, last }: Days, programDays: number, ahead = first): Days[] => {
  const size = programDays >= LONG_PROGRAM_DAYS ? CHUNK_DAYS : programDays;
  const chunks: Days[] = [];
  for (let next = first; next <= last;) {
    const end = Math.min(last, Math.max(next, ahead) + size - 1);
    chunks.push({ first: next, last: end });
    next = end + 1;
  }
  return chunks;
};

/** The first day that is not past everywhere; the one after the last where all are. */
const firstDayAhead = ({ startDate, pauses, lengthDays, dayCounting }: EnrollmentPlan): number => {
  const today = dateInTimeZone(LAST_TIME_ZONE, Date.now());
  let day = 1;
  while (day <= lengthDays && calculateDateForDayIndex(startDate, day, dayCounting, pauses) < today) day += 1;
  return day;
};
