import * as z from 'zod/mini';
import { invokeFunction } from '../../api/invoke-function.ts';
import { labelSchema } from '../../api/label-schema.ts';
import { request } from '../../api/request.ts';
import { requireFound } from '../../api/require-found.ts';
import { enrollmentStatus } from '../enrollments/coached-enrollments.ts';
import { programOfferSchema } from './versions.ts';

/* Joining a cohort by its link, and paying. All throw TransportFailure; a `rejected` one’s message is an error code. */

const invitation = z.object({
  cohort_id: z.string(),
  name: labelSchema,
  start_date: z.string(),
  is_open: z.boolean(),
  program: programOfferSchema,
});

export type CohortInvitation = z.infer<typeof invitation>;

/** The invitation of a cohort's link. Refused with `not_found` where the link is invalid. */
export const getCohortByLink = async (token: string): Promise<CohortInvitation> =>
  requireFound(
    await request(z.nullable(invitation), (client, signal) =>
      client.rpc('cohort_by_link', { token }).abortSignal(signal),
    ),
  );

const enrollResultSchema = z.object({
  enrollmentId: z.string(),
  status: enrollmentStatus,
  payment: z.optional(z.object({ url: z.url({ protocol: /^https?$/ }), amount: z.number(), currency: z.string() })),
});

export type EnrollResult = z.infer<typeof enrollResultSchema>;

/**
 * Joins the cohort of a link; idempotent. An enrollment that has to be paid for is pending, with the payment page if
 * there is one. Its tasks are materialized in the background. Refused with `cohort_closed`, `removed`, `missing_parameter`,
 * `unknown_option` or `not_found`.
 */
export const joinCohort = (token: string, parameters: Record<string, string>): Promise<EnrollResult> =>
  invokeFunction(enrollResultSchema, 'enroll', { token, parameters });

/** The status of the person's pending enrollment, with the payment page if there is one. */
export const getPaymentLink = (enrollmentId: string): Promise<EnrollResult> =>
  invokeFunction(enrollResultSchema, 'enroll', { enrollmentId });
