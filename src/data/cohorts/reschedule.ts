import * as z from 'zod/mini';
import type { CalendarDate } from '../../domain/calendar/calendar-date.ts';
import { request } from '../../api/request.ts';

const rescheduled = z.object({ moved: z.number(), stayed: z.number(), members: z.number() });

/**
 * How many tasks get another date, or would; how many upcoming ones keep theirs, because the new one would not be
 * upcoming; and how many members are affected.
 */
export type RescheduleResult = z.infer<typeof rescheduled>;

/**
 * Gives another start date to a cohort and to the members who started with it; a dry run changes nothing. Only
 * upcoming tasks that nobody has edited move. Idempotent.
 * @throws TransportFailure; `rejected` with `not_found`, `forbidden` or `malformed_request`.
 */
export const rescheduleCohort = (cohort: string, startDate: CalendarDate, dryRun: boolean): Promise<RescheduleResult> =>
  request(rescheduled, (client, signal) =>
    client.rpc('reschedule_cohort', { cohort, start_date: startDate, dry_run: dryRun }).abortSignal(signal),
  );
