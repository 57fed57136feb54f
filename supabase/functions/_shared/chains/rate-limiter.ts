import * as z from 'zod';
import { sleep } from '../sleep.ts';
import { TooManyRequests } from './api-failure.ts';
import type { LeaseCall } from './job.ts';

/** How many requests are reserved at once. */
const RESERVED = 20;
/** A pause of the API that is waited for; a longer one gives the step back. */
const LONGEST_WAIT_MS = 5_000;

const reservation = z.union([
  z.object({ blocked_ms: z.number() }),
  z.object({ delay_ms: z.number(), interval_ms: z.number() }),
]);

/**
 * Resolves each time a request may be sent. The rate is kept in the database, for all workers; here only the reserved
 * requests are spread over their time. @throws TooManyRequests while the API pauses.
 */
export const rateLimiter = (call: LeaseCall): (() => Promise<void>) => {
  let left = 0;
  let nextAt = 0;
  let intervalMs = 0;
  let queue: Promise<unknown> = Promise.resolve();

  const reserve = async (): Promise<void> => {
    for (;;) {
      const found = await call(reservation, 'reserve_requests', { wanted: RESERVED });
      if ('delay_ms' in found) {
        left = RESERVED;
        nextAt = Date.now() + found.delay_ms;
        intervalMs = found.interval_ms;
        return;
      }
      if (found.blocked_ms > LONGEST_WAIT_MS) throw new TooManyRequests(Math.ceil(found.blocked_ms / 1_000));
      await sleep(found.blocked_ms);
    }
  };

  const slot = async (): Promise<number> => {
    if (left === 0) await reserve();
    left -= 1;
    const at = nextAt;
    nextAt += intervalMs;
    return at;
  };

  return async () => {
    const mine = queue.then(slot);
    queue = mine.catch(() => undefined);
    const wait = (await mine) - Date.now();
    if (wait > 0) await sleep(wait);
  };
};
