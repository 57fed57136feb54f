import { type PersistedQuery, usePersistedQuery } from '../../api/use-persisted-query.ts';
import { type Device, getDevices } from './devices.ts';

/** The devices of one person, the one seen last first. */
export const useDevices = (userId: string): PersistedQuery<Device[]> =>
  usePersistedQuery({ key: ['devices', userId], read: () => getDevices(userId) });
