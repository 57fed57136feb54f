import * as z from 'zod/mini';
import { type Profile, type Role, ROLES } from '../domain/profile.ts';
import { ask, askAll } from './ask.ts';

export const profile = z.object({
  id: z.string(),
  email: z.string(),
  display_name: z.string(),
  role: z.enum(ROLES),
  time_zone: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
}) satisfies z.ZodMiniType<Profile>;

export const PROFILE_FIELDS = 'id,email,display_name,role,time_zone,created_at,updated_at';

/** Everybody that the caller may see, by name: for an admin, everybody. @throws TransportFailure */
export const getPeople = async (): Promise<Profile[]> => {
  const people = await askAll(profile, (client, signal, { after, rows }) =>
    client
      .from('profiles')
      .select(PROFILE_FIELDS, { count: 'exact' })
      .gt('id', after)
      .order('id')
      .limit(rows)
      .retry(false)
      .abortSignal(signal),
  );
  return people.sort((a, b) => (a.display_name || a.email).localeCompare(b.display_name || b.email));
};

/**
 * Gives a person a role. Admins only. Refused with `last_admin` where nobody would be one any more.
 * @throws TransportFailure
 */
export const setRole = async (person: string, role: Role): Promise<void> => {
  await ask(z.unknown(), (client, signal) => client.rpc('set_role', { person, new_role: role }).abortSignal(signal));
};
