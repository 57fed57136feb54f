import * as z from 'zod/mini';
import {
  RUN_STATUSES,
  type Run,
  type RunStatus,
  type RunSummary,
  type Step,
  STEP_STATUSES,
} from '../../domain/chains/run.ts';
import { labelSchema } from '../../api/label-schema.ts';
import { request } from '../../api/request.ts';

/* Runs of chains, for admins. All throw TransportFailure; the message of a `rejected` one is an error code. */

export const runSummarySchema = z.object({
  id: z.number(),
  chain_name: z.string(),
  trigger: z.enum(['schedule', 'after', 'manual']),
  slot: z.nullable(z.string()),
  dry_run: z.boolean(),
  started_at: z.string(),
  completed_at: z.nullable(z.string()),
  status: z.enum(RUN_STATUSES),
  current_step: z.nullable(z.string()),
  error_code: z.nullable(z.string()),
  error_message: z.nullable(z.string()),
  total_duration_seconds: z.nullable(z.number()),
  requested_by: z.nullable(labelSchema),
  steps: z.number(),
  steps_done: z.number(),
}) satisfies z.ZodMiniType<RunSummary>;

const step = z.object({
  id: z.number(),
  task: z.string(),
  title: labelSchema,
  job: z.string(),
  api: z.nullable(z.string()),
  mode: z.enum(['full', 'incremental']),
  chain_order: z.number(),
  required: z.boolean(),
  needs: z.array(z.string()),
  makes: z.array(z.string()),
  status: z.enum(STEP_STATUSES),
  attempts: z.number(),
  next_attempt_at: z.nullable(z.string()),
  started_at: z.nullable(z.string()),
  completed_at: z.nullable(z.string()),
  changed_since: z.nullable(z.string()),
  requests: z.number(),
  pages: z.number(),
  read_rows: z.number(),
  expected_rows: z.nullable(z.number()),
  created_rows: z.number(),
  updated_rows: z.number(),
  unchanged_rows: z.number(),
  gone_rows: z.number(),
  held_rows: z.number(),
  notes: z.record(z.string(), z.number()),
  error_code: z.nullable(z.string()),
  error_message: z.nullable(z.string()),
  api_blocked_until: z.nullable(z.string()),
  usual_seconds: z.nullable(z.number()),
  usual_requests: z.nullable(z.number()),
  events: z.array(z.object({ at: z.string(), code: z.string(), message: z.string() })),
}) satisfies z.ZodMiniType<Step>;

const run = z.object({
  run: runSummarySchema,
  is_newest: z.boolean(),
  steps: z.array(step),
}) satisfies z.ZodMiniType<Run>;

export const getRun = (id: number): Promise<Run> =>
  request(run, (client, signal) => client.rpc('chain_run', { run: id }).abortSignal(signal));

/** How many `getRuns` resolves with at most. */
export const RUNS_PAGE_SIZE = 50;

export interface RunFilter {
  chain: string | undefined;
  status: RunStatus | undefined;
}

/** Runs with ids below `before`, newest first. */
export const getRuns = ({ chain, status }: RunFilter, before: number | undefined): Promise<RunSummary[]> =>
  request(z.array(runSummarySchema), (client, signal) =>
    client
      .rpc('chain_runs', {
        ...(chain !== undefined && { chain }),
        ...(status !== undefined && { status }),
        ...(before !== undefined && { before }),
      })
      .abortSignal(signal),
  );

export interface RunRequest {
  chain: string;
  /** The one task of the chain to run. */
  onlyTask?: string;
  /** Nothing is sent to the CRM. */
  dryRun?: boolean;
}

/** Runs a chain now. Resolves to the run's id. */
export const runChain = ({ chain, onlyTask, dryRun = false }: RunRequest): Promise<number> =>
  request(z.number(), (client, signal) =>
    client
      .rpc('run_chain', { chain, dry_run: dryRun, ...(onlyTask !== undefined && { only_task: onlyTask }) })
      .abortSignal(signal),
  );

/** Goes on with a run where it stopped. */
export const resumeRun = async (id: number): Promise<void> => {
  await request(z.unknown(), (client, signal) => client.rpc('resume_run', { run: id }).abortSignal(signal));
};

export const cancelRun = async (id: number): Promise<void> => {
  await request(z.unknown(), (client, signal) => client.rpc('cancel_run', { run: id }).abortSignal(signal));
};

/** Leaves out an optional step that is not running. */
export const skipStep = async (id: number): Promise<void> => {
  await request(z.unknown(), (client, signal) => client.rpc('skip_step', { step: id }).abortSignal(signal));
};
