import * as z from 'zod/mini';
import { TransportFailure } from '../contract/failure.ts';
import type { CalendarDate } from '../domain/calendar.ts';
import { ask, askAll } from './ask.ts';
import { enrollmentStatus, syncState } from './enrollments.ts';

/* People who take a program together. All throw TransportFailure; `refused` says why in one word. */

const cohort = z.object({
  id: z.string(),
  program_id: z.string(),
  version_id: z.string(),
  name: z.string(),
  start_date: z.string(),
  is_open: z.boolean(),
});

export type Cohort = z.infer<typeof cohort>;

const FIELDS = 'id,program_id,version_id,name,start_date,is_open';

/** The cohorts that `coach` has made, newest start first. */
export const cohortsOf = async (coach: string): Promise<Cohort[]> => {
  const found = await askAll(cohort, (client, signal, { after, rows }) =>
    client
      .from('cohorts')
      .select(FIELDS, { count: 'exact' })
      .eq('user_id', coach)
      .gt('id', after)
      .order('id')
      .limit(rows)
      .retry(false)
      .abortSignal(signal),
  );
  return found.sort((a, b) => b.start_date.localeCompare(a.start_date) || a.name.localeCompare(b.name));
};

/** Adds a cohort; twice under one id is once. */
export const createCohort = async (made: Omit<Cohort, 'is_open'> & { user_id: string }): Promise<void> => {
  await ask(z.unknown(), (client, signal) =>
    client.from('cohorts').upsert(made, { ignoreDuplicates: true }).abortSignal(signal),
  );
};

/** Renames, opens or closes a cohort. Refused with `not_found` where it is not the caller's. */
export const updateCohort = async (id: string, updates: Partial<Pick<Cohort, 'name' | 'is_open'>>): Promise<void> => {
  const changed = await ask(z.array(z.object({ id: z.string() })), (client, signal) =>
    client.from('cohorts').update(updates).eq('id', id).select('id').abortSignal(signal),
  );
  // An update of a row that may not be seen changes nothing, and raises nothing.
  if (changed.length === 0) throw new TransportFailure('refused', 'not_found');
};

/** Deletes a cohort; its members stay enrolled, each by themselves. */
export const deleteCohort = async (id: string): Promise<void> => {
  await ask(z.unknown(), (client, signal) => client.from('cohorts').delete().eq('id', id).abortSignal(signal));
};

/** What the cohort's link ends with. */
export const cohortLink = (id: string): Promise<string> =>
  ask(z.string(), (client, signal) => client.rpc('cohort_link', { cohort: id }).abortSignal(signal));

/** Makes a new link; the old one lets nobody in any more. */
export const renewCohortLink = (id: string): Promise<string> =>
  ask(z.string(), (client, signal) => client.rpc('renew_cohort_link', { cohort: id }).abortSignal(signal));

const member = z.object({
  enrollment_id: z.string(),
  user_id: z.string(),
  display_name: z.string(),
  email: z.string(),
  status: enrollmentStatus,
  start_date: z.string(),
  synced_days: z.number(),
  sync_state: syncState,
  length_days: z.number(),
});

export type CohortMember = z.infer<typeof member>;

/** Everybody who is or was in a cohort, by name. */
export const cohortMembers = (id: string): Promise<CohortMember[]> =>
  ask(z.array(member), (client, signal) => client.rpc('cohort_members', { cohort: id }).abortSignal(signal));

const board = z.object({
  days: z.array(z.string()),
  members: z.array(
    z.object({
      enrollment_id: z.string(),
      user_id: z.string(),
      display_name: z.string(),
      days: z.array(z.object({ date: z.string(), done: z.number(), missed: z.number(), future: z.number() })),
    }),
  ),
});

export type CohortBoard = z.infer<typeof board>;

/** A cohort's active members by days, at most 62 of them. */
export const cohortBoard = (id: string, first: CalendarDate, last: CalendarDate): Promise<CohortBoard> =>
  ask(board, (client, signal) => client.rpc('cohort_board', { cohort: id, first, last }).abortSignal(signal));
