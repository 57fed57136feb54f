import * as z from 'zod/mini';
import { TransportFailure } from '../../contract/transport-failure.ts';
import type { FeatureFlag, FlagAudience } from '../../domain/flags/feature-flags.ts';
import { ROLES } from '../../domain/profiles/profile.ts';
import { labelSchema } from '../../api/label-schema.ts';
import { request } from '../../api/request.ts';

const flag = z.object({
  name: z.string(),
  description: labelSchema,
  everyone: z.boolean(),
  roles: z.array(z.enum(ROLES)),
  people: z.array(z.string()),
  percentage: z.number(),
  updated_at: z.string(),
}) satisfies z.ZodMiniType<FeatureFlag>;

const FIELDS = 'name,description,everyone,roles,people,percentage,updated_at';

/** Every feature flag, by name. Admins only: others are shown none. @throws TransportFailure */
export const getFlags = (): Promise<FeatureFlag[]> =>
  request(z.array(flag), (client, signal) =>
    client.from('feature_flags').select(FIELDS).order('name').retry(false).abortSignal(signal),
  );

/** Sets the audience of a flag. Refused with `forbidden` for anybody but an admin. @throws TransportFailure */
export const setFlag = async (name: string, audience: FlagAudience): Promise<void> => {
  const changed = await request(z.array(z.object({ name: z.string() })), (client, signal) =>
    client.from('feature_flags').update(audience).eq('name', name).select('name').abortSignal(signal),
  );
  // Under RLS, updating a row that the caller may not see changes nothing and raises nothing.
  if (changed.length === 0) throw new TransportFailure('rejected', 'forbidden');
};
