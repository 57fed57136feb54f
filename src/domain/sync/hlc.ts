/**
 * A timestamp of a hybrid logical clock: `milliseconds-counter-device` in fixed-width hexadecimal, so that comparing
 * two as texts orders them. The later timestamp of a field wins (INV-8).
 *
 * Kulkarni, Demirbas, Madappa, Avva, Leone, "Logical Physical Clocks and Consistent Snapshots in Globally Distributed
 * Databases" (2014). Other than there, a device receives only the server's physical time, and the device's id breaks
 * ties.
 */
export type HlcTimestamp = string;

/** The HLC timestamps of a row's fields, as the server stores them: `*` is that of the fields that are not named. */
export type FieldTimestamps = Readonly<Record<string, HlcTimestamp>>;

export const HLC_TIMESTAMP_PATTERN = /^[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-f]{8}$/;

const COUNTER_LIMIT = 0xffff;

export interface HlcClock {
  /** Milliseconds since 1970-01-01 of the latest timestamp made or received. */
  ms: number;
  /** Orders timestamps of the same millisecond. */
  counter: number;
}

/**
 * The send event: advances the clock for one new timestamp at wall time `nowMs`. The result is later than every
 * timestamp that the clock has made or received, even where the wall clock was set back.
 */
export const sendTimestamp = (clock: HlcClock, nowMs: number): HlcClock => {
  if (nowMs > clock.ms) return { ms: nowMs, counter: 0 };
  if (clock.counter < COUNTER_LIMIT) return { ms: clock.ms, counter: clock.counter + 1 };
  return { ms: clock.ms + 1, counter: 0 };
};

/** The receive event: later timestamps of the clock are later than `serverMs`, the server's time in a response. */
export const receiveTimestamp = (clock: HlcClock, serverMs: number): HlcClock =>
  serverMs > clock.ms ? { ms: serverMs, counter: 0 } : clock;

/** @param device the device's id; its last eight hexadecimal digits break ties. */
export const formatHlcTimestamp = (clock: HlcClock, device: string): HlcTimestamp =>
  `${clock.ms.toString(16).padStart(12, '0')}-${clock.counter.toString(16).padStart(4, '0')}-${device.slice(-8)}`;

/** The clock that made the timestamp. */
export const parseHlcTimestamp = (timestamp: HlcTimestamp): HlcClock => ({
  ms: hlcTimestampMs(timestamp),
  counter: Number.parseInt(timestamp.slice(13, 17), 16),
});

/** Whether timestamps of `clock` are later than those of `other`, on one device. */
export const isLaterClock = (clock: HlcClock, other: HlcClock): boolean =>
  clock.ms > other.ms || (clock.ms === other.ms && clock.counter > other.counter);

/** The timestamp's physical part, in milliseconds since 1970-01-01. */
export const hlcTimestampMs = (timestamp: HlcTimestamp): number => Number.parseInt(timestamp.slice(0, 12), 16);
