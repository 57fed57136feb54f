import type * as z from 'zod';
import type { ApiClient } from './api-client.ts';

/** A row for a dataset: the columns of its table. */
export type StagedRow = { id: string } & Record<string, unknown>;

/** What one call of a job brings. */
export interface JobPage<Cursor> {
  rows?: Record<string, StagedRow[]>;
  /** Ids that the API says are gone, by dataset. */
  gone?: Record<string, string[]>;
  readRows: number;
  /** How many rows the whole walk has, where that is known. */
  expectedRows?: number;
  /** How often something happened that is no failure, by code. */
  notes?: Record<string, number>;
  /** Where the next page begins; `null` after the last one. */
  next: Cursor | null;
}

/** A step of a run, as its worker has it. */
export interface Step {
  step: number;
  token: number;
  job: string;
  task: string;
  mode: 'full' | 'incremental';
  api: string | null;
  /** An instant; `null` where everything is to be read. */
  changedSince: string | null;
  isDryRun: boolean;
}

/** Calls a function of the database with the lease of a step, and validates its response. */
export type LeaseCall = <T>(shape: z.ZodType<T>, name: string, parameters?: Record<string, unknown>) => Promise<T>;

export interface JobContext {
  step: Step;
  api: ApiClient;
  call: LeaseCall;
}

/** One kind of work, page by page. Between any two pages the worker may end, and another one goes on. */
export interface Job<Cursor> {
  cursor: z.ZodType<Cursor>;
  first: (step: Step) => Cursor;
  page: (cursor: Cursor, context: JobContext) => Promise<JobPage<Cursor>>;
  /** Where a later worker begins: lists of pages move meanwhile, so that the last page is read again. */
  resume?: (cursor: Cursor) => Cursor;
}

/** Hides the type of the cursor: the worker stores it, and gives it back. */
export interface AnyJob {
  run: (checkpoint: unknown, context: JobContext, isResumed: boolean) => Promise<JobPage<unknown>>;
}

export const anyJob = <Cursor>({ cursor, first, page, resume = (same) => same }: Job<Cursor>): AnyJob => ({
  run: (checkpoint, context, isResumed) => {
    const at = cursor.safeParse(checkpoint);
    // Another version of the job may have stored it: rows that are staged already are staged again.
    if (!at.success) return page(first(context.step), context);
    return page(isResumed ? resume(at.data) : at.data, context);
  },
});
