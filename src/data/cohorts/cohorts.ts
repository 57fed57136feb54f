import * as z from 'zod/mini';
import type { CalendarDate } from '../../domain/calendar/calendar-date.ts';
import { labelSchema } from '../../api/label-schema.ts';
import { requireFound } from '../../api/require-found.ts';
import { pausesSchema } from '../enrollments/pauses.ts';
import { request, fetchAll } from '../../api/request.ts';
import { enrollmentStatus, syncState } from '../enrollments/coached-enrollments.ts';
import { compareTexts } from '../../domain/values/collation.ts';
import { compareCodes } from '../../domain/ordering/compare-codes.ts';

/* All throw TransportFailure; the message of a `rejected` one is an error code. */

const cohort = z.object({
  id: z.string(),
  program_id: z.string(),
  version_id: z.string(),
  name: labelSchema,
  start_date: z.string(),
  is_open: z.boolean(),
});

export type Cohort = z.infer<typeof cohort>;

const FIELDS = 'id,program_id,version_id,name,start_date,is_open';

/** The cohorts of a coach, newest start first. */
export const getCohorts = async (coach: string): Promise<Cohort[]> => {
  const found = await fetchAll(cohort, (client) =>
    client.from('cohorts').select(FIELDS, { count: 'exact' }).eq('user_id', coach),
  );
  return found.sort((a, b) => compareCodes(b.start_date, a.start_date) || compareTexts(a.name, b.name));
};

/** Creates a cohort; idempotent by id. */
export const createCohort = async (newCohort: Omit<Cohort, 'is_open'> & { user_id: string }): Promise<void> => {
  await request(z.unknown(), (client, signal) =>
    client.from('cohorts').upsert(newCohort, { ignoreDuplicates: true }).abortSignal(signal),
  );
};

/** Renames, opens or closes a cohort. Refused with `not_found` where it is not the caller's. */
export const updateCohort = async (id: string, updates: Partial<Pick<Cohort, 'name' | 'is_open'>>): Promise<void> => {
  const changed = await request(z.array(z.object({ id: z.string() })), (client, signal) =>
    client.from('cohorts').update(updates).eq('id', id).select('id').abortSignal(signal),
  );
  // Under RLS, updating a row that the caller may not see changes nothing and raises nothing.
  requireFound(changed[0]);
};

export interface CohortEnding {
  /** Their enrollments end; otherwise they go on by themselves. */
  endMembers: boolean;
  /** Of members whose enrollment ends: removes open tasks that nobody has touched. */
  removeTasks: boolean;
}

/** Deletes a cohort. Resolves to how many tasks were removed. */
export const deleteCohort = (id: string, { endMembers, removeTasks }: CohortEnding): Promise<number> =>
  request(z.number(), (client, signal) =>
    client.rpc('delete_cohort', { cohort: id, end_members: endMembers, remove_tasks: removeTasks }).abortSignal(signal),
  );

/** The token of the cohort's invitation link. */
export const getCohortLink = (id: string): Promise<string> =>
  request(z.string(), (client, signal) => client.rpc('cohort_link', { cohort: id }).abortSignal(signal));

/** Replaces the token: links with the old one are invalid from then on. */
export const renewCohortLink = (id: string): Promise<string> =>
  request(z.string(), (client, signal) => client.rpc('renew_cohort_link', { cohort: id }).abortSignal(signal));

const member = z.object({
  enrollment_id: z.string(),
  user_id: z.string(),
  display_name: labelSchema,
  email: z.string(),
  status: enrollmentStatus,
  start_date: z.string(),
  synced_days: z.number(),
  sync_state: syncState,
  length_days: z.number(),
  pauses: pausesSchema,
});

export type CohortMember = z.infer<typeof member>;

/** The members of a cohort by name, those who have left too. */
export const getCohortMembers = (id: string): Promise<CohortMember[]> =>
  request(z.array(member), (client, signal) => client.rpc('cohort_members', { cohort: id }).abortSignal(signal));

const board = z.object({
  days: z.array(z.string()),
  members: z.array(
    z.object({
      enrollment_id: z.string(),
      user_id: z.string(),
      display_name: labelSchema,
      days: z.array(z.object({ date: z.string(), done: z.number(), missed: z.number(), future: z.number() })),
    }),
  ),
});

export type CohortBoard = z.infer<typeof board>;

/** The progress of a cohort's active members on each day of a range of at most 62. */
export const getCohortBoard = (id: string, first: CalendarDate, last: CalendarDate): Promise<CohortBoard> =>
  request(board, (client, signal) => client.rpc('cohort_board', { cohort: id, first, last }).abortSignal(signal));
