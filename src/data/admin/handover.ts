import * as z from 'zod/mini';
import { request } from '../../api/request.ts';
import { sendStoredToolRequest } from '../enrollments/tool-requests.ts';

const counts = z.object({
  programs: z.number(),
  cohorts: z.number(),
  /** Whom the coach coaches, in programs or as clients. */
  people: z.number(),
  /** Open quotes, and payments that wait for a decision. */
  payments: z.number(),
});

/** How much a coach has to hand over. */
export type HandoverCounts = z.infer<typeof counts>;

const handoverRequest = (parameters: { coach: string; successor?: string; dry_run: boolean; request?: string }) =>
  request(counts, (client, signal) => client.rpc('hand_over_programs', parameters).abortSignal(signal));

/**
 * What a person has to hand over, for admins; also of somebody who is no coach any more.
 * @throws TransportFailure; `rejected` with `forbidden` or `unknown_person`.
 */
export const countHandover = (coach: string): Promise<HandoverCounts> => handoverRequest({ coach, dry_run: true });

/**
 * Hands over everything that a person coaches to another coach. The same request id makes a repeated request harmless.
 * @throws TransportFailure; `rejected` with `forbidden`, `unknown_person` or `not_a_coach`.
 */
export const handOverPrograms = (coach: string, successor: string, requestId: string): Promise<HandoverCounts> =>
  sendStoredToolRequest(counts, requestId, () =>
    handoverRequest({ coach, successor, dry_run: false, request: requestId }),
  );

export const hasSomethingToHandOver = ({ programs, cohorts, people, payments }: HandoverCounts): boolean =>
  programs + cohorts + people + payments > 0;
