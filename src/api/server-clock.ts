import { create } from 'zustand';

interface ServerClock {
  /** What to add to this device's clock for the server's time, in milliseconds; `null` until a response has told it. */
  offsetMs: number | null;
  /** Since when this device's clock has been wrong, in milliseconds by the server's clock; `null` while it is right. */
  wrongSince: number | null;
}

const STORAGE_KEY = 'cadence.server-clock';

/** A clock that differs from the server's by more than this is wrong, and right again once it differs by less than the second. */
const WRONG_CLOCK_MS = 5 * 60_000;
const RIGHT_CLOCK_MS = 4 * 60_000;

/** The time in a `Date` header is cut to whole seconds, and responses take time: smaller differences mean nothing. */
const PRECISION_MS = 5_000;

/** A response that took longer does not tell the server's time: the device may have been asleep meanwhile. */
const MAX_ROUND_TRIP_MS = 20_000;

const UNKNOWN: ServerClock = { offsetMs: null, wrongSince: null };

const isNumberOrNull = (value: unknown): value is number | null => value === null || typeof value === 'number';

const readStored = (): ServerClock => {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? 'null');
    if (typeof value !== 'object' || value === null || !('offsetMs' in value) || !('wrongSince' in value))
      return UNKNOWN;
    const { offsetMs, wrongSince } = value;
    return isNumberOrNull(offsetMs) && isNumberOrNull(wrongSince) ? { offsetMs, wrongSince } : UNKNOWN;
  } catch {
    return UNKNOWN;
  }
};

/**
 * What this device knows of the server's time, from the responses that it has had. Stored, so that a start without a
 * network knows it too; a clock that is corrected meanwhile is noticed with the next response.
 */
export const useServerClock = create<ServerClock>()(readStored);

/**
 * Learns the server's time from a response.
 *
 * @param serverMs the server's time when it responded, in milliseconds.
 * @param sentAt when the request was sent, in milliseconds by this device's clock.
 */
export const learnServerTime = (serverMs: number, sentAt: number): void => {
  const now = Date.now();
  const roundTrip = now - sentAt;
  if (!Number.isFinite(serverMs) || roundTrip < 0 || roundTrip > MAX_ROUND_TRIP_MS) return;
  const offsetMs = Math.round(serverMs - (sentAt + now) / 2);
  const known = useServerClock.getState();
  if (known.offsetMs !== null && Math.abs(offsetMs - known.offsetMs) < PRECISION_MS) return;
  const isWrong = Math.abs(offsetMs) > (known.wrongSince === null ? WRONG_CLOCK_MS : RIGHT_CLOCK_MS);
  const clock = { offsetMs, wrongSince: isWrong ? (known.wrongSince ?? serverMs) : null };
  useServerClock.setState(clock);
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(clock));
  } catch {
    // It is learned again after the next start.
  }
};

/** As learnServerTime, from a response's `Date` header, where the server lets this origin read it. */
export const learnFromResponse = (response: Response, sentAt: number): boolean => {
  const date = response.headers.get('date');
  if (date === null) return false;
  // In the middle of the second that the header names.
  learnServerTime(Date.parse(date) + 500, sentAt);
  return true;
};
