/** What signing out needs of the rest of the app. */
export interface SignOutPort {
  /** Changes that the cloud has not taken, the refused ones among them. */
  countUnsynced: () => Promise<number>;
  /** Syncs once; resolves when that has ended, well or not. */
  syncNow: () => Promise<void>;
  /** Ends the session on this device. */
  endSession: () => Promise<void>;
  /** Deletes the person's database from this device. */
  removeData: () => Promise<void>;
}

/** How long a drain may hold up a sign-out before the person is asked, in milliseconds. */
const PATIENCE_MS = 15_000;

/**
 * Sends what is pending before anybody leaves (law 12). Answers how many changes are still on this
 * device only: 0 means that leaving costs nothing.
 */
export const drainBeforeLeaving = async (port: SignOutPort, patienceMs = PATIENCE_MS): Promise<number> => {
  if ((await port.countUnsynced()) === 0) return 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  await Promise.race([port.syncNow(), patience]);
  clearTimeout(timer);
  return port.countUnsynced();
};

/**
 * Signs out. `removeData` counts only while nothing is unsynced, so that a change made meanwhile in
 * another tab is never deleted; otherwise the database stays and syncs at the next sign-in here.
 */
export const leave = async (port: SignOutPort, removeData: boolean): Promise<void> => {
  const safe = removeData && (await port.countUnsynced()) === 0;
  await port.endSession();
  if (safe) await port.removeData();
};
