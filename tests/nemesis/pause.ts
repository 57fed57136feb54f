import { setTimeout as wait } from 'node:timers/promises';

/** Lets time pass, `ms` of it or until it is `over`. */
export const pauseFor = (ms: number, over: AbortSignal): Promise<void> =>
  wait(ms, undefined, { signal: over }).catch(() => undefined);
