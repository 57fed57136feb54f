/**
 * Law 11: of all tabs of one person, one leads. Leading ends with the tab, and the next one takes over; a
 * tab that becomes visible takes the lead itself, so that no sleeping tab holds the others up. Where the
 * browser has no Web Locks every tab leads, which is wasteful and harmless (law 3).
 *
 * @param lead starts leading and returns how to stop.
 * @returns how to withdraw for good, and how to take the lead now.
 */
export const standForLeader = (
  name: string,
  lead: () => () => void,
  locks: LockManager | null = (globalThis.navigator as Partial<Navigator>).locks ?? null,
): { withdraw: () => void; takeOver: () => void } => {
  if (!locks) return { withdraw: lead(), takeOver: () => undefined };

  let withdrawn = false;
  let leading = false;
  let stealing = false;
  let waiting = new AbortController();
  let release: () => void = () => undefined;

  const holdLead = async (): Promise<void> => {
    if (withdrawn) return;
    leading = true;
    // A lead that came by itself while it was being taken is not to be taken again later.
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

  const stand = async (): Promise<void> => {
    while (!withdrawn) {
      waiting = new AbortController();
      const options: LockOptions = stealing ? { steal: true } : { signal: waiting.signal };
      stealing = false;
      // It rejects when the wait is called off and when another tab has taken over.
      await locks.request(name, options, holdLead).catch(() => undefined);
      stopLeading();
      stopLeading = () => undefined;
    }
  };

  void stand();
  return {
    withdraw: () => {
      withdrawn = true;
      waiting.abort();
      release();
    },
    takeOver: () => {
      if (leading || withdrawn) return;
      stealing = true;
      waiting.abort();
    },
  };
};
