/**
 * Hybrid logical clock stamps: `milliseconds-counter-device` in fixed-width hexadecimal, so that
 * comparing the texts compares the stamps. Law 8 decides every field by them.
 */
export type Stamp = string;

export const STAMP_FORM = /^[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-f]{8}$/;

const COUNTER_LIMIT = 0xffff;

export interface StampClock {
  /** Milliseconds of the newest stamp made or seen. */
  ms: number;
  /** Orders stamps of the same millisecond. */
  counter: number;
}

/**
 * Advances the clock for one new stamp at wall time `nowMs`. The result is later than every stamp
 * the clock has made or seen, even where the wall clock went back.
 */
export const tick = (clock: StampClock, nowMs: number): StampClock => {
  if (nowMs > clock.ms) return { ms: nowMs, counter: 0 };
  if (clock.counter < COUNTER_LIMIT) return { ms: clock.ms, counter: clock.counter + 1 };
  return { ms: clock.ms + 1, counter: 0 };
};

/** Moves the clock past everything stamped up to `seenMs`, the server's time in some answer. */
export const witness = (clock: StampClock, seenMs: number): StampClock =>
  seenMs > clock.ms ? { ms: seenMs, counter: 0 } : clock;

/** @param device the device's id; its last eight hexadecimal digits break ties. */
export const formatStamp = (clock: StampClock, device: string): Stamp =>
  `${clock.ms.toString(16).padStart(12, '0')}-${clock.counter.toString(16).padStart(4, '0')}-${device.slice(-8)}`;

/** Milliseconds since the epoch at which a stamp was made. */
export const stampTime = (stamp: Stamp): number => Number.parseInt(stamp.slice(0, 12), 16);
