/**
 * Elects one leader among a person's tabs with the Web Lock `name` (INV-11). When the leader closes, the next tab takes
 * over; a visible tab can take over at once, so that a suspended tab does not block the others. Without Web Locks every
 * tab leads, which is only wasteful (INV-3).
 *
 * @param lead starts leading and returns a function that stops it.
 * @returns `withdraw` leaves the election for good; `takeOver` becomes the leader now.
 */
export const electLeader = (
  name: string,
  lead: () => () => void,
  locks: LockManager | null = (globalThis.navigator as Partial<Navigator>).locks ?? null,
): { withdraw: () => void; takeOver: () => void } => {
  if (!locks) return { withdraw: lead(), takeOver: () => undefined };

  let withdrawn = false;
  let leading = false;
  let stealing = false;
  let queued = new AbortController();
  let release: () => void = () => undefined;

  const holdLead = async (): Promise<void> => {
    if (withdrawn) return;
    leading = true;
    // Where the lock was granted before it could be stolen, it must not be stolen later.
    stealing = false;
    const stop = lead();
    stopLeading = () => {
      leading = false;
      stop();
    };
    await new Promise<void>((resolve) => {
      release = resolve;
    });
  };
  let stopLeading: () => void = () => undefined;

  const compete = async (): Promise<void> => {
    while (!withdrawn) {
      queued = new AbortController();
      const options: LockOptions = stealing ? { steal: true } : { signal: queued.signal };
      stealing = false;
      // It rejects when the request is aborted and when another tab has stolen the lock.
      await locks.request(name, options, holdLead).catch(() => undefined);
      stopLeading();
      stopLeading = () => undefined;
    }
  };

  void compete();
  return {
    withdraw: () => {
      withdrawn = true;
      queued.abort();
      release();
    },
    takeOver: () => {
      if (leading || withdrawn) return;
      stealing = true;
      queued.abort();
    },
  };
};
