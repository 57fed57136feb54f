import * as z from 'zod/mini';
import type { CalendarDate } from '../../domain/calendar/calendar-date.ts';
import type { Program } from '../../domain/programs/program.ts';
import type { ProgramOffer } from '../../domain/programs/version.ts';
import { request } from '../../api/request.ts';
import { requireFound } from '../../api/require-found.ts';
import { programOfferSchema } from './versions.ts';

/*
 * Programs that people find in the gallery or by a share link, and start by themselves. All throw TransportFailure; the
 * message of a `rejected` one is an error code.
 */

const galleryPage = z.object({ items: z.array(programOfferSchema), more: z.boolean() });

export type GalleryPage = z.infer<typeof galleryPage>;

/** A page of 20 programs whose texts contain every word of `query`, the most used first. The first page is 0. */
export const searchGallery = (query: string, page: number, kind: Program['kind'] | null): Promise<GalleryPage> =>
  request(galleryPage, (client, signal) =>
    client.rpc('search_gallery', { query, page, ...(kind && { kind }) }).abortSignal(signal),
  );

/** The offer of a share link. Refused with `not_found` where the link is invalid. */
export const getProgramByLink = async (token: string): Promise<ProgramOffer> =>
  requireFound(
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
