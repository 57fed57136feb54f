import * as z from 'zod/mini';
import { ask } from './ask.ts';

const device = z.object({
  id: z.string(),
  name: z.string(),
  app_version: z.string(),
  pending: z.number(),
  rejected: z.number(),
  last_seen_at: z.string(),
});

/** One of the devices that sync a person's work, as it told of itself. */
export type Device = z.infer<typeof device>;

/** A person's devices, the one seen last first. @throws TransportFailure */
export const getDevices = (userId: string): Promise<Device[]> =>
  ask(z.array(device), (client, signal) =>
    client
      .from('sync_devices')
      .select('id,name,app_version,pending,rejected,last_seen_at')
      .eq('user_id', userId)
      .order('last_seen_at', { ascending: false })
      .limit(50)
      .retry(false)
      .abortSignal(signal),
  );

/** Takes one of the person's own devices off the list; it comes back when it syncs again. @throws TransportFailure */
export const removeDevice = async (id: string): Promise<void> => {
  await ask(z.boolean(), (client, signal) => client.rpc('remove_device', { device: id }).abortSignal(signal));
};
