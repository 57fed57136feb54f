import * as z from 'zod/mini';
import { labelSchema } from '../../api/label-schema.ts';
import { request } from '../../api/request.ts';

const device = z.object({
  id: z.string(),
  name: labelSchema,
  app_version: labelSchema,
  pending: z.number(),
  rejected: z.number(),
  last_seen_at: z.string(),
});

/** One of the devices that sync a person's work, as it last reported. */
export type Device = z.infer<typeof device>;

/** A person's devices, last seen first. @throws TransportFailure */
export const getDevices = (userId: string): Promise<Device[]> =>
  request(z.array(device), (client, signal) =>
    client
      .from('sync_devices')
      .select('id,name,app_version,pending,rejected,last_seen_at')
      .eq('user_id', userId)
      .order('last_seen_at', { ascending: false })
      .limit(50)
      .retry(false)
      .abortSignal(signal),
  );

/** Removes one of the person's own devices; it is added again when it syncs. @throws TransportFailure */
export const removeDevice = async (id: string): Promise<void> => {
  await request(z.boolean(), (client, signal) => client.rpc('remove_device', { device: id }).abortSignal(signal));
};
