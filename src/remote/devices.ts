import * as z from 'zod/mini';
import { ask } from './ask.ts';
import { type Device, device } from './tracking.ts';

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
