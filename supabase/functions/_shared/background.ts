import { HttpError } from './http-error.ts';
import { sleep } from './sleep.ts';

/** Milliseconds before each retry: about a minute in all, well within the lifetime of a worker. */
const RETRY_DELAYS_MS = [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000];

/** The same within the time of a lease: for calls of the database by a worker that holds one. */
export const LEASE_RETRY_DELAYS_MS = [250, 1_000, 4_000];

const runningJobs = new Set<Promise<void>>();

/** Starts `job` after the response; it keeps the worker alive. Errors are logged. */
export const runInBackground = (job: () => Promise<unknown>): void => {
  const running: Promise<void> = new Promise((resolve) => setTimeout(resolve))
    .then(job)
    .then(
      () => undefined,
      (error: unknown) => {
        console.error('in the background:', error instanceof HttpError ? `${error.code}: ${error.message}` : error);
      },
    )
    .finally(() => runningJobs.delete(running));
  runningJobs.add(running);
  const { EdgeRuntime } = globalThis as { EdgeRuntime?: { waitUntil?: (work: Promise<void>) => void } };
  EdgeRuntime?.waitUntil?.(running);
};

/** Repeats `job` while its error is retryable. */
export const withRetry = async <T>(job: () => Promise<T>, pauses: readonly number[] = RETRY_DELAYS_MS): Promise<T> => {
  for (const pause of pauses) {
    try {
      return await job();
    } catch (error) {
      if (!(error instanceof HttpError && error.isRetryable)) throw error;
      await sleep(pause * (0.5 + Math.random() / 2));
    }
  }
  return job();
};
