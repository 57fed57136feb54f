import { decisiveFailure, type Run, type Step } from './run.ts';

/** What helps after a run that did not complete. */
export type RightAction =
  /** It goes on where it stopped. */
  | { kind: 'resume' }
  /** The same run anew, of its one task where it had one. */
  | { kind: 'run_again'; onlyTask?: string }
  /** The push by hand, of the one task that it is of its chain: what a schedule does not send. */
  | { kind: 'push'; onlyTask?: string }
  /** The chain that refreshes what was not up to date. */
  | { kind: 'run_chain'; chain: string };

/** The chain that refreshes all that other chains need. */
export const DAILY_CHAIN = 'daily_full';

const RESUMABLE_MS = 24 * 3_600_000;

/** Whether the database would resume it: the newest run of its chain, within a day. */
const isResumable = ({ run, is_newest }: Pick<Run, 'run' | 'is_newest'>, now: number): boolean =>
  is_newest &&
  (run.status === 'failed' || run.status === 'partial' || run.status === 'cancelled') &&
  now - Date.parse(run.started_at) < RESUMABLE_MS;

/**
 * The one action that helps after a run, at `now` in milliseconds by the server's clock; null where the run goes on, has
 * completed, or its chain has run since.
 */
export const rightAction = (found: Run, now: number): RightAction | null => {
  const { run, is_newest, steps } = found;
  if (!is_newest || run.status === 'running' || run.status === 'completed') return null;
  const failure = decisiveFailure(steps);
  switch (failure?.error_code) {
    case 'needs_not_fresh':
      // Its own chain refreshes them only where all of it runs.
      return run.chain_name === DAILY_CHAIN && steps.every(({ status }) => status !== 'skipped')
        ? runAgain(steps)
        : { kind: 'run_chain', chain: DAILY_CHAIN };
    case 'counts_fall':
      // A run that is resumed is still one that nobody started by hand.
      return { kind: 'push', ...(steps.length > 1 && { onlyTask: failure.task }) };
    case 'endless_walk':
      // It has no pages left.
      return runAgain(steps);
    default:
      return isResumable(found, now) ? { kind: 'resume' } : runAgain(steps);
  }
};

const runAgain = (steps: readonly Step[]): RightAction => {
  const [only, ...others] = steps.filter(({ status }) => status !== 'skipped');
  return only && others.length === 0 && steps.length > 1
    ? { kind: 'run_again', onlyTask: only.task }
    : { kind: 'run_again' };
};
