import * as z from 'zod/mini';
import { TransportFailure } from '../contract/failure.ts';
import type { FeatureFlag, FlagAudience } from '../domain/flags.ts';
import { ROLES } from '../domain/profile.ts';
import { ask } from './ask.ts';

const flag = z.object({
  name: z.string(),
  description: z.string(),
  everyone: z.boolean(),
  roles: z.array(z.enum(ROLES)),
  people: z.array(z.string()),
  percentage: z.number(),
  updated_at: z.string(),
}) satisfies z.ZodMiniType<FeatureFlag>;

const FIELDS = 'name,description,everyone,roles,people,percentage,updated_at';

/** Every feature flag, by name. Admins only: others are shown none. @throws TransportFailure */
export const getFlags = (): Promise<FeatureFlag[]> =>
  ask(z.array(flag), (client, signal) =>
    client.from('feature_flags').select(FIELDS).order('name').retry(false).abortSignal(signal),
  );

/** Sets whom a flag is on for. Refused with `forbidden` for anybody but an admin. @throws TransportFailure */
export const setFlag = async (name: string, audience: FlagAudience): Promise<void> => {
  const changed = await ask(z.array(z.object({ name: z.string() })), (client, signal) =>
    client.from('feature_flags').update(audience).eq('name', name).select('name').abortSignal(signal),
  );
  // An update of a row that may not be seen changes nothing, and raises nothing.
  if (changed.length === 0) throw new TransportFailure('refused', 'forbidden');
};
