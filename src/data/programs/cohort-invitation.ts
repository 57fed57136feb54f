import * as z from 'zod/mini';
import { labelSchema } from '../../api/label-schema.ts';
import { request } from '../../api/request.ts';

const invitationNames = z.object({ cohort: labelSchema, program: labelSchema, coach: labelSchema });

/** What the link of an open cohort invites to. `coach` is empty for a coach without a name. */
export type InvitationNames = z.infer<typeof invitationNames>;

/**
 * What a cohort's link invites to, for somebody who has not signed in.
 * @throws TransportFailure; `rejected` with `not_found` where the link is invalid or its cohort closed.
 */
export const getInvitationNames = (token: string): Promise<InvitationNames> =>
  request(invitationNames, (client, signal) => client.rpc('cohort_invitation', { token }).abortSignal(signal));
