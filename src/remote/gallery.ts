import * as z from 'zod/mini';
import { TransportFailure } from '../contract/failure.ts';
import type { CalendarDate } from '../domain/calendar.ts';
import type { Program } from '../domain/program.ts';
import type { OpenVersion, ProgramOffer } from '../domain/program-version.ts';
import { ask, askAll } from './ask.ts';
import { callFunction } from './call-function.ts';
import { enrollmentStatus } from './enrollments.ts';
import { offer } from './programs.ts';

/* Programs as those find and take them who did not write them. All throw TransportFailure; `refused` says why in one word. */

const galleryPage = z.object({ items: z.array(offer), more: z.boolean() });

export type GalleryPage = z.infer<typeof galleryPage>;

/** A page of 20 of the gallery, the first is 0, the most used first. Every word of `query` occurs in what is found. */
export const searchGallery = (query: string, page: number, kind: Program['kind'] | null): Promise<GalleryPage> =>
  ask(galleryPage, (client, signal) =>
    client.rpc('search_gallery', { query, page, ...(kind && { kind }) }).abortSignal(signal),
  );

/** What a program's link offers. Refused with `not_found` where it opens nothing any more. */
export const programByLink = async (token: string): Promise<ProgramOffer> =>
  orNotFound(
    await ask(z.nullable(offer), (client, signal) => client.rpc('program_by_link', { token }).abortSignal(signal)),
  );

/**
 * Takes a version into the caller's own plan; the id of the enrollment, of which no tasks are there yet. A second time
 * from the same date it is the one there is. Refused with `not_approved`, `has_a_price`, `missing_parameter`,
 * `unknown_option`, or `not_found` where it is withdrawn.
 */
export const importProgram = (
  version: string,
  start_date: CalendarDate,
  parameters: Record<string, string>,
  token = '',
): Promise<string> =>
  ask(z.string(), (client, signal) =>
    client.rpc('import_program', { version, start_date, parameters, token }).abortSignal(signal),
  );

const invitation = z.object({
  cohort_id: z.string(),
  name: z.string(),
  start_date: z.string(),
  is_open: z.boolean(),
  program: offer,
});

export type CohortInvitation = z.infer<typeof invitation>;

/** What a cohort's link invites to. Refused with `not_found` where it opens nothing any more. */
export const cohortByLink = async (token: string): Promise<CohortInvitation> =>
  orNotFound(
    await ask(z.nullable(invitation), (client, signal) => client.rpc('cohort_by_link', { token }).abortSignal(signal)),
  );

const orNotFound = <Found>(found: Found | null): Found => {
  if (found === null) throw new TransportFailure('refused', 'not_found');
  return found;
};

const joined = z.object({
  enrollmentId: z.string(),
  status: enrollmentStatus,
  payment: z.optional(z.object({ url: z.url({ protocol: /^https?$/ }), amount: z.number(), currency: z.string() })),
});

export type Joined = z.infer<typeof joined>;

/**
 * Joins the cohort of a link; twice is once. Where something is to be paid it is pending, with the page to pay on if
 * there is one. Its tasks are made in the background. Refused with `cohort_closed`, `removed`, `missing_parameter`,
 * `unknown_option` or `not_found`.
 */
export const joinCohort = (token: string, parameters: Record<string, string>): Promise<Joined> =>
  callFunction(joined, 'enroll', { token, parameters });

/** How one of the person's enrollments stands that is to be paid for, with the page to pay on if there is one. */
export const askWhereToPay = (enrollmentId: string): Promise<Joined> =>
  callFunction(joined, 'enroll', { enrollmentId });

const openVersion = z.object({
  id: z.string(),
  program_id: z.string(),
  number: z.number(),
  price: z.nullable(z.number()),
}) satisfies z.ZodMiniType<OpenVersion>;

/** The versions of programs that the person sees: those they take or took, those of the gallery, and all of their own. */
export const versionsOfPrograms = (programs: readonly string[]): Promise<OpenVersion[]> =>
  askAll(openVersion, (client, signal, { after, rows }) =>
    client
      .from('program_versions')
      .select('id,program_id,number,price', { count: 'exact' })
      .in('program_id', programs)
      .gt('id', after)
      .order('id')
      .limit(rows)
      .retry(false)
      .abortSignal(signal),
  );
