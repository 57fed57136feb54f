import type { Step } from './run.ts';

/* How fast a step is and how long it still takes. Instants are in milliseconds by the server's clock. */

/** How far a step was at an instant. */
export interface StepSample {
  at: number;
  requests: number;
  readRows: number;
}

/** A second. */
export interface StepRate {
  requests: number;
  readRows: number;
}

/** Samples less far apart say little. */
const LEAST_SPAN_MS = 4_000;

/** The rate between two samples of a step; null where they are too close to each other. */
export const rateBetween = (earlier: StepSample, later: StepSample): StepRate | null => {
  const seconds = (later.at - earlier.at) / 1_000;
  return seconds * 1_000 < LEAST_SPAN_MS
    ? null
    : {
        requests: (later.requests - earlier.requests) / seconds,
        readRows: (later.readRows - earlier.readRows) / seconds,
      };
};

/** What a step that has not been interrupted may say in its events. */
const UNINTERRUPTED = new Set(['deletions_held', 'too_many_requests']);

/** The rate since the step began; null where it was interrupted, so that its time is not all work. */
export const averageRate = (step: Step, now: number): StepRate | null =>
  step.started_at === null || step.attempts > 0 || step.events.some(({ code }) => !UNINTERRUPTED.has(code))
    ? null
    : rateBetween(
        { at: Date.parse(step.started_at), requests: 0, readRows: 0 },
        { at: now, requests: step.requests, readRows: step.read_rows },
      );

/** What is left of a step, by what it usually takes, or by what its API says that there is. */
const workLeft = (step: Step): { done: number; all: number; of: keyof StepRate } | null => {
  if (step.usual_requests !== null && step.usual_requests > step.requests)
    return { done: step.requests, all: step.usual_requests, of: 'requests' };
  // With several datasets, the API speaks of one and the step counts all.
  if (step.makes.length === 1 && step.expected_rows !== null && step.expected_rows > step.read_rows)
    return { done: step.read_rows, all: step.expected_rows, of: 'readRows' };
  return null;
};

/** How much of a running step is done, from 0 to 1; null where that cannot be known. */
export const shareDone = (step: Step): number | null => {
  if (step.status === 'done') return 1;
  const work = workLeft(step);
  return work === null ? null : work.done / work.all;
};

/** A rate over fewer pages says little: the requests of a page are counted when it is stored. */
const LEAST_PAGES = 3;

/** Null where that cannot be known. */
export const secondsLeft = (step: Step, rate: StepRate | null): number | null => {
  const work = workLeft(step);
  if (step.status !== 'running' || step.pages < LEAST_PAGES || rate === null || work === null) return null;
  return rate[work.of] > 0 ? (work.all - work.done) / rate[work.of] : null;
};

const isOver = ({ status }: Step): boolean => status !== 'pending' && status !== 'running' && status !== 'waiting';

/**
 * Until all steps have ended: each begins when what it needs is made and its API is free. Null where that of one of them
 * cannot be known.
 *
 * @param leftOf the seconds that a running step still takes.
 */
export const runSecondsLeft = (steps: readonly Step[], leftOf: (step: Step) => number | null): number | null => {
  const datasets = new Map<string, number>();
  const apis = new Map<string, number>();
  let last = 0;
  const begunFirst = (step: Step) => (step.status === 'running' ? 0 : 1);
  for (const step of [...steps].sort((a, b) => begunFirst(a) - begunFirst(b) || a.chain_order - b.chain_order)) {
    if (isOver(step)) continue;
    const duration = step.status === 'running' ? leftOf(step) : step.status === 'pending' ? step.usual_seconds : null;
    if (duration === null) return null;
    const api = step.api ?? step.job;
    const end = Math.max(apis.get(api) ?? 0, ...step.needs.map((name) => datasets.get(name) ?? 0)) + duration;
    apis.set(api, end);
    for (const name of step.makes) datasets.set(name, end);
    last = Math.max(last, end);
  }
  return last;
};

/** The seconds between begin and end, or until `now`; null where it has not begun. */
export const durationSeconds = (
  { started_at, completed_at }: Pick<Step, 'started_at' | 'completed_at'>,
  now: number,
): number | null =>
  started_at === null
    ? null
    : Math.max(0, ((completed_at === null ? now : Date.parse(completed_at)) - Date.parse(started_at)) / 1_000);
