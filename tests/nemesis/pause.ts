import { setTimeout as wait } from 'node:timers/promises';

/** Waits for `ms` or until `over` is aborted. */
export const pauseFor = (ms: number, over: AbortSignal): Promise<void> =>
  wait(ms, undefined, { signal: over }).catch(() => undefined);
