import * as z from 'zod/mini';
import { request } from '../../api/request.ts';
import type { TaskToolRequest } from './task-tools.ts';
import { sendStoredToolRequest } from './tool-requests.ts';

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

/** Whom to move: one enrollment, a cohort, or everybody whom the coach coaches in a program. */
export type MoveTarget = TaskToolRequest['target'] | { programId: string };

const moveRequest = (
  target: MoveTarget,
  versionId: string,
  options: { dry_run: boolean; request?: string },
): Promise<MoveResult> =>
  request(moved, (client, signal) =>
    client
      .rpc('move_enrollment', {
        ...targetParameters(target),
        version: versionId,
        ...options,
      })
      .abortSignal(signal),
  );

const targetParameters = (target: MoveTarget) => {
  if ('programId' in target) return { program: target.programId };
  return 'cohortId' in target ? { cohort: target.cohortId } : { enrollment: target.enrollmentId };
};

/** What `moveToVersion` would do. */
export const previewMove = (target: MoveTarget, versionId: string): Promise<MoveResult> =>
  moveRequest(target, versionId, { dry_run: true });

/**
 * Moves an enrollment, or a cohort with all of its current members, to another version of the program. Only upcoming tasks
 * that nobody has edited follow. Idempotent.
 * @throws TransportFailure; `rejected` with `not_found`, `ended` or `forbidden`.
 */
export const moveToVersion = (target: MoveTarget, versionId: string, requestId: string): Promise<MoveResult> =>
  sendStoredToolRequest(moved, requestId, () => moveRequest(target, versionId, { dry_run: false, request: requestId }));
