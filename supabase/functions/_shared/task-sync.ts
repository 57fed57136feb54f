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
/** Milliseconds before each retry while somebody waits for the response. */
const SHORT_RETRY_DELAYS_MS = [250, 1_000];

/** Day indexes, both included. */
export interface Days {
  first: number;
  last: number;
}

/** How many tasks one member of a cohort got, or would get. */
export interface MemberCount {
  enrollmentId: string;
  userId: string;
  created: number;
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
      await withRetry(() => syncProgramTasksToClientDay(enrollmentId, chunk, database, false));
    }
  } catch (error) {
    await send(z.unknown(), database.rpc('record_sync_failure', { enrollment: enrollmentId })).catch(() => undefined);
    throw error;
  }
};

/** Materializes one client's missing tasks; returns how many were made, or would be. */
export const syncProgramTasksToClient = async (
  plan: EnrollmentPlan,
  days: Days,
  database: Database,
  dryRun: boolean,
): Promise<number> => {
  let created = 0;
  for (const chunk of chunksOf(days, plan.lengthDays, firstDayAhead(plan))) {
    created += await withRetry(
      () => syncProgramTasksToClientDay(plan.id, chunk, database, dryRun),
      SHORT_RETRY_DELAYS_MS,
    );
  }
  return created;
};

/** One transaction: a range of one client's days, from the client's today on. Never overwrites or duplicates tasks. */
const syncProgramTasksToClientDay = async (
  enrollmentId: string,
  { first, last }: Days,
  database: Database,
  dryRun: boolean,
): Promise<number> => {
  const parameters = { enrollment: enrollmentId, first_day: first, last_day: last, from_today: true, dry_run: dryRun };
  const { created } = await send(z.object({ created: z.int() }), database.rpc('sync_enrollment_tasks', parameters));
  return created;
};

const cohortResponse = z.object({
  members: z.array(z.object({ enrollment_id: z.string(), user_id: z.string(), created: z.int() })),
});

/** Materializes the missing tasks of all members, each from their own today on; returns the counts by member. */
export const syncProgramTasksToCohort = async (
  cohortId: string,
  days: Days,
  programDays: number,
  database: Database,
  dryRun: boolean,
): Promise<MemberCount[]> => {
  const members = new Map<string, MemberCount>();
  for (const { first, last } of chunksOf(days, programDays)) {
    const parameters = { cohort: cohortId, first_day: first, last_day: last, dry_run: dryRun };
    const response = await withRetry(
      () => send(cohortResponse, database.rpc('sync_cohort_tasks', parameters)),
      SHORT_RETRY_DELAYS_MS,
    );
    for (const { enrollment_id: enrollmentId, user_id: userId, created } of response.members) {
      const before = members.get(enrollmentId)?.created ?? 0;
      members.set(enrollmentId, { enrollmentId, userId, created: before + created });
    }
  }
  return [...members.values()];
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
const firstDayAhead = ({ startDate, lengthDays, dayCounting }: EnrollmentPlan): number => {
  const today = dateInTimeZone(LAST_TIME_ZONE, Date.now());
  let day = 1;
  while (day <= lengthDays && calculateDateForDayIndex(startDate, day, dayCounting) < today) day += 1;
  return day;
};
