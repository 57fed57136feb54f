import * as z from 'zod/mini';
import { labelSchema } from '../../api/label-schema.ts';
import { request } from '../../api/request.ts';

/* All throw TransportFailure; the message of a `rejected` one is an error code. */

const connection = z.object({
  id: z.string(),
  /** The caller's. */
  role: z.enum(['coach', 'client']),
  state: z.enum(['invited', 'accepted', 'ended']),
  /** The other side. Until an invitation is accepted, its coach knows only the e-mail address. */
  person: z.object({
    id: z.nullable(z.string()),
    display_name: z.nullable(labelSchema),
    email: z.string(),
  }),
  invited_at: z.string(),
  answered_at: z.nullable(z.string()),
});

export type Connection = z.infer<typeof connection>;

/** The person's connections with coaches and with clients, ended ones too. */
export const getMyConnections = (): Promise<Connection[]> =>
  request(z.array(connection), (client, signal) => client.rpc('my_connections').abortSignal(signal));

const invitationResult = z.object({
  /** As it was cleaned. */
  email: z.string(),
  result: z.enum(['invited', 'already_invited', 'already_client', 'own_address', 'invalid']),
});

/** What became of the invitation of one address. */
export type InvitationResult = z.infer<typeof invitationResult>;

/** At most so many addresses in one request, as the server has it. */
export const INVITATIONS_LIMIT = 100;

/** Invites the owners of e-mail addresses, now or later; idempotent. Does not reveal whether any of them has an account. */
export const inviteClients = (emails: readonly string[]): Promise<InvitationResult[]> =>
  request(z.array(invitationResult), (client, signal) =>
    client.rpc('invite_clients', { emails: [...emails] }).abortSignal(signal),
  );

export const respondToInvitation = async (id: string, accept: boolean): Promise<void> => {
  await request(z.unknown(), (client, signal) =>
    client.rpc('respond_to_invitation', { connection: id, accept }).abortSignal(signal),
  );
};

/** Ends a connection, and with it the enrollments between the two; withdraws an open invitation. For either side. */
export const endConnection = async (id: string): Promise<void> => {
  await request(z.unknown(), (client, signal) => client.rpc('end_connection', { connection: id }).abortSignal(signal));
};
