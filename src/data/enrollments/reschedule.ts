import * as z from 'zod/mini';
import type { CalendarDate } from '../../domain/calendar/calendar-date.ts';
import { request } from '../../api/request.ts';
import type { TaskToolRequest } from './task-tools.ts';
import { sendStoredToolRequest } from './tool-requests.ts';

/** What becomes of tasks when a start date or a pause changes. */
export const scheduleChange = z.object({
  moved: z.number(),
  /** Of days that a pause leaves out. */
  removed: z.number(),
  /** Of days that had passed when somebody joined, or were in a pause, and are ahead now. */
  created: z.number(),
  /** Why tasks keep their date: `past` ones would be in the past. */
  stayed: z.object({ done: z.number(), locked: z.number(), edited: z.number(), past: z.number() }),
});

const rescheduled = z.extend(scheduleChange, { members: z.number() });

/** How many tasks get another date, are created, or keep their date, or would; and how many people are affected. */
export type RescheduleResult = z.infer<typeof rescheduled>;

type Target = TaskToolRequest['target'];

const rescheduleRequest = (target: Target, startDate: CalendarDate, options: { dry_run: boolean; request?: string }) =>
  request(rescheduled, (client, signal) =>
    client
      .rpc('reschedule', {
        ...('cohortId' in target ? { cohort: target.cohortId } : { enrollment: target.enrollmentId }),
        start_date: startDate,
        ...options,
      })
      .abortSignal(signal),
  );

/** What `reschedule` would do. */
export const previewReschedule = (target: Target, startDate: CalendarDate): Promise<RescheduleResult> =>
  rescheduleRequest(target, startDate, { dry_run: true });

/**
 * Gives another start date to an enrollment, or to a cohort and the members who started with it. Open tasks that nobody has
 * edited move, where their new date is not past. Idempotent.
 * @throws TransportFailure; `rejected` with `not_found`, `forbidden` or `malformed_request`.
 */
export const reschedule = (target: Target, startDate: CalendarDate, requestId: string): Promise<RescheduleResult> =>
  sendStoredToolRequest(rescheduled, requestId, () =>
    rescheduleRequest(target, startDate, { dry_run: false, request: requestId }),
  );
