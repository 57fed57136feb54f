/**
 * Whether one more request may pass now. A second's worth may come at once, after which they have to keep the rate; a
 * refused request costs nothing. `now` is in milliseconds.
 */
export const rateLimit = (perSecond: number | null, now: () => number): (() => boolean) => {
  if (perSecond === null) return () => true;
  const interval = 1_000 / perSecond;
  /** When the allowance is full again. */
  let full = -Infinity;
  return () => {
    const next = Math.max(full, now()) + interval;
    // Sums of fractions are not exact: a thousandth of a millisecond is no excess.
    if (next - now() > 1_000 + 0.001) return false;
    full = next;
    return true;
  };
};
