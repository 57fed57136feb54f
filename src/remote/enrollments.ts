import * as z from 'zod/mini';
import type { CalendarDate } from '../domain/calendar.ts';
import { ask, askAll } from './ask.ts';
import { callFunction } from './call-function.ts';

/* Who takes a coach's programs. All throw TransportFailure; `refused` says why in one word. */

export const enrollmentStatus = z.enum(['pending', 'active', 'ended']);
export const syncState = z.enum(['waiting', 'running', 'done', 'failed']);

const enrollment = z.object({
  id: z.string(),
  user_id: z.string(),
  program_id: z.string(),
  version_id: z.string(),
  program_title: z.string(),
  cohort_id: z.nullable(z.string()),
  start_date: z.string(),
  status: enrollmentStatus,
  synced_days: z.number(),
  sync_state: syncState,
  version: z.object({ length_days: z.number() }),
});

/** An enrollment as its coach sees it. */
export type CoachedEnrollment = z.infer<typeof enrollment>;

const FIELDS =
  'id,user_id,program_id,version_id,program_title,cohort_id,start_date,status,synced_days,sync_state,version:program_versions(length_days)';

/** The enrollments of others that `coach` coaches, of one program or of one person, newest start first. */
export const coachedEnrollments = async (
  coach: string,
  [column, value]: readonly ['program_id' | 'user_id', string],
): Promise<CoachedEnrollment[]> => {
  const found = await askAll(enrollment, (client, signal, { after, rows }) =>
    client
      .from('enrollments')
      .select(FIELDS, { count: 'exact' })
      .eq('coach_id', coach)
      .eq(column, value)
      .gt('id', after)
      .order('id')
      .limit(rows)
      .retry(false)
      .abortSignal(signal),
  );
  return found.sort((a, b) => b.start_date.localeCompare(a.start_date));
};

interface Whom {
  userId: string;
  parameters: Record<string, string>;
}

export type Wish = Whom & ({ cohortId: string } | { versionId: string; startDate: CalendarDate });

const enrolled = z.object({ enrollmentId: z.string(), status: enrollmentStatus });

/** Enrolls a client. Their tasks are made in the background. */
export const enroll = (wish: Wish): Promise<z.infer<typeof enrolled>> => callFunction(enrolled, 'enroll', wish);

/** The coach's word that a pending enrollment is paid for. Its tasks are made in the background. */
export const completeEnrollment = (id: string): Promise<z.infer<typeof enrolled>> =>
  callFunction(enrolled, 'complete-enrollment', { enrollmentId: id });

/** Takes somebody out of a program. Tasks that are there stay theirs. */
export const endEnrollment = async (id: string): Promise<void> => {
  await ask(z.unknown(), (client, signal) => client.rpc('end_enrollment', { enrollment: id }).abortSignal(signal));
};
