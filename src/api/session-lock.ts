type SessionLock = <R>(name: string, acquireTimeout: number, run: () => Promise<R>) => Promise<R>;

/**
 * The lock with which supabase-js reads and refreshes a session, one tab at a time: whoever waits for it finds the token
 * that another tab has just got. Without it two tabs send one refresh token, and the server may end a session whose token
 * is used twice. Where the browser has no Web Locks there is none.
 *
 * A tab that the browser has suspended may hold the lock for good. After `acquireTimeout`, in milliseconds, it is
 * therefore taken away; the other tab's `run` goes on, and its result still counts. With 0 it is had at once or not at all.
 *
 * @param createUnavailableError makes the error by which supabase-js knows that the lock was not to be had.
 * @param cancellation of what waits for the lock now: it is then not to be had, and not taken away either.
 */
export const createSessionLock =
  (
    createUnavailableError: (message: string) => Error,
    cancellation: () => AbortSignal,
    locks: LockManager | null = (globalThis.navigator as Partial<Navigator>).locks ?? null,
  ): SessionLock =>
  async <R>(name: string, acquireTimeout: number, run: () => Promise<R>): Promise<R> => {
    if (!locks) return run();
    let result: Promise<R> | undefined;
    const runOnce = (): Promise<R> => (result ??= run());
    /** Resolves once `run` has ended in the lock, and where the lock was not granted or was taken away. */
    const attempt = (options: LockOptions): Promise<void> =>
      locks
        .request(name, options, async (lock) => {
          if (lock) await runOnce();
        })
        .catch(() => undefined);

    if (acquireTimeout === 0) {
      await attempt({ ifAvailable: true });
      if (!result) throw createUnavailableError(`The lock "${name}" is held by another tab.`);
      return result;
    }
    const cancelled = cancellation();
    const waiting = new AbortController();
    const endWaiting = () => {
      waiting.abort();
    };
    const timer = setTimeout(endWaiting, acquireTimeout);
    cancelled.addEventListener('abort', endWaiting);
    await attempt({ signal: waiting.signal });
    clearTimeout(timer);
    cancelled.removeEventListener('abort', endWaiting);
    if (!result && cancelled.aborted) throw createUnavailableError(`Waiting for the lock "${name}" was cancelled.`);
    if (!result) await attempt({ steal: true });
    return runOnce();
  };
