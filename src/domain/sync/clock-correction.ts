/** A request and what its response says about the server's clock; all in milliseconds since 1970-01-01. */
export interface TimedResponse {
  /** The server's time in the response. */
  serverMs: number;
  /** By this device's clock, which may be wrong. */
  sentAt: number;
  receivedAt: number;
}

/** Differences up to this are not those of a wrong clock, in milliseconds. */
export const CLOCK_TOLERANCE_MS = 60_000;

/**
 * The server's clock minus this device's, in milliseconds. The server read its clock between the sending of the request
 * and the receipt of the response (Cristian, "Probabilistic clock synchronization", 1989), so that an offset in agreement
 * with that stays, however slow the line is.
 */
export const estimateOffset = (known: number, { serverMs, sentAt, receivedAt }: TimedResponse): number => {
  const least = serverMs - receivedAt;
  const most = serverMs - Math.min(sentAt, receivedAt);
  return known >= least && known <= most ? known : Math.round((least + most) / 2);
};

/**
 * When edits were made, by the server's clock, in milliseconds, oldest edit first: never after a later edit. An edit is
 * taken to have been made by a clock that was as wrong as it is now. Where that cannot be, its timestamp is kept if it can
 * be true; else the time is the nearest that can be.
 *
 * @param edits their timestamps' physical parts, and when they were made by this device's clock; oldest first.
 * @param offset the server's clock minus this device's.
 * @param from the server's time when this device last learned it: the edits were made later.
 * @param to the server's time now.
 */
export const estimateEditTimes = (
  edits: readonly { ms: number; madeAt: number }[],
  offset: number,
  { from, to }: { from: number; to: number },
): number[] => {
  let latest = to;
  return edits
    .toReversed()
    .map(({ ms, madeAt }) => {
      const corrected = madeAt + offset;
      const isPossible = corrected >= from && corrected <= to;
      const isSame = Math.abs(corrected - ms) <= CLOCK_TOLERANCE_MS;
      const time = isPossible && !isSame ? corrected : Math.min(Math.max(ms, from), to);
      latest = Math.min(latest, time);
      return latest;
    })
    .reverse();
};
