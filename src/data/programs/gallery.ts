import * as z from 'zod/mini';
import { TransportFailure } from '../../contract/transport-failure.ts';
import type { CalendarDate } from '../../domain/calendar/calendar-date.ts';
import type { Program } from '../../domain/programs/program.ts';
import type { VisibleVersion, ProgramOffer } from '../../domain/programs/version.ts';
import { labelSchema } from '../../api/label-schema.ts';
import { request, fetchAll } from '../../api/request.ts';
import { invokeFunction } from '../../api/invoke-function.ts';
import { enrollmentStatus } from '../enrollments/coached-enrollments.ts';
import { programOfferSchema } from './versions.ts';

/* Programs, as enrollees find and start them. All throw TransportFailure; the message of a `rejected` one is an error code. */

const galleryPage = z.object({ items: z.array(programOfferSchema), more: z.boolean() });

export type GalleryPage = z.infer<typeof galleryPage>;

/** A page of 20 programs whose texts contain every word of `query`, the most used first. The first page is 0. */
export const searchGallery = (query: string, page: number, kind: Program['kind'] | null): Promise<GalleryPage> =>
  request(galleryPage, (client, signal) =>
    client.rpc('search_gallery', { query, page, ...(kind && { kind }) }).abortSignal(signal),
  );

/** The offer of a share link. Refused with `not_found` where the link is invalid. */
export const getProgramByLink = async (token: string): Promise<ProgramOffer> =>
  orNotFound(
    await request(z.nullable(programOfferSchema), (client, signal) =>
      client.rpc('program_by_link', { token }).abortSignal(signal),
    ),
  );

/**
 * Enrolls the caller in a version, for their own plan. Resolves to the enrollment's id; its tasks are not materialized
 * yet. Idempotent for one start date. Refused with `not_approved`, `has_a_price`, `missing_parameter`,
 * `unknown_option`, or `not_found` where it is withdrawn.
 */
export const importProgram = (
  version: string,
  start_date: CalendarDate,
  parameters: Record<string, string>,
  token = '',
): Promise<string> =>
  request(z.string(), (client, signal) =>
    client.rpc('import_program', { version, start_date, parameters, token }).abortSignal(signal),
  );

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
  orNotFound(
    await request(z.nullable(invitation), (client, signal) =>
      client.rpc('cohort_by_link', { token }).abortSignal(signal),
    ),
  );

const orNotFound = <Found>(found: Found | null): Found => {
  if (found === null) throw new TransportFailure('rejected', 'not_found');
  return found;
};

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

const visibleVersion = z.object({
  id: z.string(),
  program_id: z.string(),
  number: z.number(),
  price: z.nullable(z.number()),
}) satisfies z.ZodMiniType<VisibleVersion>;

/** The versions of `programs` that the person may see: of their enrollments, of the gallery, and their own. */
export const getVisibleVersions = (programs: readonly string[]): Promise<VisibleVersion[]> =>
  fetchAll(visibleVersion, (client) =>
    client.from('program_versions').select('id,program_id,number,price', { count: 'exact' }).in('program_id', programs),
  );
