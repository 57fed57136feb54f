export interface SignOutPort {
  /** How many changes are not in the cloud, rejected ones included. */
  countUnsynced: () => Promise<number>;
  countRejected: () => Promise<number>;
  /** Runs one sync cycle; resolves when it has ended, successful or not. */
  syncNow: () => Promise<void>;
  /** Ends the session on this device. */
  endSession: () => Promise<void>;
  /** Deletes the person's database from this device. */
  removeData: () => Promise<void>;
}

/** How long a sync cycle may delay a sign-out. */
const SIGN_OUT_SYNC_TIMEOUT_MS = 15_000;

/**
 * Sends what is pending before a sign-out. Resolves to how many changes are still on this device only: with 0,
 * its data can be removed without loss.
 */
export const syncBeforeSignOut = async (port: SignOutPort, timeoutMs = SIGN_OUT_SYNC_TIMEOUT_MS): Promise<number> => {
  if ((await port.countUnsynced()) === 0) return 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  await Promise.race([port.syncNow(), timeout]);
  clearTimeout(timer);
  return port.countUnsynced();
};

/**
 * Signs out. `removeData` is ignored while anything is unsynced, so that a change made meanwhile in another tab
 * is never deleted: the database stays, and syncs at the next sign-in on this device.
 */
export const completeSignOut = async (port: SignOutPort, removeData: boolean): Promise<void> => {
  const canRemoveData = removeData && (await port.countUnsynced()) === 0;
  await port.endSession();
  if (canRemoveData) await port.removeData();
};
