import * as z from 'zod';
import { LEASE_RETRY_DELAYS_MS, withRetry } from '../background.ts';
import { type Database, send } from '../database.ts';
import { HttpError } from '../http-error.ts';
import { ApiClient } from './api-client.ts';
import { ApiFailure, TooManyRequests } from './api-failure.ts';
import { pushCounts, syncLeads, syncPartners } from './crm-jobs.ts';
import { impartnerSettings } from './impartner.ts';
import { internalJob } from './internal-jobs.ts';
import type { AnyJob, LeaseCall, Step } from './job.ts';
import { syncCourses, syncCourseValues, syncEnrollments, syncGroups, syncMemberships, syncUsers } from './lms-jobs.ts';
import { northpassSettings } from './northpass.ts';
import { rateLimiter } from './rate-limiter.ts';
import { queueReports } from './report-jobs.ts';

/** What one worker does at most: hosted functions end after 150 seconds, and may use 2 seconds of CPU. */
const SLICE_MS = 50_000;
const SLICE_REQUESTS = 400;
/** One for each API, so that they are used beside each other. */
const LANES = 2;

const JOBS: Record<string, AnyJob> = {
  sync_courses: syncCourses,
  sync_npcu: syncCourseValues,
  sync_users: syncUsers,
  sync_groups: syncGroups,
  group_members_sync: syncMemberships,
  sync_enrollments: syncEnrollments,
  impartner_sync: syncPartners,
  sync_leads: syncLeads,
  sync_to_impartner: pushCounts,
  cleanup: internalJob,
  pam_weekly_report: queueReports,
  executive_weekly_report: queueReports,
};

const API_SETTINGS = { northpass: northpassSettings, impartner: impartnerSettings };

const takenStep = z
  .object({
    step: z.int(),
    token: z.int(),
    job: z.string(),
    task: z.string(),
    mode: z.enum(['full', 'incremental']),
    api: z.enum(['northpass', 'impartner']).nullable(),
    checkpoint: z.unknown(),
    changed_since: z.string().nullable(),
    dry_run: z.boolean(),
  })
  .transform(({ changed_since, dry_run, ...step }) => ({ ...step, changedSince: changed_since, isDryRun: dry_run }));
type TakenStep = z.infer<typeof takenStep>;

/** Stored behind the last page of a step: what is left is to finish it. */
const COMPLETE = { complete: true };
const isComplete = (checkpoint: unknown): boolean =>
  z.object({ complete: z.literal(true) }).safeParse(checkpoint).success;

/** What is left of a worker's time and requests. */
class Slice {
  readonly #end = Date.now() + SLICE_MS;
  requestsLeft = SLICE_REQUESTS;

  get isOver(): boolean {
    return Date.now() >= this.#end || this.requestsLeft <= 0;
  }
}

/** Works on what is ready, for one slice. Returns whether there may be more. */
export const workSlice = async (database: Database): Promise<boolean> => {
  const slice = new Slice();
  await Promise.all(Array.from({ length: LANES }, () => workLane(database, slice)));
  return slice.isOver;
};

const workLane = async (database: Database, slice: Slice): Promise<void> => {
  while (!slice.isOver) {
    const step = await withRetry(() => send(takenStep.nullable(), database.rpc('take_step')), LEASE_RETRY_DELAYS_MS);
    if (step === null) return;
    await workStep(step, database, slice);
  }
};

const workStep = async (taken: TakenStep, database: Database, slice: Slice): Promise<void> => {
  const { step, token } = taken;
  const call: LeaseCall = (shape, name, parameters = {}) =>
    withRetry(() => send(shape, database.rpc(name, { step, token, ...parameters })), LEASE_RETRY_DELAYS_MS);
  try {
    const isDone = await workPages(taken, call, slice);
    await call(z.unknown(), isDone ? 'finish_step' : 'release_step');
  } catch (error) {
    if (isLeaseLost(error)) return;
    if (error instanceof TooManyRequests) {
      await endStep(() => call(z.unknown(), 'pause_api', { seconds: error.seconds }));
    } else if (error instanceof ApiFailure) {
      const { code, message, isRetryable: retryable } = error;
      await endStep(() => call(z.unknown(), 'fail_step', { code, message, retryable }));
    } else if (error instanceof HttpError && error.code === 'counts_fall') {
      const { code, message } = error;
      await endStep(() => call(z.unknown(), 'fail_step', { code, message, retryable: false }));
    } else if (error instanceof HttpError && error.isRetryable) {
      // The database cannot be reached: the lease lapses.
      console.error('the database is out of reach of', taken.task);
    } else {
      console.error(taken.task, error);
      await endStep(() =>
        call(z.unknown(), 'fail_step', { code: 'internal', message: 'Cadence could not go on.', retryable: true }),
      );
    }
  }
};

/** Works on pages until the step is done (`true`) or the slice is over. */
const workPages = async (taken: TakenStep, call: LeaseCall, slice: Slice): Promise<boolean> => {
  const job = JOBS[taken.job];
  if (!job) throw new Error(`no job ${taken.job}`);
  const api = apiOf(taken, call);
  const context = { step: taken satisfies Step, api, call };
  let checkpoint: unknown = taken.checkpoint;
  for (let isResumed = true; !isComplete(checkpoint); isResumed = false) {
    if (slice.isOver) return false;
    const before = api.requests;
    const {
      rows = {},
      gone = {},
      notes = {},
      readRows,
      expectedRows,
      next,
    } = await job.run(checkpoint, context, isResumed);
    const requests = api.requests - before;
    slice.requestsLeft -= requests;
    checkpoint = next ?? COMPLETE;
    const figures = { requests, read_rows: readRows, expected_rows: expectedRows ?? null, notes };
    await call(z.unknown(), 'store_page', { page: { id: crypto.randomUUID(), checkpoint, rows, gone, ...figures } });
  }
  return true;
};

const apiOf = ({ api }: TakenStep, call: LeaseCall): ApiClient =>
  new ApiClient(
    api === null
      ? {
          settings: () => {
            throw new Error('this job uses no API');
          },
          nextSlot: () => Promise.resolve(),
        }
      : { settings: API_SETTINGS[api], nextSlot: rateLimiter(call) },
  );

const isLeaseLost = (error: unknown): boolean => error instanceof HttpError && error.code === 'lease_lost';

const endStep = (end: () => Promise<unknown>): Promise<unknown> =>
  end().catch((error: unknown) => {
    // The lease lapses, and another worker goes on.
    if (!isLeaseLost(error)) console.error('a step could not be given back:', error);
  });
