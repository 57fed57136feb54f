import * as z from 'zod/mini';
import { ask } from './ask.ts';

/* Who coaches whom. All throw TransportFailure; `refused` says why in one word. */

const connection = z.object({
  id: z.string(),
  /** The part of whoever asks. */
  role: z.enum(['coach', 'client']),
  state: z.enum(['invited', 'accepted', 'ended']),
  /** The other side. Of whom a coach has invited only the address is known until they accept. */
  person: z.object({
    id: z.nullable(z.string()),
    display_name: z.nullable(z.string()),
    email: z.string(),
  }),
  invited_at: z.string(),
  answered_at: z.nullable(z.string()),
});

export type Connection = z.infer<typeof connection>;

/** The person's connections with coaches and with clients, those that have ended among them. */
export const myConnections = (): Promise<Connection[]> =>
  ask(z.array(connection), (client, signal) => client.rpc('my_connections').abortSignal(signal));

/** Invites whoever has the address, now or later; twice is once. Does not tell whether anybody has it. */
export const inviteClient = async (email: string): Promise<void> => {
  await ask(z.unknown(), (client, signal) => client.rpc('invite_client', { email }).abortSignal(signal));
};

/** The invited person's answer. */
export const answerCoach = async (id: string, accept: boolean): Promise<void> => {
  await ask(z.unknown(), (client, signal) =>
    client.rpc('answer_coach', { connection: id, accept }).abortSignal(signal),
  );
};

/** Either side ends a connection, and with it the enrollments between the two; an open invitation is withdrawn. */
export const endConnection = async (id: string): Promise<void> => {
  await ask(z.unknown(), (client, signal) => client.rpc('end_connection', { connection: id }).abortSignal(signal));
};
