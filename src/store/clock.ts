import { formatStamp, type Stamp, tick, witness } from '../domain/stamp.ts';
import type { Meta, Tables } from './database.ts';
import type { Environment } from './environment.ts';

export { type Environment, systemEnvironment } from './environment.ts';

const FRESH_CLOCK: Meta['clock'] = { ms: 0, counter: 0, offset: 0 };

/** This database's device, made on first use. Call it inside a transaction that can write `meta`. */
export const deviceOf = async (tables: Tables, environment: Environment): Promise<Meta['device']> => {
  const known = await tables.getMeta('device');
  if (known) return known;
  const made = { id: environment.newId(), name: environment.deviceName };
  await tables.putMeta('device', made);
  return made;
};

/**
 * Makes `count` stamps, each later than every stamp this device has made or seen, whichever tab asks.
 * Call it inside a transaction that can write `meta`.
 */
export const makeStamps = async (tables: Tables, environment: Environment, count: number): Promise<Stamp[]> => {
  const [device, known] = await Promise.all([deviceOf(tables, environment), tables.getMeta('clock')]);
  const { offset, ...start } = known ?? FRESH_CLOCK;
  let clock = start;
  const stamps = Array.from({ length: count }, () => {
    clock = tick(clock, environment.now() + offset);
    return formatStamp(clock, device.id);
  });
  await tables.putMeta('clock', { ...clock, offset });
  return stamps;
};

/** Learns the server's time from an answer (law 8). Call it inside a transaction that can write `meta`. */
export const witnessServerTime = async (tables: Tables, environment: Environment, serverMs: number): Promise<void> => {
  const { offset: _, ...clock } = (await tables.getMeta('clock')) ?? FRESH_CLOCK;
  await tables.putMeta('clock', { ...witness(clock, serverMs), offset: serverMs - environment.now() });
};
