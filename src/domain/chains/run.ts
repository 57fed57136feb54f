/* Runs of chains, as the database's functions return them: docs/glossary.md, "Chains". */

export const RUN_STATUSES = ['running', 'completed', 'partial', 'failed', 'cancelled'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

export const STEP_STATUSES = ['pending', 'running', 'waiting', 'done', 'failed', 'skipped', 'cancelled'] as const;
export type StepStatus = (typeof STEP_STATUSES)[number];

export interface RunSummary {
  id: number;
  chain_name: string;
  trigger: 'schedule' | 'after' | 'manual';
  /** The wall time of its schedule that started it. */
  slot: string | null;
  dry_run: boolean;
  started_at: string;
  completed_at: string | null;
  status: RunStatus;
  current_step: string | null;
  /** Of the first step that failed. */
  error_code: string | null;
  error_message: string | null;
  total_duration_seconds: number | null;
  /** The name of whoever started it by hand. */
  requested_by: string | null;
  /** Steps that are not skipped, and those of them that are done. */
  steps: number;
  steps_done: number;
}

export interface StepEvent {
  at: string;
  code: string;
  message: string;
}

export interface Step {
  id: number;
  task: string;
  title: string;
  job: string;
  /** `northpass` or `impartner`; null where the job uses none. */
  api: string | null;
  mode: 'full' | 'incremental';
  chain_order: number;
  required: boolean;
  /** Datasets. */
  needs: string[];
  makes: string[];
  status: StepStatus;
  /** Failed ones so far, after which it is tried again. */
  attempts: number;
  next_attempt_at: string | null;
  started_at: string | null;
  completed_at: string | null;
  /** An incremental walk brings what changed since then. */
  changed_since: string | null;
  requests: number;
  pages: number;
  read_rows: number;
  expected_rows: number | null;
  created_rows: number;
  updated_rows: number;
  unchanged_rows: number;
  gone_rows: number;
  held_rows: number;
  /** Counts of rows that the step has something to say about, by code. */
  notes: Record<string, number>;
  error_code: string | null;
  error_message: string | null;
  /** Until when its API pauses. */
  api_blocked_until: string | null;
  /** Medians of its last runs. */
  usual_seconds: number | null;
  usual_requests: number | null;
  events: StepEvent[];
}

export interface Run {
  run: RunSummary;
  /** Whether its chain has not run since. */
  is_newest: boolean;
  steps: Step[];
}

/** The steps by their order in the chain: those of one tier may run beside each other. */
export const tiersOf = (steps: readonly Step[]): Step[][] => {
  const tiers = new Map<number, Step[]>();
  for (const step of steps) tiers.set(step.chain_order, [...(tiers.get(step.chain_order) ?? []), step]);
  return [...tiers].sort(([a], [b]) => a - b).map(([, tier]) => tier);
};

/** The step whose failure the run is known by: a required one before an optional one, then the first that failed. */
export const decisiveFailure = (steps: readonly Step[]): Step | undefined =>
  steps
    .filter(({ status }) => status === 'failed')
    .sort(
      (a, b) =>
        Number(b.required) - Number(a.required) ||
        Date.parse(a.completed_at ?? '') - Date.parse(b.completed_at ?? '') ||
        a.id - b.id,
    )[0];

/** Whether a run goes on without a step of it running: it waits for a worker, or for its API, which another run uses. */
export const isWaitingForWorker = ({ run, steps }: Run, now: number): boolean =>
  run.status === 'running' &&
  steps.some(({ status }) => status === 'pending') &&
  steps.every(
    ({ status, api_blocked_until }) =>
      status !== 'running' &&
      status !== 'waiting' &&
      (api_blocked_until === null || Date.parse(api_blocked_until) <= now),
  );

/** Whether an admin may skip the step of a run that goes on. */
export const isSkippable = ({ required, status }: Pick<Step, 'required' | 'status'>): boolean =>
  !required && (status === 'pending' || status === 'waiting');
