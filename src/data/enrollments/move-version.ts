import * as z from 'zod/mini';
import { request } from '../../api/request.ts';
import type { TaskToolRequest } from './task-tools.ts';

const priceChange = z.object({
  price: z.nullable(z.number()),
  currency: z.string(),
  old_price: z.nullable(z.number()),
  old_currency: z.string(),
  /** How many have not paid yet. */
  pending: z.number(),
  /** How many of them still pay what a checkout has quoted. */
  quoted: z.number(),
});

/** What a move changes of a price. */
export type PriceChange = z.infer<typeof priceChange>;

const moved = z.object({
  added: z.number(),
  removed: z.number(),
  changed: z.number(),
  price: z.nullable(priceChange),
});

/** How many tasks were added, removed or changed, or would be. */
export type MoveResult = z.infer<typeof moved>;

/**
 * Moves an enrollment, or a cohort with all of its current members, to another version of the program; a dry run
 * changes nothing. Only upcoming tasks that nobody has edited follow. Idempotent.
 * @throws TransportFailure; `rejected` with `not_found`, `ended` or `forbidden`.
 */
export const moveToVersion = (
  target: TaskToolRequest['target'],
  versionId: string,
  dryRun: boolean,
): Promise<MoveResult> =>
  request(moved, (client, signal) =>
    client
      .rpc('move_enrollment', {
        ...('cohortId' in target ? { cohort: target.cohortId } : { enrollment: target.enrollmentId }),
        version: versionId,
        dry_run: dryRun,
      })
      .abortSignal(signal),
  );
