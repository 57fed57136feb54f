import * as z from 'zod/mini';
import type { ProgramOffer, VersionPreview } from '../../domain/programs/version.ts';
import { labelSchema } from '../../api/label-schema.ts';
import { request } from '../../api/request.ts';
import { previewSchema, programOfferSchema } from './versions.ts';

/* What links show before the sign-in. All throw TransportFailure; `rejected` where a link leads to nothing. */

/** An offer without ids, and without the number of people. */
export type PublicOffer = Omit<ProgramOffer, 'program_id' | 'version_id' | 'uses'>;

export interface PublicPreview extends Pick<VersionPreview, 'modules' | 'days' | 'hidden_tasks'> {
  offer: PublicOffer;
}

/** A cohort's invitation. `start_date` is a calendar date. */
export interface PublicInvitation extends PublicPreview {
  cohort: string;
  start_date: string;
}

const { program_id: _program, version_id: _version, uses: _uses, ...offerShape } = programOfferSchema.shape;
const { modules, days, hidden_tasks } = previewSchema.shape;
const publicPreview = z.object({ offer: z.object(offerShape), modules, days, hidden_tasks });
const publicInvitation = z.object({ ...publicPreview.shape, cohort: labelSchema, start_date: z.string() });

/** What an open cohort's link invites to. */
export const getPublicInvitation = (token: string): Promise<PublicInvitation> =>
  request(publicInvitation, (client, signal) => client.rpc('cohort_invitation', { token }).abortSignal(signal));

/** What a program's link offers. */
export const getLinkedProgram = (token: string): Promise<PublicPreview> =>
  request(publicPreview, (client, signal) => client.rpc('linked_program', { token }).abortSignal(signal));

/** A version in the gallery. */
export const getGalleryProgram = (version: string): Promise<PublicPreview> =>
  request(publicPreview, (client, signal) => client.rpc('gallery_program', { version }).abortSignal(signal));
