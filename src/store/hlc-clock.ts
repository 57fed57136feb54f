import {
  CLOCK_TOLERANCE_MS,
  estimateEditTimes,
  estimateOffset,
  type TimedResponse,
} from '../domain/sync/clock-correction.ts';
import {
  formatHlcTimestamp,
  type HlcClock,
  type HlcTimestamp,
  hlcTimestampMs,
  isLaterClock,
  parseHlcTimestamp,
  receiveTimestamp,
  sendTimestamp,
} from '../domain/sync/hlc.ts';
import type { Meta, TransactionTables } from './database.ts';
import type { Environment } from './environment.ts';
import { pendingChanges } from './pending-changes.ts';

/** When a request was sent and its response received, by this device's clock. */
export type RequestTimes = Omit<TimedResponse, 'serverMs'>;

export const atOnce = (environment: Environment): RequestTimes => {
  const now = environment.now();
  return { sentAt: now, receivedAt: now };
};

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

/** As `takeTimestamps`, resolved when the clock is stored. */
export const createTimestamps = async (
  tables: TransactionTables,
  environment: Environment,
  count: number,
): Promise<HlcTimestamp[]> => {
  const { timestamps, storeClock } = await takeTimestamps(tables, environment, count);
  await storeClock();
  return timestamps;
};

/**
 * Takes `count` ascending HLC timestamps, later than all that any tab of this device has created or received, from the
 * stored clock. Call it, and `storeClock` after it, inside of one transaction that can write `meta`.
 */
export const takeTimestamps = async (
  tables: TransactionTables,
  environment: Environment,
  count: number,
): Promise<{ timestamps: HlcTimestamp[]; storeClock: () => Promise<void> }> => {
  const [device, known] = await Promise.all([getOrCreateDevice(tables, environment), tables.getMeta('clock')]);
  const { offset, serverMs = 0, wasAhead = false, ...start } = known ?? INITIAL_CLOCK;
  const now = environment.now() + offset;
  let clock: HlcClock = start;
  const timestamps = Array.from({ length: count }, () => {
    clock = sendTimestamp(clock, now);
    return formatHlcTimestamp(clock, device.id);
  });
  const next = { ...clock, offset, serverMs, wasAhead: wasAhead || start.ms > now + CLOCK_TOLERANCE_MS };
  return { timestamps, storeClock: () => tables.putMeta('clock', next) };
};

/**
 * Learns the server's time from a response, so that a wrong device clock does not decide which edit is later (INV-8):
 * later timestamps follow it. Where this device's clock was wrong, timestamps of pending edits are set to when the edits
 * were made, in their order. Call it inside a transaction that can write `meta` and `outbox`.
 */
export const receiveServerTime = async (
  tables: TransactionTables,
  environment: Environment,
  response: TimedResponse,
): Promise<void> => {
  const { offset: known, serverMs: from = 0, wasAhead, ...clock } = (await tables.getMeta('clock')) ?? INITIAL_CLOCK;
  const offset = estimateOffset(known, response);
  const to = environment.now() + offset;
  const serverMs = Math.max(from, response.serverMs);
  const wasWrong =
    wasAhead === true || Math.abs(offset - known) > CLOCK_TOLERANCE_MS || clock.ms > to + CLOCK_TOLERANCE_MS;
  const next = wasWrong ? await correctTimestamps(tables, environment, offset, { from, to }) : clock;
  await tables.putMeta('clock', { ...receiveTimestamp(next, response.serverMs), offset, serverMs });
};

/** @returns the clock after the last corrected timestamp. */
const correctTimestamps = async (
  tables: TransactionTables,
  environment: Environment,
  offset: number,
  period: { from: number; to: number },
): Promise<HlcClock> => {
  const [device, pending] = await Promise.all([
    getOrCreateDevice(tables, environment),
    pendingChanges(tables).then((changes) => changes.toArray()),
  ]);
  // Older ones were corrected when the server's time was learned before. Offers keep the timestamps they were made with.
  const edits = pending.filter(({ isOffer, timestamp }) => !isOffer && hlcTimestampMs(timestamp) >= period.from);
  const times = estimateEditTimes(
    edits.map((edit) => ({ ms: hlcTimestampMs(edit.timestamp), madeAt: edit.made_at })),
    offset,
    period,
  );
  // The server has set timestamps from the future to its time then.
  let clock: HlcClock = { ms: period.from + 1, counter: 0 };
  await tables.outbox.bulkPut(
    edits.map((edit, index) => {
      const time = times[index] ?? period.to;
      const made = parseHlcTimestamp(edit.timestamp);
      // A timestamp whose time can be true stays as it is: the server may know it, and later edits must be later than it.
      clock = made.ms === time && isLaterClock(made, clock) ? made : sendTimestamp(clock, time);
      return { ...edit, timestamp: formatHlcTimestamp(clock, device.id) };
    }),
  );
  return clock;
};
