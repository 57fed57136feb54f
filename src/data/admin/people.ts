import * as z from 'zod/mini';
import { displayName, type Profile, type Role, ROLES } from '../../domain/profiles/profile.ts';
import { labelSchema } from '../../api/label-schema.ts';
import { request, fetchAll } from '../../api/request.ts';
import { compareTexts } from '../../domain/values/collation.ts';

export const profile = z.object({
  id: z.string(),
  email: z.string(),
  display_name: labelSchema,
  role: z.enum(ROLES),
  time_zone: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
}) satisfies z.ZodMiniType<Profile>;

export const PROFILE_FIELDS = 'id,email,display_name,role,time_zone,created_at,updated_at';

/** The profiles that the caller may see, by name: all of them for an admin. @throws TransportFailure */
export const getPeople = async (): Promise<Profile[]> => {
  const people = await fetchAll(profile, (client) =>
    client.from('profiles').select(PROFILE_FIELDS, { count: 'exact' }),
  );
  return people.sort((a, b) => compareTexts(displayName(a), displayName(b)));
};

/**
 * Sets a person's role. Admins only. Refused with `last_admin` where no admin would be left.
 * @throws TransportFailure
 */
export const setRole = async (person: string, role: Role): Promise<void> => {
  await request(z.unknown(), (client, signal) =>
    client.rpc('set_role', { person, new_role: role }).abortSignal(signal),
  );
};
