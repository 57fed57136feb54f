import { useState } from 'react';
import { averageRate, rateBetween, type StepRate, type StepSample } from '../../../../domain/chains/progress.ts';
import type { Run, Step } from '../../../../domain/chains/run.ts';

/** How long a sample counts: the rate is that of the last half minute. */
const WINDOW_MS = 30_000;

type Samples = ReadonlyMap<number, readonly StepSample[]>;

/**
 * The rate of each running step: from what this screen has seen of it lately, or else since it began; null where neither is
 * known.
 *
 * @param now when the run was read, in milliseconds by the server's clock.
 */
export const useStepRates = (run: Run | undefined, now: number): ((step: Step) => StepRate | null) => {
  const [seen, setSeen] = useState<{ run: Run | undefined; samples: Samples }>({ run: undefined, samples: new Map() });
  const current = seen.run === run ? seen : { run, samples: withSamples(seen.samples, run?.steps ?? [], now) };
  if (current !== seen) setSeen(current);
  return (step) => {
    const own = current.samples.get(step.id) ?? [];
    const [first] = own;
    const last = own.at(-1);
    return (first && last ? rateBetween(first, last) : null) ?? averageRate(step, now);
  };
};

const withSamples = (samples: Samples, steps: readonly Step[], now: number): Samples =>
  new Map(
    steps
      .filter(({ status }) => status === 'running')
      .map((step) => [
        step.id,
        [
          ...(samples.get(step.id) ?? []).filter(({ at }) => at > now - WINDOW_MS),
          { at: now, requests: step.requests, readRows: step.read_rows },
        ],
      ]),
  );
