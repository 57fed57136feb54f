import type { HistoryEntry } from '../../data/sync/history.ts';
import { useDevices } from '../../data/sync/use-devices.ts';

/** ", on Chrome": the device that made an entry; empty where none did. */
export const useDeviceSuffix = (userId: string): ((entry: Pick<HistoryEntry, 'device_id'>) => string) => {
  const devices = useDevices(userId);
  const names = new Map(devices.data?.map(({ id, name }) => [id, name]));
  return ({ device_id }) => (device_id === null ? '' : `, on ${names.get(device_id) ?? 'a removed device'}`);
};
