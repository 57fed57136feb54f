import { createContext, useCallback, useContext, useLayoutEffect, useRef } from 'react';

/** Whether the sheet or dialog around is open. While it closes, it is still on screen, and nothing in it runs. */
export const OverlayOpenContext = createContext(true);

/** A second press within this time belongs to the first: a double click, a slow double tap. */
const DOUBLE_PRESS_MS = 400;

interface Action<Args extends unknown[], Result> {
  /** Runs the action, or does nothing and returns `undefined` while its last run has not ended. */
  run: (...args: Args) => Result | undefined;
  /** The next call is meant, however soon it comes: the person has typed since the last one. */
  rearm: () => void;
}

interface LastRun {
  isRunning: boolean;
  heldUntil: number;
}

const oneAction = () => '';

/**
 * What decides that an action runs once. A run that returned a promise ends when that has settled and no second press
 * can belong to it any more; any other run ends at once. Both functions stay the same over all renders.
 *
 * @param keyOf tells actions apart that may run at the same time; by default it is one, whatever its arguments.
 * @param place where it is triggered: in the sheet or dialog around, so that it does not run while that closes, or
 *   anywhere, as from a toast.
 */
export const useAction = <Args extends unknown[], Result>(
  action: (...args: Args) => Result,
  keyOf: (...args: Args) => string | undefined = oneAction,
  place: 'here' | 'anywhere' = 'here',
): Action<Args, Result> => {
  const isOverlayOpen = useContext(OverlayOpenContext);
  const isOpen = place === 'anywhere' || isOverlayOpen;
  const latest = useRef({ action, keyOf, isOpen });
  useLayoutEffect(() => {
    latest.current = { action, keyOf, isOpen };
  });
  const lastRuns = useRef(new Map<string | undefined, LastRun>());
  const run = useCallback((...args: Args): Result | undefined => {
    const current = latest.current;
    const key = current.keyOf(...args);
    const last = lastRuns.current.get(key);
    if (!current.isOpen || last?.isRunning || performance.now() < (last?.heldUntil ?? 0)) return undefined;
    const result = current.action(...args);
    if (isPromise(result)) {
      const thisRun = { isRunning: true, heldUntil: performance.now() + DOUBLE_PRESS_MS };
      lastRuns.current.set(key, thisRun);
      void Promise.resolve(result).finally(() => {
        thisRun.isRunning = false;
      });
    }
    return result;
  }, []);
  const rearm = useCallback(() => {
    for (const last of lastRuns.current.values()) last.heldUntil = 0;
  }, []);
  return { run, rearm };
};

/** Dexie's promises are none of the platform's. */
const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value;
