import * as z from 'zod/mini';
import type { CalendarDate } from '../../domain/calendar/calendar-date.ts';
import { labelSchema } from '../../api/label-schema.ts';
import { request, fetchAll } from '../../api/request.ts';
import { invokeFunction } from '../../api/invoke-function.ts';
import { pausesSchema } from './pauses.ts';
import { sendRepeatable } from '../../api/send-repeatable.ts';
import { compareCodes } from '../../domain/ordering/compare-codes.ts';

/* Enrollments, as their coach manages them. All throw TransportFailure; the message of a `rejected` one is an error code. */

export const enrollmentStatus = z.enum(['pending', 'active', 'ended']);
export const syncState = z.enum(['waiting', 'running', 'done', 'failed']);

const enrollment = z.object({
  id: z.string(),
  user_id: z.string(),
  program_id: z.string(),
  version_id: z.string(),
  program_title: labelSchema,
  cohort_id: z.nullable(z.string()),
  start_date: z.string(),
  status: enrollmentStatus,
  synced_days: z.number(),
  sync_state: syncState,
  pauses: pausesSchema,
  version: z.object({ length_days: z.number() }),
});

/** An enrollment as its coach sees it. */
export type CoachedEnrollment = z.infer<typeof enrollment>;

const FIELDS =
  'id,user_id,program_id,version_id,program_title,cohort_id,start_date,status,synced_days,sync_state,pauses,version:program_versions(length_days)';

/** The enrollments that `coach` coaches, of one program or of one person, newest start first. */
export const getCoachedEnrollments = async (
  coach: string,
  [column, value]: readonly ['program_id' | 'user_id', string],
): Promise<CoachedEnrollment[]> => {
  const found = await fetchAll(enrollment, (client) =>
    client.from('enrollments').select(FIELDS, { count: 'exact' }).eq('coach_id', coach).eq(column, value),
  );
  return found.sort((a, b) => compareCodes(b.start_date, a.start_date));
};

interface EnrollTarget {
  userId: string;
  parameters: Record<string, string>;
}

export type EnrollInput = EnrollTarget & ({ cohortId: string } | { versionId: string; startDate: CalendarDate });

const enrolled = z.object({ enrollmentId: z.string(), status: enrollmentStatus });

/** Enrolls a client. Their tasks are materialized in the background. */
export const enroll = (input: EnrollInput): Promise<z.infer<typeof enrolled>> =>
  invokeFunction(enrolled, 'enroll', input);

export const PAYMENT_METHODS = ['cash', 'bank_transfer', 'card', 'other', 'waived'] as const;

export interface PaymentConfirmation {
  enrollmentId: string;
  /** The same one makes a repeated request harmless. */
  requestId: string;
  /** In the smallest unit of the currency of what is due; 0 where it is waived. */
  amount: number;
  method: (typeof PAYMENT_METHODS)[number];
  note: string;
}

/**
 * Records what was paid by another way, and activates the enrollment. Its tasks are materialized in the background. Where
 * the response is lost, see sendRepeatable.
 */
export const confirmPayment = async (confirmation: PaymentConfirmation): Promise<void> => {
  await sendRepeatable<unknown>(
    () => invokeFunction(enrolled, 'complete-enrollment', confirmation),
    async () => (await getConfirmations(confirmation.requestId))[0] ?? null,
  );
};

/** A confirmation has the id of its request. */
const getConfirmations = (id: string): Promise<object[]> =>
  request(z.array(z.object({ id: z.string() })), (client, signal) =>
    client.from('payments').select('id').eq('id', id).retry(false).abortSignal(signal),
  );

const due = z.nullable(z.object({ amount: z.number(), currency: z.string() }));

/** What is to be paid for a pending enrollment; null where nothing is. */
export const getAmountDue = (enrollment: string): Promise<z.infer<typeof due>> =>
  request(due, (client, signal) => client.rpc('quote_payment', { enrollment }).abortSignal(signal));

/** Ends an enrollment. Its tasks stay, or those that nobody has touched are removed; resolves to how many. */
export const endEnrollment = (id: string, removeTasks: boolean): Promise<number> =>
  request(z.number(), (client, signal) =>
    client.rpc('end_enrollment', { enrollment: id, remove_tasks: removeTasks }).abortSignal(signal),
  );

const names = z.array(z.object({ user_id: z.string(), display_name: labelSchema }));

/** The names of everybody whom the coach coaches in a program. */
export const getEnrolleeNames = (program: string): Promise<z.infer<typeof names>> =>
  request(names, (client, signal) => client.rpc('enrollee_names', { program }).abortSignal(signal));

/** Removes the open tasks that nobody has touched of everybody in a program; resolves to how many. */
export const removeProgramTasks = (program: string): Promise<number> =>
  request(z.number(), (client, signal) => client.rpc('remove_program_tasks', { program }).abortSignal(signal));
