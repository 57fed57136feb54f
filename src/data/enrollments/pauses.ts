import * as z from 'zod/mini';
import type { Pause } from '../../domain/enrollments/pauses.ts';
import { request } from '../../api/request.ts';
import { scheduleChange } from './reschedule.ts';
import { sendStoredToolRequest } from './tool-requests.ts';

/** As the server stores them. */
export const pausesSchema = z.array(
  z.object({ first_date: z.string(), last_date: z.string(), mode: z.enum(['shift', 'skip']) }),
);

/** How many tasks move, are removed, come back or keep their date, or would. */
export type PauseResult = z.infer<typeof scheduleChange>;

interface CallOptions {
  dry_run: boolean;
  request?: string;
}

const pauseRequest = (enrollment: string, pause: Pause, options: CallOptions) =>
  request(scheduleChange, (client, signal) =>
    client.rpc('pause_enrollment', { enrollment, ...pause, ...options }).abortSignal(signal),
  );

const resumeRequest = (enrollment: string, { first_date }: Pause, options: CallOptions) =>
  request(scheduleChange, (client, signal) =>
    client.rpc('resume_enrollment', { enrollment, first_date, ...options }).abortSignal(signal),
  );

/** What `pauseEnrollment` would do. */
export const previewPause = (enrollment: string, pause: Pause): Promise<PauseResult> =>
  pauseRequest(enrollment, pause, { dry_run: true });

/**
 * Pauses an enrollment, for its person or its coach. Idempotent by `requestId`.
 * @throws TransportFailure; `rejected` with `pause_overlaps`, `pause_too_long`, `too_many_pauses`, `not_active` or `not_found`.
 */
export const pauseEnrollment = (enrollment: string, pause: Pause, requestId: string): Promise<PauseResult> =>
  sendStoredToolRequest(scheduleChange, requestId, () =>
    pauseRequest(enrollment, pause, { dry_run: false, request: requestId }),
  );

/** What `resumeEnrollment` would do. */
export const previewResume = (enrollment: string, pause: Pause): Promise<PauseResult> =>
  resumeRequest(enrollment, pause, { dry_run: true });

/**
 * Ends a pause today, or drops one that has not begun or is over. Idempotent by `requestId`.
 * @throws TransportFailure; `rejected` with `not_paused`, `not_active` or `not_found`.
 */
export const resumeEnrollment = (enrollment: string, pause: Pause, requestId: string): Promise<PauseResult> =>
  sendStoredToolRequest(scheduleChange, requestId, () =>
    resumeRequest(enrollment, pause, { dry_run: false, request: requestId }),
  );
