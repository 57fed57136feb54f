import { retryAfterMs } from '../../../src/domain/values/retry-after.ts';

/** How long a response asks to wait, in whole seconds; `null` where it does not say. */
export const retryAfterSeconds = (headers: Headers): number | null => {
  const ms = retryAfterMs(headers.get('retry-after'), Date.now());
  return ms === null ? null : Math.ceil(ms / 1_000);
};
