import { formatHlcTimestamp, type HlcTimestamp, receiveTimestamp, sendTimestamp } from '../domain/sync/hlc.ts';
import type { Meta, TransactionTables } from './database.ts';
import type { Environment } from './environment.ts';

const INITIAL_CLOCK: Meta['clock'] = { ms: 0, counter: 0, offset: 0 };

/** This database's device, created on first use. Call it inside a transaction that can write `meta`. */
export const getOrCreateDevice = async (
  tables: TransactionTables,
  environment: Environment,
): Promise<Meta['device']> => {
  const known = await tables.getMeta('device');
  if (known) return known;
  const device = { id: environment.newId(), name: environment.deviceName };
  await tables.putMeta('device', device);
  return device;
};

/**
 * Creates `count` ascending HLC timestamps, later than all that any tab of this device has created or received.
 * Call it inside a transaction that can write `meta`.
 */
export const createTimestamps = async (
  tables: TransactionTables,
  environment: Environment,
  count: number,
): Promise<HlcTimestamp[]> => {
  const [device, known] = await Promise.all([getOrCreateDevice(tables, environment), tables.getMeta('clock')]);
  const { offset, ...start } = known ?? INITIAL_CLOCK;
  let clock = start;
  const timestamps = Array.from({ length: count }, () => {
    clock = sendTimestamp(clock, environment.now() + offset);
    return formatHlcTimestamp(clock, device.id);
  });
  await tables.putMeta('clock', { ...clock, offset });
  return timestamps;
};

/**
 * Moves the clock past the server's time and stores its offset, so that a wrong device clock does not decide which edit
 * is later (INV-8). Call it inside a transaction that can write `meta`.
 */
export const receiveServerTime = async (
  tables: TransactionTables,
  environment: Environment,
  serverMs: number,
): Promise<void> => {
  const { offset: _, ...clock } = (await tables.getMeta('clock')) ?? INITIAL_CLOCK;
  await tables.putMeta('clock', { ...receiveTimestamp(clock, serverMs), offset: serverMs - environment.now() });
};
