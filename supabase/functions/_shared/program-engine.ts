import * as z from 'zod';
import { dateIn } from '../../../src/domain/calendar.ts';
import { calculateDateForDayIndex } from '../../../src/domain/program-days.ts';
import { persistently } from './background.ts';
import type { Database } from './database.ts';
import { enrollmentOf, type EnrollmentPlan } from './enrollment-plan.ts';

/** Programs of so many days go in chunks, each of which is kept once it is made. */
const LONG_PROGRAM_DAYS = 50;
const CHUNK_DAYS = 10;
/** Where every date comes last: what is past there is past everywhere. */
const LAST_TIME_ZONE = 'Etc/GMT+12';
/** Milliseconds before each further try while somebody waits for the answer. */
const SHORT_PAUSES = [250, 1_000];

/** Day indexes, both included. */
export interface Days {
  first: number;
  last: number;
}

/** What one member of a cohort got, or would get. */
export interface MemberCount {
  enrollmentId: string;
  userId: string;
  created: number;
}

/**
 * Makes all of an enrollment's tasks that are not there yet, from where an earlier call got to, and tries again
 * while the database cannot. When it resolves they are there; called again, it makes nothing.
 */
export const syncAllProgramTasks = async (userId: string, enrollmentId: string, database: Database): Promise<void> => {
  try {
    const plan = await persistently(() => enrollmentOf(database, enrollmentId, { user_id: userId }));
    for (const chunk of chunksOf(
      { first: plan.syncedDays + 1, last: plan.lengthDays },
      plan.lengthDays,
      firstDayAhead(plan),
    )) {
      await persistently(() => syncProgramTasksToClientDay(enrollmentId, chunk, database, false));
    }
  } catch (fault) {
    await database.rpc(z.unknown(), 'note_sync_failed', { enrollment: enrollmentId }).catch(() => undefined);
    throw fault;
  }
};

/** Fills one client's days where tasks are missing; gives how many were made, or would be. */
export const syncProgramTasksToClient = async (
  plan: EnrollmentPlan,
  days: Days,
  database: Database,
  dryRun: boolean,
): Promise<number> => {
  let created = 0;
  for (const chunk of chunksOf(days, plan.lengthDays, firstDayAhead(plan))) {
    created += await persistently(() => syncProgramTasksToClientDay(plan.id, chunk, database, dryRun), SHORT_PAUSES);
  }
  return created;
};

/** One committed step: the days of one client, from the client's today on. Never overwrites, never duplicates. */
const syncProgramTasksToClientDay = async (
  enrollmentId: string,
  { first, last }: Days,
  database: Database,
  dryRun: boolean,
): Promise<number> => {
  const { created } = await database.rpc(z.object({ created: z.int() }), 'sync_enrollment_tasks', {
    enrollment: enrollmentId,
    first_day: first,
    last_day: last,
    from_today: true,
    dry_run: dryRun,
  });
  return created;
};

const cohortAnswer = z.object({
  members: z.array(z.object({ enrollment_id: z.string(), user_id: z.string(), created: z.int() })),
});

/** Fills the days of all members at once, each from their own today on; gives what each got, or would get. */
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
    const answer = await persistently(() => database.rpc(cohortAnswer, 'sync_cohort_tasks', parameters), SHORT_PAUSES);
    for (const { enrollment_id: enrollmentId, user_id: userId, created } of answer.members) {
      const before = members.get(enrollmentId)?.created ?? 0;
      members.set(enrollmentId, { enrollmentId, userId, created: before + created });
    }
  }
  return [...members.values()];
};

/** From `first` to `last`; what is over for everybody goes in one with the first chunk, since it makes nothing. */
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

/** The first day that is today or later somewhere on Earth; the one after the last where all are over. */
const firstDayAhead = ({ startDate, lengthDays, dayCounting }: EnrollmentPlan): number => {
  const today = dateIn(LAST_TIME_ZONE, Date.now());
  let day = 1;
  while (day <= lengthDays && calculateDateForDayIndex(startDate, day, dayCounting) < today) day += 1;
  return day;
};
