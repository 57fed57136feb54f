import type { HistoryEntry } from '../../remote/history.ts';
import { getDevices } from '../../remote/devices.ts';
import { useKeptQuery } from '../../remote/use-kept-query.ts';

/** Names what an entry was made with: ", on" a device of that person; nothing outside of sync. */
export const useDeviceNames = (userId: string): ((entry: Pick<HistoryEntry, 'device_id'>) => string) => {
  const devices = useKeptQuery({ key: ['devices', userId], read: () => getDevices(userId) });
  const names = new Map(devices.data?.map(({ id, name }) => [id, name]));
  return ({ device_id }) => (device_id === null ? '' : `, on ${names.get(device_id) ?? 'a device that was removed'}`);
};
