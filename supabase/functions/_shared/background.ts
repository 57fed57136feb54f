import { Refusal } from './refusal.ts';

/** Milliseconds before each further try: about a minute in all, well inside what a worker is given. */
const PAUSES = [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000];

const kept = new Set<Promise<void>>();

/** Begins `job` once the answer is on its way, and lets it go on for as long as the worker lives; what it throws is logged. */
export const inBackground = (job: () => Promise<unknown>): void => {
  const running: Promise<void> = new Promise((resolve) => setTimeout(resolve))
    .then(job)
    .then(
      () => undefined,
      (fault: unknown) => {
        console.error('in the background:', fault instanceof Refusal ? `${fault.code}: ${fault.message}` : fault);
      },
    )
    .finally(() => kept.delete(running));
  kept.add(running);
  const { EdgeRuntime } = globalThis as { EdgeRuntime?: { waitUntil?: (work: Promise<void>) => void } };
  EdgeRuntime?.waitUntil?.(running);
};

/** Does `job`, again and again while what hinders it may pass; what will not pass is thrown at once. */
export const persistently = async <T>(job: () => Promise<T>, pauses: readonly number[] = PAUSES): Promise<T> => {
  for (const pause of pauses) {
    try {
      return await job();
    } catch (fault) {
      if (!(fault instanceof Refusal && fault.isPassing)) throw fault;
      await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random() / 2)));
    }
  }
  return job();
};
